package dev.trawl.track;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An epoch that has been trained: its metrics and the checkpoint to go on from.
 *
 * @param number from 1
 * @param metrics by key; may hold NaN and infinities
 * @param seconds that this epoch took, evaluation included
 * @param phases what the time since the last recorded epoch went to, by {@link Phase}; the time
 *     that recording took is the runner's, and not part of {@code seconds}
 * @param best whether it is the run's best so far
 * @param validation what it predicts for the validation images; null for what is not to be recorded
 */
public record Epoch(
    int number,
    Map<String, Double> metrics,
    double seconds,
    Map<String, Double> phases,
    boolean best,
    CheckpointData checkpoint,
    @Nullable ImagePredictions validation) {
  public Epoch {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    Timing.check(seconds);
  }

  /** An epoch that doesn't say what its time went to. */
  public Epoch(
      int number,
      Map<String, Double> metrics,
      double seconds,
      boolean best,
      CheckpointData checkpoint) {
    this(number, metrics, seconds, Map.of(), best, checkpoint);
  }

  /** An epoch of which no predictions are recorded. */
  public Epoch(
      int number,
      Map<String, Double> metrics,
      double seconds,
      Map<String, Double> phases,
      boolean best,
      CheckpointData checkpoint) {
    this(number, metrics, seconds, phases, best, checkpoint, null);
  }

  /** The same, with more time spent. */
  public Epoch plus(Map<String, Double> spent) {
    return new Epoch(
        number, metrics, seconds, Phase.sum(phases, spent), best, checkpoint, validation);
  }
}
