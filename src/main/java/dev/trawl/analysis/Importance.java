package dev.trawl.analysis;

import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which parameters the sweep's metric depends on, over its finished runs.
 *
 * @param metric the sweep's metric; null where it has none
 * @param runs how many runs it is computed from: of very many an even selection
 * @param parameters the most important first, those without a number last
 * @param note what to keep in mind, or why there is no number; null when nothing
 */
public record Importance(
    @Nullable String metric,
    int runs,
    List<ParameterImportance> parameters,
    @Nullable String note) {

  /** With fewer runs, chance decides which parameter seems to matter. */
  public static final int MIN_RUNS = 8;

  /** More would take long, and hardly change a share. */
  static final int MOST_RUNS = 2000;

  public Importance {
    parameters = List.copyOf(parameters);
  }

  /**
   * One parameter's importance.
   *
   * @param importance its first-order share of the variance that a model of the runs explains, from
   *     0 to 1 ({@code FunctionalAnova} has the source); null with too few runs, or when it never
   *     varied
   * @param correlation Spearman's, from -1 to 1, positive when a higher value of the parameter goes
   *     with a higher value of the metric; null as above, and for a parameter that is no number
   */
  public record ParameterImportance(
      String name, @Nullable Double importance, @Nullable Double correlation) {}

  /** Of the search's runs: those of the finals only repeat some. */
  public static Importance of(Sweep sweep, Collection<Run> runs) {
    List<Run> all = runs.stream().filter(run -> !run.isOfFinals()).toList();
    Set<String> names = new LinkedHashSet<>();
    all.stream()
        .sorted(Comparator.comparingInt(Run::number))
        .forEach(run -> names.addAll(run.parameters().keySet()));
    return sweep
        .metric()
        .map(metric -> of(metric.name(), names, all))
        .orElseGet(() -> without(null, 0, names, "the sweep has no metric"));
  }

  private static Importance of(String metric, Set<String> names, Collection<Run> all) {
    List<Run> runs =
        selected(
            all.stream()
                .filter(run -> run.status() == RunStatus.FINISHED)
                .filter(run -> Double.isFinite(Comparison.value(run, metric)))
                .sorted(Comparator.comparingInt(Run::number))
                .toList());
    double[] results = runs.stream().mapToDouble(run -> Comparison.value(run, metric)).toArray();
    if (runs.size() < MIN_RUNS) {
      return without(metric, runs.size(), names, "need %d finished runs, found %d");
    }
    if (isConstant(results)) {
      return without(metric, runs.size(), names, "every run has the same " + metric);
    }
    return measured(metric, runs, results, List.copyOf(names));
  }

  private static List<Run> selected(List<Run> runs) {
    long count = runs.size();
    return count <= MOST_RUNS
        ? runs
        : IntStream.range(0, MOST_RUNS)
            .mapToObj(i -> runs.get((int) (i * count / MOST_RUNS)))
            .toList();
  }

  private static Importance without(
      @Nullable String metric, int runs, Set<String> names, String note) {
    return new Importance(
        metric,
        runs,
        names.stream().map(name -> new ParameterImportance(name, null, null)).toList(),
        note.formatted(MIN_RUNS, runs));
  }

  private static Importance measured(
      String metric, List<Run> runs, double[] results, List<String> names) {
    List<String> varying = new ArrayList<>();
    List<Levels> levels = new ArrayList<>();
    for (String name : names) {
      Levels found = Levels.of(values(runs, name), results);
      if (found.count() > 1) {
        varying.add(name);
        levels.add(found);
      }
    }
    FunctionalAnova anova = FunctionalAnova.of(levels, results);
    List<ParameterImportance> parameters = new ArrayList<>();
    for (String name : names) {
      int index = varying.indexOf(name);
      parameters.add(
          index < 0
              ? new ParameterImportance(name, null, null)
              : new ParameterImportance(
                  name, anova.shares()[index], correlation(runs, name, results)));
    }
    parameters.sort(
        Comparator.comparing(
            ParameterImportance::importance, Comparator.nullsLast(Comparator.reverseOrder())));
    return new Importance(metric, runs.size(), parameters, note(anova.explained()));
  }

  private static @Nullable String note(double explained) {
    if (explained <= 0) {
      return "the parameters predict unseen runs no better than the mean does: "
          + "the shares may be chance";
    }
    return explained < 0.5
        ? String.format(
            Locale.ROOT,
            "the parameters predict %.0f %% of the variance of unseen runs: "
                + "take the shares as a hint",
            100 * explained)
        : null;
  }

  private static @Nullable Double correlation(List<Run> runs, String name, double[] results) {
    List<Object> values = values(runs, name);
    if (!values.stream().allMatch(Number.class::isInstance)) {
      return null;
    }
    double[] numbers =
        values.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
    return RankCorrelation.of(numbers, results);
  }

  /** A run without the parameter counts as one with a value of its own. */
  private static List<Object> values(List<Run> runs, String name) {
    return runs.stream()
        .map(run -> Objects.requireNonNullElse(run.parameters().get(name), "absent"))
        .toList();
  }

  private static boolean isConstant(double[] results) {
    for (double result : results) {
      if (result != results[0]) {
        return false;
      }
    }
    return true;
  }
}
