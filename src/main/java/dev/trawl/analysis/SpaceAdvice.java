package dev.trawl.analysis;

import dev.trawl.analysis.Importance.ParameterImportance;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Range;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How the next sweep's space should differ from this one's: wider where the best runs lie at an
 * end, without the corner where runs fail, and without what has no effect.
 *
 * <p>An end is looked at as in Godbole et al., Deep Learning Tuning Playbook (2023), "Identifying
 * bad search space boundaries", which leaves it to the eye; here chance has to be ruled out, at 5 %
 * over all ends of a space (Bonferroni).
 */
public final class SpaceAdvice {
  /** With fewer, chance decides where the best lie. */
  static final int MIN_RUNS = 10;

  /** With fewer, a parameter's share of the variance says little. */
  static final int MIN_RUNS_FOR_EFFECT = 20;

  private static final double BEST = 0.1;
  private static final int LEAST_BEST = 3;
  private static final double END = 0.05;
  private static final double CHANCE = 0.05;
  private static final double NO_EFFECT = 0.01;

  /** Of a range on its scale, by which it is widened. */
  private static final double WIDENING = 0.5;

  private final List<Run> best;
  private final List<Run> finished;
  private final List<Run> failed;
  private final Importance importance;
  private final Map<String, Range> limits;
  private final double chance;

  /**
   * @param runs those that have the parameters that it is asked about
   * @param ends how many ends of ranges the whole space has
   */
  private SpaceAdvice(
      Objective metric,
      Importance importance,
      Collection<Run> runs,
      Map<String, Range> limits,
      long ends) {
    List<Run> ranked = Comparison.ranked(metric, runs);
    this.finished =
        ranked.stream()
            .filter(run -> run.status() == RunStatus.FINISHED)
            .filter(run -> Double.isFinite(Comparison.value(run, metric.name())))
            .toList();
    this.failed = ranked.stream().filter(run -> run.status() == RunStatus.FAILED).toList();
    int count = Math.max(LEAST_BEST, (int) Math.ceil(BEST * finished.size()));
    this.best = finished.subList(0, Math.min(count, finished.size()));
    this.importance = importance;
    this.limits = limits;
    this.chance = CHANCE / Math.max(1, ends);
  }

  /**
   * What the runs advise, in the order of the file's parameters; empty where they say nothing, as
   * before ten have finished. Of a parameter that has a condition only those runs count that have
   * it.
   *
   * @param search what the sweep searched
   * @param limits between which a parameter may be at all; an absent one may be any number
   */
  public static List<SpaceChange> of(
      Sweep sweep, Collection<Run> runs, SearchSpec search, Map<String, Range> limits) {
    List<Run> proposed =
        runs.stream().filter(run -> !run.isOfFinals() && !run.parameters().isEmpty()).toList();
    return sweep
        .metric()
        .map(metric -> changes(sweep, metric, proposed, search, limits))
        .orElse(List.of());
  }

  private static List<SpaceChange> changes(
      Sweep sweep, Objective metric, List<Run> runs, SearchSpec search, Map<String, Range> limits) {
    Map<String, Distribution> space = search.parameters();
    long ends = 2 * space.values().stream().filter(axis -> axis.range().isPresent()).count();
    SpaceAdvice ofAll = new SpaceAdvice(metric, Importance.of(sweep, runs), runs, limits, ends);
    List<SpaceChange> changes = new ArrayList<>();
    space.forEach(
        (name, distribution) -> {
          List<Run> having =
              runs.stream().filter(run -> run.parameters().containsKey(name)).toList();
          SpaceAdvice advice =
              having.size() == runs.size()
                  ? ofAll
                  : new SpaceAdvice(metric, Importance.of(sweep, having), having, limits, ends);
          boolean decidesOnOthers = search.constraints().isParent(name);
          advice
              .change(name, distribution)
              .filter(change -> !(change.isFixed() && decidesOnOthers))
              .ifPresent(changes::add);
        });
    boolean nothingLeft =
        changes.size() == space.size() && changes.stream().allMatch(SpaceChange::isFixed);
    return nothingLeft ? List.of() : List.copyOf(changes);
  }

  private Optional<SpaceChange> change(String name, Distribution distribution) {
    if (finished.size() < MIN_RUNS) {
      return Optional.empty();
    }
    return distribution
        .range()
        .filter(range -> range.max() > range.min())
        .flatMap(range -> ofRange(new Axis(name, range, distribution)))
        .or(() -> fixed(name, distribution));
  }

  private Optional<SpaceChange> ofRange(Axis axis) {
    return Stream.of(true, false)
        .flatMap(upper -> failing(axis, upper).or(() -> widened(axis, upper)).stream())
        .findFirst();
  }

  private Optional<SpaceChange> widened(Axis axis, boolean upper) {
    List<Run> there = best.stream().filter(run -> axis.position(run, upper) > 1 - END).toList();
    if (there.isEmpty() || isChance(there.size())) {
      return Optional.empty();
    }
    Range next = axis.widened(upper, limits.get(axis.name()));
    boolean same = next.equals(axis.range());
    return same
        ? Optional.empty()
        : Optional.of(
            axis.change(
                next,
                "%d of the best %d runs have it in the %s 5 %% of %s to %s: the best value may lie beyond"
                    .formatted(
                        there.size(),
                        best.size(),
                        upper ? "uppermost" : "lowest",
                        NumberText.of(axis.range().min()),
                        NumberText.of(axis.range().max())),
                ids(there)));
  }

