package dev.trawl.cli.text;

import dev.trawl.analysis.Accuracies;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sentences about one run, for progress on stderr. */
public final class RunLines {
  private RunLines() {}

  public static String started(Run run, int after) {
    String resumed =
        after > 0
            ? " goes on after " + run.epochWord() + " " + after
            : run.epochs() > 0 ? " starts anew" : "";
    return "%s%s  %s".formatted(name(run), resumed, Wording.parameters(run.parameters()));
  }

  /** How it ended, with its accuracies against the thresholds. */
  public static String ended(Run run, Sweep sweep) {
    List<String> pieces = new ArrayList<>();
    pieces.add(name(run));
    pieces.add(run.status() + reason(run.status().name(), run.reason()));
    pieces.add(Wording.count(run.epochs(), run.epochWord()));
    pieces.add(Wording.duration(Duration.ofMillis(Math.round(run.timing().seconds() * 1000))));
    Double validation = run.metrics().get(Metric.VAL_ACCURACY);
    if (validation != null) {
      pieces.add("val " + Wording.metric(Metric.VAL_ACCURACY, validation));
    }
    String test = testAccuracy(run, sweep);
    if (!test.isEmpty()) {
      pieces.add("test " + test);
      pieces.add(Wording.band(run.band(), sweep.thresholds()));
    }
    pieces.removeIf(String::isEmpty);
    return String.join("  ", pieces);
  }

  private static String name(Run run) {
    return "run %d%s".formatted(run.number(), run.isOfFinals() ? " of the finals" : "");
  }

  /** {@code (reason)}; empty without one, or where it only repeats the status. */
  static String reason(String status, @Nullable String reason) {
    return reason == null || reason.isEmpty() || reason.equalsIgnoreCase(status)
        ? ""
        : " (" + VisibleText.line(reason) + ")";
  }

  /** {@code 99.12 % ± 0.18}: half of the 95 % interval, in points; empty without a test. */
  public static String testAccuracy(Run run, Sweep sweep) {
    @Nullable Double accuracy = run.metrics().get(Metric.TEST_ACCURACY);
    if (accuracy == null) {
      return "";
    }
    return Wording.metric(Metric.TEST_ACCURACY, accuracy)
        + Accuracies.interval(Metric.TEST_ACCURACY, accuracy, sweep)
            .map(interval -> " ± %.2f".formatted(50 * (interval.high() - interval.low())))
            .orElse("");
  }
}
