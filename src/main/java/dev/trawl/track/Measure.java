package dev.trawl.track;

import dev.trawl.sweep.Objective;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep judges its runs by.
 *
 * @param metric chooses between epochs and between runs; null where a program that trains them did
 *     not say: no epoch and no run is the best one then
 * @param thresholds accuracies as fractions, ascending; a run's band is how many of them its test
 *     accuracy reaches
 */
public record Measure(@Nullable Objective metric, List<Double> thresholds) {
  public Measure {
    thresholds = List.copyOf(thresholds);
  }

  /** How many thresholds the test accuracy among some metrics reaches; null without one. */
  public @Nullable Integer band(Map<String, Double> metrics) {
    Double accuracy = metrics.get(Metric.TEST_ACCURACY);
    return accuracy == null
        ? null
        : Integer.valueOf((int) thresholds.stream().filter(level -> accuracy >= level).count());
  }
}
