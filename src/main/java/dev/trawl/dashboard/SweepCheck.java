package dev.trawl.dashboard;

import dev.trawl.search.FirstProposals;
import dev.trawl.search.SearchSpace;
import dev.trawl.search.Searches;
import dev.trawl.sweep.Condition;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Finals;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.TrainingSpec.Augmentation;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep file would do, or why it can't be run: the record of {@code POST /check} and of
 * {@code trawl check --json}.
 *
 * @param name null when the file is not valid, as are method, planned runs and size
 * @param plannedRuns null also where nothing bounds them
 * @param budgetSeconds what the whole sweep may take; null also without a budget
 * @param spaceSize null also where it can't be counted
 * @param forbidden the combinations that are not tried, in words
 * @param earlyTermination the rule that ends runs early, with its settings, defaults filled in;
 *     null also where all come to their end
 * @param lag job k is decided on the results of the jobs up to k − lag; null also where no result
 *     decides anything
 * @param finals null also without any
 * @param firstRuns the parameters of the runs that it begins with, whatever they result in
 * @param augmentation null also where training images stay as they are
 * @param data null where the images were not looked at, as by the REST API
 */
public record SweepCheck(
    boolean valid,
    @Nullable String name,
    @Nullable String method,
    @Nullable Integer plannedRuns,
    @Nullable Double budgetSeconds,
    @Nullable Long spaceSize,
    List<SearchedParameter> parameters,
    List<String> forbidden,
    @Nullable Selection earlyTermination,
    @Nullable Integer lag,
    @Nullable Finals finals,
    List<Map<String, Object>> firstRuns,
    @Nullable Augmented augmentation,
    @Nullable Data data,
    List<Problem> problems,
    List<Problem> warnings) {

  private static final int FIRST = 5;

  /**
   * A hyperparameter and its values in words.
   *
   * @param when which runs have it, in words; null for all
   */
  public record SearchedParameter(String name, String distribution, @Nullable String when) {
    private static List<SearchedParameter> of(SearchSpec search) {
      Map<String, Condition> when = search.constraints().when();
      return search.parameters().entrySet().stream()
          .map(
              entry -> {
                Condition condition = when.get(entry.getKey());
                return new SearchedParameter(
                    entry.getKey(),
                    entry.getValue().describe(),
                    condition == null ? null : condition.describe());
              })
          .toList();
    }
  }

  /**
   * What happens to training images.
   *
   * @param rotation up to so many degrees; where it is searched, its values in words
   * @param shift up to such a fraction; likewise
   * @param scale likewise
   */
  public record Augmented(Object rotation, Object shift, Object scale) {
    private static @Nullable Augmented of(SweepSpec spec) {
      Augmentation fixed = spec.training().augmentation();
      return fixed == null
          ? null
          : new Augmented(
              value(spec, "rotation", fixed.rotation()),
              value(spec, "shift", fixed.shift()),
              value(spec, "scale", fixed.scale()));
    }

    private static Object value(SweepSpec spec, String key, double fixed) {
      Distribution searched =
          spec.search().parameters().get(RunKeys.training("augmentation." + key));
      return searched == null ? (Object) fixed : searched.describe();
    }
  }

  /**
   * What it would be trained on, limits and split applied.
   *
   * @param trainImages null when the images aren't there, as are the other numbers
   * @param memory null where it isn't known, or the images aren't there
   * @param time likewise
   * @param problem why no run could be trained; null when there is nothing against it
   */
  public record Data(
      @Nullable Integer trainImages,
      @Nullable Integer validationImages,
      @Nullable Integer testImages,
      @Nullable Integer height,
      @Nullable Integer width,
      @Nullable Integer channels,
      @Nullable Integer classes,
      @Nullable Memory memory,
      @Nullable Time time,
      List<String> warnings,
      @Nullable String problem) {
    public Data {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * What runs need beyond Java's heap, in bytes.
   *
   * @param leastBytes of one run
   * @param mostBytes of one run
   * @param workers how many train at once
   * @param availableBytes for all of these together
   */
  public record Memory(long leastBytes, long mostBytes, int workers, long availableBytes) {}

  /**
   * How long runs would train here, all epochs of each, if nothing else runs.
   *
   * @param shortestSeconds of those that were tried for a few steps
   * @param totalSeconds of all planned runs, for as many epochs as a stopping rule lets them train
   *     in the mean, and of the finals; null where nothing bounds them
   * @param workers how many train at once
   * @param triedRuns how many of the first runs were tried
   */
  public record Time(
      double shortestSeconds,
      double medianSeconds,
      double longestSeconds,
      @Nullable Double totalSeconds,
      int workers,
      int triedRuns) {}

  public static SweepCheck valid(SweepFiles.Checked checked, @Nullable Data data) {
    SweepSpec spec = checked.spec();
    SearchSpace space = SearchSpace.of(spec);
    Searches searches = Searches.standard();
    int lag = searches.lag(spec);
    Duration budget = spec.execution().budget();
    return new SweepCheck(
        true,
        spec.title().name(),
        spec.search().method().name(),
        space.plannedRuns(),
        budget == null ? null : (Double) (budget.toMillis() / 1000.0),
        space.size(),
        SearchedParameter.of(spec.search()),
        spec.search().constraints().forbidden().stream().map(Condition::describe).toList(),
        spec.search().earlyTermination(),
        lag == 0 ? null : (Integer) lag,
        spec.search().finals(),
        FirstProposals.of(searches, spec, FIRST),
        Augmented.of(spec),
        data,
        List.of(),
        checked.warnings());
  }

  public static SweepCheck invalid(List<Problem> problems) {
    return new SweepCheck(
        false, null, null, null, null, null, List.of(), List.of(), null, null, null, List.of(),
        null, null, problems, List.of());
  }
}
