package dev.trawl.track;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param status anything but SCHEDULED and RUNNING
 * @param reason why, where the status does not say it all
 * @param seconds spent since the last recorded epoch, the test included
 * @param phases what the time since then went to, by {@link Phase}
 * @param test the look at the test images from the best checkpoint; null for a run that did not
 *     finish
 * @param tested what was predicted for the test images there; null for what is not to be recorded
 * @param cpuSecondsPerImage what a prediction took in the test, of its thread's processor time;
 *     null where that wasn't measured
 */
public record RunEnd(
    RunStatus status,
    @Nullable String reason,
    double seconds,
    Map<String, Double> phases,
    @Nullable Evaluation test,
    @Nullable ImagePredictions tested,
    @Nullable Double cpuSecondsPerImage) {
  public RunEnd {
    phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    Timing.check(seconds);
  }

  /** An end that doesn't say what its time went to. */
  public RunEnd(
      RunStatus status, @Nullable String reason, double seconds, @Nullable Evaluation test) {
    this(status, reason, seconds, Map.of(), test);
  }

  /** An end of which neither predictions nor their time are recorded. */
  public RunEnd(
      RunStatus status,
      @Nullable String reason,
      double seconds,
      Map<String, Double> phases,
      @Nullable Evaluation test) {
    this(status, reason, seconds, phases, test, null, null);
  }

  /** What the test adds to the run's metrics; nothing without one. */
  public Map<String, Double> testMetrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (test != null) {
      metrics.put(Metric.TEST_LOSS, test.loss());
      metrics.put(Metric.TEST_ACCURACY, test.accuracy());
      if (cpuSecondsPerImage != null) {
        metrics.put(Metric.TEST_CPU_SECONDS_PER_IMAGE, cpuSecondsPerImage);
      }
    }
    return metrics;
  }

  /** The same, recorded as another status. */
  public RunEnd as(RunStatus other) {
    return new RunEnd(other, reason, seconds, phases, test, tested, cpuSecondsPerImage);
  }

  /** The same, for another reason. */
  public RunEnd because(String other) {
    return new RunEnd(status, other, seconds, phases, test, tested, cpuSecondsPerImage);
  }

  /** The same, with more time spent. */
  public RunEnd plus(Map<String, Double> spent) {
    return new RunEnd(
        status, reason, seconds, Phase.sum(phases, spent), test, tested, cpuSecondsPerImage);
  }
}
