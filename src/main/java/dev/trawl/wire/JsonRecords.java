package dev.trawl.wire;

import dev.trawl.analysis.Accuracies;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.SearchedSpace;
import dev.trawl.sweep.SweepSource;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records whose JSON differs from the record that is tracked; fields in the JSON's order,
 * metrics by name, so that the same record is always the same text.
 */
final class JsonRecords {
  private JsonRecords() {}

  record SweepRecord(
      String sweepId,
      String name,
      @Nullable String description,
      @Nullable String project,
      String status,
      @Nullable String reason,
      String method,
      String model,
      long seed,
      Map<RunStatus, Integer> runs,
      @Nullable String bestRunId,
      Map<String, String> tags,
      Instant createdAt,
      @Nullable Instant endedAt,
      @Nullable Instant deletedAt,
      MetricRecord metric,
      List<Double> thresholds,
      List<Integer> bands,
      @Nullable Integer plannedRuns,
      int epochs,
      DatasetInfo dataset,
      SweepSource sweepFile,
      long sequence) {

    static SweepRecord of(Sweep sweep) {
      return new SweepRecord(
          sweep.id(),
          sweep.name(),
          sweep.description(),
          sweep.project(),
          sweep.status().name(),
          sweep.reason(),
          sweep.method(),
          sweep.model(),
          sweep.seed(),
          new TreeMap<>(sweep.runs()),
          sweep.bestRunId(),
          sweep.tags(),
          sweep.createdAt(),
          sweep.endedAt(),
          sweep.deletedAt(),
          new MetricRecord(
              sweep.metric().name(),
              sweep.metric().goal().name().toLowerCase(Locale.ROOT),
              sweep.metric().target()),
          sweep.thresholds(),
          sweep.bands(),
          sweep.plannedRuns(),
          sweep.epochs(),
          sweep.dataset(),
          sweep.source(),
          sweep.sequence());
    }
  }

  /** Where a hyperparameter's values come from; without ends where they are listed. */
  record SpaceRecord(String distribution, @Nullable Double min, @Nullable Double max, boolean log) {
    static Map<String, SpaceRecord> of(SweepSource source) {
      Map<String, SpaceRecord> space = new LinkedHashMap<>();
      SearchedSpace.of(source).forEach((name, distribution) -> space.put(name, of(distribution)));
      return space;
    }

    private static SpaceRecord of(Distribution distribution) {
      return distribution
          .range()
          .map(range -> new SpaceRecord(distribution.key(), range.min(), range.max(), range.log()))
          .orElseGet(() -> new SpaceRecord(distribution.key(), null, null, false));
    }
  }

  record MetricRecord(String name, String goal, @Nullable Double target) {}

  record RunRecord(
      String runId,
      String sweepId,
      int number,
      int attempt,
      String status,
      @Nullable String reason,
      Map<String, Object> parameters,
      Map<String, Double> metrics,
      int epochs,
      @Nullable Integer bestEpoch,
      double seconds,
      Map<String, Double> phases,
      @Nullable Integer band,
      long seed,
      Map<String, List<Double>> intervals,
      Map<String, String> environment,
      Map<String, String> tags,
      Instant createdAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Instant deletedAt,
      long sequence) {

    static RunRecord of(Run run, DatasetInfo dataset) {
      Map<String, List<Double>> intervals = new TreeMap<>();
      Accuracies.intervals(run, dataset)
          .forEach((key, interval) -> intervals.put(key, List.of(interval.low(), interval.high())));
      return new RunRecord(
          run.id(),
          run.sweepId(),
          run.number(),
          run.attempt(),
          run.status().name(),
          run.reason(),
          run.parameters(),
          new TreeMap<>(run.metrics()),
          run.epochs(),
          run.bestEpoch(),
          run.seconds(),
          run.phases(),
          run.band(),
          run.seed(),
          intervals,
          run.environment(),
          run.tags(),
          run.createdAt(),
          run.startedAt(),
          run.endedAt(),
          run.deletedAt(),
          run.sequence());
    }
  }

  record EvaluationRecord(
      double loss,
      double accuracy,
      long images,
      List<List<Long>> confusion,
      List<ClassRecord> classes) {

    static EvaluationRecord of(Evaluation evaluation, List<String> labels) {
      List<ClassRecord> classes = new ArrayList<>();
      for (int i = 0; i < evaluation.confusion().size(); i++) {
        long support = evaluation.confusion().get(i).stream().mapToLong(Long::longValue).sum();
        classes.add(
            new ClassRecord(
                labels.get(i),
                share(evaluation.precision(i)),
                share(evaluation.recall(i)),
                support));
      }
      return new EvaluationRecord(
          evaluation.loss(),
          evaluation.accuracy(),
          evaluation.images(),
          evaluation.confusion(),
          classes);
    }

    private static @Nullable Double share(double fraction) {
      return Double.isNaN(fraction) ? null : (Double) fraction;
    }
  }

  /**
   * @param precision null for a class that is never predicted
   * @param recall null for a class without images
   */
  record ClassRecord(
      String label, @Nullable Double precision, @Nullable Double recall, long support) {}
}
