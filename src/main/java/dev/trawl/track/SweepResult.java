package dev.trawl.track;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the runs of a sweep add up to, without those of its finals.
 *
 * @param runs how many stand where; a status without runs is absent
 * @param bands how many finished runs reach exactly 0, 1, … of the thresholds: one more element
 *     than thresholds
 * @param bestRunId the winner of the finals; before there is one the FINISHED run with the best
 *     value of the metric, ties to the lower number; null before one has finished
 */
public record SweepResult(
    Map<RunStatus, Integer> runs, List<Integer> bands, @Nullable String bestRunId) {
  public SweepResult {
    runs = Map.copyOf(runs);
    bands = List.copyOf(bands);
    if (bands.isEmpty()) {
      throw new IllegalArgumentException("need one band more than thresholds, found none");
    }
  }
}
