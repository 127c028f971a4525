package dev.trawl.report;

import dev.trawl.analysis.Accuracies;
import dev.trawl.analysis.SafeText;
import dev.trawl.analysis.ShownValue;
import dev.trawl.sweep.MetricKind;
import dev.trawl.track.ByteText;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** How records read in the report. */
final class ReportText {
  private static final int LONGEST = 200;

  private ReportText() {}

  /** What a dot or a line shows of its run. */
  static String tip(Run run, String metric) {
    return "run %d: %s %s"
        .formatted(run.number(), metric, ShownValue.metric(metric, run.metrics().get(metric)));
  }

  /** The values of a metric on an axis. */
  static DoubleFunction<String> axis(String metric) {
    return switch (MetricKind.of(metric).unit()) {
      case FRACTION -> PlotAxis::percent;
      case BYTES -> value -> ByteText.of(Math.round(value));
      default -> PlotAxis::number;
    };
  }

  /** The thresholds, where the metric is one that they are of. */
  static List<Double> levels(Sweep sweep, String metric) {
    return MetricKind.of(metric).isFraction() ? sweep.thresholds() : List.of();
  }

  /** A name or value that somebody chose, on one line and cut where it is very long. */
  static String name(String text) {
    String line = SafeText.line(text);
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
  }

  static String value(@Nullable Object parameter) {
    return name(ShownValue.parameter(parameter));
  }

  /** {@code 99.12 % ± 0.18}, half of the 95 % interval in points; empty without a value. */
  static String accuracy(String key, @Nullable Double value, Sweep sweep) {
    return value == null
        ? ""
        : ShownValue.metric(key, value)
            + Accuracies.interval(key, value, sweep)
                .map(it -> String.format(Locale.ROOT, " ± %.2f", 50 * (it.high() - it.low())))
                .orElse("");
  }

  static String test(Run run, Sweep sweep) {
    return accuracy(Metric.TEST_ACCURACY, run.metrics().get(Metric.TEST_ACCURACY), sweep);
  }
}
