package dev.trawl.analysis;

import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Interval;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sweep's best run against its other finished runs, without those of its finals.
 *
 * @param best the finished run with the best value of the sweep's metric, ties to the lower number
 * @param runnerUp the next best; null when only one run finished
 * @param difference how much higher the best run's accuracy may really be than the runner-up's;
 *     null without a runner-up, or when the metric is no accuracy
 * @param withinChance the finished runs that the best is not better than by more than chance, the
 *     best first; empty when the metric is no accuracy
 */
public record Comparison(
    Objective metric,
    Run best,
    @Nullable Run runnerUp,
    @Nullable Interval difference,
    List<Run> withinChance) {

  public Comparison {
    withinChance = List.copyOf(withinChance);
  }

  /** Empty before a run has finished with a number, and for a sweep without a metric. */
  public static Optional<Comparison> of(Sweep sweep, Collection<Run> runs) {
    return sweep.metric().flatMap(metric -> of(sweep, metric, runs));
  }

  private static Optional<Comparison> of(Sweep sweep, Objective metric, Collection<Run> runs) {
    List<Run> finished = finished(metric, runs);
    if (finished.isEmpty()) {
      return Optional.empty();
    }
    Run best = finished.get(0);
    List<Run> others = finished.subList(1, finished.size());
    Run runnerUp = others.isEmpty() ? null : others.get(0);
    return Optional.of(
        new Comparison(
            metric,
            best,
            runnerUp,
            runnerUp == null ? null : difference(sweep, metric, best, runnerUp).orElse(null),
            others.stream()
                .filter(
                    run ->
                        difference(sweep, metric, best, run).filter(d -> d.low() <= 0).isPresent())
                .toList()));
  }

  /** The finished runs with a number, but for those of the finals, from best to worst. */
  static List<Run> finished(Objective metric, Collection<Run> runs) {
    return ranked(metric, runs).stream()
        .filter(run -> !run.isOfFinals() && isMeasured(run, metric.name()))
        .toList();
  }

  /**
   * Runs from best to worst by the metric: finished ones first, then the others; those without a
   * number last; ties to the lower number.
   */
  public static List<Run> ranked(Objective metric, Collection<Run> runs) {
    Comparator<Run> byValue =
        (left, right) -> {
          double l = value(left, metric.name());
          double r = value(right, metric.name());
          return metric.goal().better(l, r) ? -1 : metric.goal().better(r, l) ? 1 : 0;
        };
    return runs.stream()
        .sorted(
            Comparator.comparing((Run run) -> run.status() != RunStatus.FINISHED)
                .thenComparing(byValue)
                .thenComparingInt(Run::number))
        .toList();
  }

  /**
   * Whether the best run's lead over the runner-up is more than chance explains, at the 95 % level.
   * It speaks of these two runs alone: the best of many equally good runs is a little lucky, too.
   */
  public boolean byMoreThanChance() {
    return difference != null && difference.low() > 0;
  }

  /** Whether the runner-up's value is the same. */
  public boolean isTie() {
    return runnerUp != null && value(runnerUp, metric.name()) == value(best, metric.name());
  }

  /** The comparison in a sentence, with its numbers. */
  public String sentence() {
    String lead =
        "Run %d has the best %s, %s"
            .formatted(best.number(), metric.name(), text(value(best, metric.name())));
    if (runnerUp == null) {
      return lead + "; it is the only finished run.";
    }
    if (isTie()) {
      return "%s, as has run %d: of equal ones the lower number goes first."
          .formatted(lead, runnerUp.number());
    }
    String next =
        "run %d with %s".formatted(runnerUp.number(), text(value(runnerUp, metric.name())));
    if (difference == null) {
      return "%s, before %s.".formatted(lead, next);
    }
    if (byMoreThanChance()) {
      return String.format(
          Locale.ROOT,
          "%s, by more than chance: %s is between %.2f and %.2f points lower.",
          lead,
          next,
          100 * difference.low(),
          100 * difference.high());
    }
    return withinChance.size() == 1
        ? "%s, but its lead over %s could be chance.".formatted(lead, next)
        : "%s, but its lead over %s could be chance, as over %d more."
            .formatted(lead, next, withinChance.size() - 1);
  }

  private String text(double value) {
    return MetricKind.of(metric.name()).isFraction()
        ? Accuracies.percent(value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  private static Optional<Interval> difference(Sweep sweep, Objective metric, Run best, Run other) {
    String key = metric.name();
    return Accuracies.images(key, sweep)
        .filter(total -> total > 0)
        .map(
            total ->
                Interval.ofDifference(
                    Math.round(value(best, key) * total),
                    Math.round(value(other, key) * total),
                    total));
  }

  private static boolean isMeasured(Run run, String key) {
    return run.status() == RunStatus.FINISHED && Double.isFinite(value(run, key));
  }

  /** The run's value of a metric; NaN without one. */
  static double value(Run run, String key) {
    return run.metrics().getOrDefault(key, Double.NaN);
  }

  /** The best run's accuracy on the test images; NaN without one. */
  public double testAccuracy() {
    return value(best, Metric.TEST_ACCURACY);
  }
}
