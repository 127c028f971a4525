package dev.trawl.track;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run, so far.
 *
 * @param epochs how many are recorded; fewer than the best one's number in a repaired database that
 *     lost some
 * @param bestEpoch from 1, the first with the best value of the sweep's metric; null before the
 *     first epoch, and in a sweep without a metric
 * @param metrics those of the best epoch, or of the last one where there is no metric to choose by,
 *     and the test metrics once there are any; may hold NaN and infinities
 * @param band how many thresholds the test accuracy reaches; null without one
 */
public record RunResult(
    int epochs, @Nullable Integer bestEpoch, Map<String, Double> metrics, @Nullable Integer band) {
  /** Nothing yet. */
  public static final RunResult NONE = new RunResult(0, null, Map.of(), null);

  public RunResult {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    if (epochs < 0 || (bestEpoch != null && bestEpoch < 1)) {
      throw new IllegalArgumentException(
          "need epochs from 0 and the best one from 1, found epochs=%d best=%s"
              .formatted(epochs, bestEpoch));
    }
  }
}