  private boolean isChance(int count) {
    return BinomialDistribution.of(best.size(), END).survivalProbability(count - 1) > chance;
  }

  /** Runs that fail at an end, where the best one is not. */
  private Optional<SpaceChange> failing(Axis axis, boolean upper) {
    double corner = failed.stream().mapToDouble(run -> axis.position(run, upper)).min().orElse(0);
    List<Run> good = finished.stream().filter(run -> axis.position(run, upper) < corner).toList();
    int beside = finished.size() - good.size();
    if (failed.isEmpty()
        || beside > failed.size()
        || !good.contains(finished.get(0))
        || isChance(beside + failed.size(), failed.size())) {
      return Optional.empty();
    }
    double last = good.stream().mapToDouble(run -> axis.position(run, upper)).max().orElse(0);
    return Optional.of(
        axis.change(
            axis.cut((last + corner) / 2, upper),
            "all %d failed runs have it %s %s, where %s"
                .formatted(
                    failed.size(),
                    upper ? "at or above" : "at or below",
                    NumberText.of(axis.value(corner, upper)),
                    beside == 0 ? "none finished" : "only %d finished".formatted(beside)),
            ids(failed)));
  }

  /** Whether so many that are drawn from all runs may happen to hold all that failed. */
  private boolean isChance(int drawn, int failures) {
    int all = finished.size() + failures;
    return HypergeometricDistribution.of(all, failures, drawn).survivalProbability(failures - 1)
        > chance;
  }

  private Optional<SpaceChange> fixed(String name, Distribution distribution) {
    boolean isVaried = distribution.size().orElse(Long.MAX_VALUE) > 1;
    boolean isTold = finished.size() >= MIN_RUNS_FOR_EFFECT && importance.note() == null;
    Object value = finished.get(0).parameters().get(name);
    if (!isVaried || !isTold || value == null) {
      return Optional.empty();
    }
    return importance.parameters().stream()
        .filter(parameter -> parameter.name().equals(name) && isWithoutEffect(parameter))
        .map(
            parameter ->
                SpaceChange.fixed(
                    name,
                    value,
                    "by itself it explains %.1f %% of the differences between %d runs: the best run's value will do"
                        .formatted(
                            100 * Objects.requireNonNull(parameter.importance()),
                            importance.runs())))
        .findFirst();
  }

  private static boolean isWithoutEffect(ParameterImportance parameter) {
    return parameter.importance() != null && parameter.importance() < NO_EFFECT;
  }

  private static List<String> ids(List<Run> runs) {
    return runs.stream().sorted(Comparator.comparingInt(Run::number)).map(Run::id).toList();
  }

  /** A parameter that is a number, on its scale from one end (0) to the other (1). */
  private record Axis(String name, Range range, Distribution distribution) {

    /**
     * From the lower end, or from the upper one where the lower end is looked at; NaN for a value
     * that is no number.
     */
    double position(Run run, boolean upper) {
      if (!(run.parameters().get(name) instanceof Number value)) {
        return Double.NaN;
      }
      double from = scaled(range.min());
      double position = (scaled(value.doubleValue()) - from) / (scaled(range.max()) - from);
      return upper ? position : 1 - position;
    }

    double value(double position, boolean upper) {
      double from = scaled(range.min());
      double at = upper ? position : 1 - position;
      double scaled = from + at * (scaled(range.max()) - from);
      return range.log() ? Math.exp(scaled) : scaled;
    }

    /** One that leaves a single value fixes it. */
    SpaceChange change(Range next, String reason, List<String> runIds) {
      Object least = end(next.min());
      return next.min() < next.max()
          ? SpaceChange.range(name, List.of(least, end(next.max())), reason, runIds)
          : new SpaceChange(name, List.of(least), reason, runIds);
    }

    private Object end(double value) {
      return range.integral() ? (Object) (long) value : (Object) value;
    }

    private double scaled(double value) {
      return range.log() ? Math.log(value) : value;
    }

    Range widened(boolean upper, @Nullable Range limit) {
      double end = rounded(value(1 + WIDENING, upper), Math::rint);
      double least = limit == null ? end : multiple(limit.min(), Math::ceil);
      double most = limit == null ? end : multiple(limit.max(), Math::floor);
      return upper
          ? ending(Math.max(range.max(), Math.min(end, most)), true)
          : ending(Math.min(range.min(), Math.max(end, least)), false);
    }

    /** Without the corner: an end between two values goes to the one that is left. */
    Range cut(double position, boolean upper) {
      DoubleUnaryOperator whole = upper ? Math::floor : Math::ceil;
      return ending(rounded(value(position, upper), whole), upper);
    }

    private Range ending(double end, boolean upper) {
      return new Range(
          upper ? range.min() : end, upper ? end : range.max(), range.log(), range.integral());
    }

    private double rounded(double value, DoubleUnaryOperator whole) {
      return distribution.step() == 0 ? RoundNumber.near(value) : multiple(value, whole);
    }

    /** Of the step, where the values have one. */
    private double multiple(double value, DoubleUnaryOperator whole) {
      double step = distribution.step();
      return step == 0 || Double.isInfinite(value)
          ? value
          : ((Number) distribution.nearest(whole.applyAsDouble(value / step) * step)).doubleValue();
    }
  }
}
