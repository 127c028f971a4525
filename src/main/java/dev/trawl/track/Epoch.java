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
 * @param best whether it is the run's best so far
 */
public record Epoch(
    int number,
    Map<String, Double> metrics,
    double seconds,
    boolean best,
    CheckpointData checkpoint) {
  public Epoch {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
