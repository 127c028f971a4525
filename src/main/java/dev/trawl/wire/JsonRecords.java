package dev.trawl.wire;

import dev.trawl.analysis.Accuracies;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.read.SearchedSpace;
import dev.trawl.track.Adjustment;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnvironment;
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
      @Nullable MetricRecord metric,
      List<Double> thresholds,
      List<Integer> bands,
      @Nullable Integer plannedRuns,
      int epochs,
      @Nullable DatasetInfo dataset,
      SweepSource sweepFile,
      long sequence) {

    static SweepRecord of(Sweep sweep) {
      return new SweepRecord(
          sweep.id(),
          sweep.name(),
          sweep.title().description(),
          sweep.title().project(),
          sweep.status().name(),
          sweep.reason(),
          sweep.plan().method(),
          sweep.plan().model(),
          sweep.provenance().seed(),
          new TreeMap<>(sweep.runs()),
          sweep.bestRunId(),
          sweep.info().tags(),
          sweep.info().createdAt(),
          sweep.info().endedAt(),
          sweep.info().deletedAt(),
          sweep.metric().map(MetricRecord::of).orElse(null),
          sweep.thresholds(),
          sweep.result().bands(),
          sweep.plan().runs(),
          sweep.plan().epochs(),
          sweep.dataset().orElse(null),
          sweep.source(),
          sweep.info().sequence());
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

  /** A change of a sweep; without a job while its owner has not obeyed it. */
  record AdjustmentRecord(
      String key,
      @Nullable String before,
      @Nullable String after,
      @Nullable Integer job,
      String by,
      Instant adjustedAt) {
    static AdjustmentRecord of(Adjustment adjustment) {
      return new AdjustmentRecord(
          adjustment.key(),
          adjustment.before().isEmpty() ? null : adjustment.before(),
          adjustment.after().isEmpty() ? null : adjustment.after(),
          adjustment.job() == Adjustment.ASKED ? null : (Integer) adjustment.job(),
          adjustment.by(),
          adjustment.adjustedAt());
    }
  }

  record MetricRecord(String name, String goal, @Nullable Double target) {
    static MetricRecord of(Objective metric) {
      return new MetricRecord(
          metric.name(), metric.goal().name().toLowerCase(Locale.ROOT), metric.target());
    }
  }

  record RunRecord(
      String runId,
      String sweepId,
      int number,
      int attempt,
      @Nullable String parent,
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

    static RunRecord of(Run run, Sweep sweep) {
      Map<String, List<Double>> intervals = new TreeMap<>();
      Accuracies.intervals(run, sweep)
          .forEach((key, interval) -> intervals.put(key, List.of(interval.low(), interval.high())));
      return new RunRecord(
          run.id(),
          run.sweepId(),
          run.number(),
          run.attempt(),
          run.parent(),
          run.status().name(),
          run.reason(),
          run.parameters(),
          new TreeMap<>(run.metrics()),
          run.epochs(),
          run.bestEpoch(),
          run.timing().seconds(),
          run.timing().phases(),
          run.band(),
          run.provenance().seed(),
          intervals,
          run.provenance().environment(),
          run.info().tags(),
          run.info().createdAt(),
          run.timing().startedAt(),
          run.info().endedAt(),
          run.info().deletedAt(),
          run.info().sequence());
    }
  }

  /** Where a run was trained from a moment on. */
  record PlaceRecord(Instant beganAt, @Nullable String host, @Nullable String processor) {
    static PlaceRecord of(RunEnvironment place) {
      Map<String, String> entries = place.entries();
      return new PlaceRecord(
          place.beganAt(), entries.get(RunEnvironment.HOST), entries.get(RunEnvironment.PROCESSOR));
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
                share(evaluation.f1(i)),
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
   * @param f1 null where both are
   */
  record ClassRecord(
      String label,
      @Nullable Double precision,
      @Nullable Double recall,
      @Nullable Double f1,
      long support) {}
}
