package dev.trawl.track;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An epoch that has been trained: its metrics and the checkpoint to go on from.
 *
 * @param number from 1
 * @param metrics by key; may hold NaN and infinities
 * @param seconds that this epoch took, evaluation included
 * @param phases what the time since the last recorded epoch went to, by {@link Phase}; the time
 *     that recording took is the runner's, and not part of {@code seconds}
 * @param best whether it is the run's best so far
 */
public record Epoch(
    int number,
    Map<String, Double> metrics,
    double seconds,
    Map<String, Double> phases,
    boolean best,
    CheckpointData checkpoint) {
  public Epoch {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
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

  /** The same, with more time spent. */
  public Epoch plus(Map<String, Double> spent) {
    return new Epoch(number, metrics, seconds, Phase.sum(phases, spent), best, checkpoint);
  }
}
