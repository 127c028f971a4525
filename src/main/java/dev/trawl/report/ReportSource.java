package dev.trawl.report;

import dev.trawl.analysis.Comparison;
import dev.trawl.analysis.CorrectedAccuracy;
import dev.trawl.analysis.FinalsResult;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Decision;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a report is made of.
 *
 * @param spec what the sweep's file says; empty where there is none that this build can read
 * @param runs all of the sweep
 * @param curves of the sweep's metric, by run id and step
 * @param unranked the same of what was measured in a sweep without a metric, by name
 * @param accuracies {@code val_accuracy}, by run id and step
 * @param best empty before a run has finished with a number, and without a metric to choose by
 * @param madeAt when the records were read
 */
record ReportSource(
    Sweep sweep,
    Optional<SweepSpec> spec,
    List<Run> runs,
    List<Decision> decisions,
    Map<String, List<Metric>> curves,
    Map<String, Map<String, List<Metric>>> unranked,
    Map<String, List<Metric>> accuracies,
    Optional<Best> best,
    Instant madeAt) {
  /** A page of more pictures says no more. */
  private static final int MOST_UNRANKED = 6;

  ReportSource {
    runs = List.copyOf(runs);
    decisions = List.copyOf(decisions);
  }

  /**
   * The run that the report is about.
   *
   * @param why it was chosen, in a sentence or two
   * @param metrics all that was recorded of it, by step
   * @param environment where it was trained, by name
   */
  record Best(
      Run run,
      String why,
      List<Metric> metrics,
      Optional<Evaluation> evaluation,
      Map<String, String> environment) {}

  static ReportSource read(
      RunStore store,
      Sweep sweep,
      Optional<SweepSpec> spec,
      List<Decision> decisions,
      Instant now) {
    List<Run> runs = store.streamRuns(sweep.id(), RunQuery.ALL).toList();
    Map<String, List<Metric>> accuracies = store.sweepMetrics(sweep.id(), Metric.VAL_ACCURACY);
    String key = sweep.metric().map(Objective::name).orElse("");
    Map<String, List<Metric>> curves =
        key.equals(Metric.VAL_ACCURACY)
            ? accuracies
            : key.isEmpty() ? Map.of() : store.sweepMetrics(sweep.id(), key);
    return new ReportSource(
        sweep,
        spec,
        runs,
        decisions,
        curves,
        key.isEmpty() ? unranked(store, sweep) : Map.of(),
        accuracies,
        best(store, sweep, runs, decisions),
        now);
  }

  private static Map<String, Map<String, List<Metric>>> unranked(RunStore store, Sweep sweep) {
    Map<String, Map<String, List<Metric>>> curves = new LinkedHashMap<>();
    store.metricKeys(sweep.id()).stream()
        .filter(key -> !Metric.isTest(key))
        .limit(MOST_UNRANKED)
        .forEach(key -> curves.put(key, store.sweepMetrics(sweep.id(), key)));
    return curves;
  }

  private static Optional<Best> best(
      RunStore store, Sweep sweep, List<Run> runs, List<Decision> decisions) {
    Optional<FinalsResult> finals =
        sweep.metric().flatMap(metric -> FinalsResult.of(metric, runs, decisions));
    if (finals.isPresent()) {
      return finals.map(found -> best(store, found.winner(), found.sentence()));
    }
    return Comparison.of(sweep, runs)
        .map(found -> best(store, found.best(), found.sentence() + corrected(store, sweep, runs)));
  }

  private static String corrected(RunStore store, Sweep sweep, List<Run> runs) {
    return CorrectedAccuracy.of(sweep, runs, store).map(it -> " " + it.sentence()).orElse("");
  }

  private static Best best(RunStore store, Run run, String why) {
    return new Best(
        run,
        why,
        store.metrics(run.id(), Set.of()),
        store.evaluation(run.id()),
        store.environment(run));
  }

  /** What counts the runs' progress: epochs, unless a program counts steps of its own. */
  String step() {
    int epochs = runs.stream().mapToInt(Run::epochs).reduce(sweep.plan().epochs(), Math::max);
    boolean counted =
        Stream.of(
                Stream.of(curves),
                unranked.values().stream(),
                best.stream().map(found -> Map.of("", found.metrics())))
            .flatMap(Function.identity())
            .flatMap(each -> each.values().stream().flatMap(List::stream))
            .allMatch(each -> each.step() >= 1 && each.step() <= epochs);
    return counted ? Run.epochWord(runs) : "step";
  }

  /** Whether a run is the one that the report is about. */
  boolean isBest(Run run) {
    return best.isPresent() && best.get().run().id().equals(run.id());
  }
}
