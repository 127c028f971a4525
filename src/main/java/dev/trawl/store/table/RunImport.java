package dev.trawl.store.table;

import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.file.Digest;
import dev.trawl.store.table.RunCreation.NewRow;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.Measure;
import dev.trawl.track.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whole runs being recorded in one transaction, table by table. */
final class RunImport {
  private RunImport() {}

  /**
   * @param uids the runs' ids, in the same order
   */
  static void insert(
      WriteTransaction transaction,
      SweepTable.Entry sweep,
      List<String> uids,
      List<ImportedRun> runs) {
    List<NewRow> rows = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      rows.add(row(uids.get(i), sweep, runs.get(i)));
    }
    List<Long> keys = RunCreation.insert(transaction, sweep.key(), rows);
    PointInsertion points = new PointInsertion(transaction.handle());
    for (int i = 0; i < runs.size(); i++) {
      insertEpochs(transaction, points, keys.get(i), runs.get(i));
    }
    points.execute();
  }

  private static NewRow row(String uid, SweepTable.Entry sweep, ImportedRun imported) {
    PointTable.Epochs epochs = PointTable.Epochs.NONE;
    Map<String, Double> phases = imported.end().phases();
    for (Epoch epoch : imported.epochs()) {
      epochs = epochs.plus(epoch);
      phases = Phase.sum(phases, epoch.phases());
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    Epoch shown = shown(imported, sweep.measure());
    if (shown != null) {
      metrics.putAll(shown.metrics());
    }
    metrics.putAll(imported.end().testMetrics());
    double outside = imported.end().seconds();
    long started = imported.startedAt().toEpochMilli();
    return new NewRow(
        uid,
        imported.run(),
        imported.end().status(),
        imported.end().reason(),
        RunSummary.of(sweep.measure(), epochs, outside, phases, metrics),
        started,
        started,
        after(imported, epochs.seconds() + outside));
  }

  private static @Nullable Epoch best(ImportedRun imported) {
    return imported.epochs().stream().filter(Epoch::best).reduce((a, b) -> b).orElse(null);
  }

  /** As {@link RunTable.Entry#shownEpoch} has it. */
  private static @Nullable Epoch shown(ImportedRun imported, Measure measure) {
    Epoch best = best(imported);
    boolean last = best == null && measure.metric() == null && !imported.epochs().isEmpty();
    return last ? imported.epochs().get(imported.epochs().size() - 1) : best;
  }

  private static void insertEpochs(
      WriteTransaction transaction, PointInsertion points, long key, ImportedRun imported) {
    double seconds = 0;
    for (Epoch epoch : imported.epochs()) {
      seconds += epoch.seconds();
      points.epoch(key, epoch, after(imported, seconds));
      CheckpointData checkpoint = epoch.checkpoint();
      if (!checkpoint.isEmpty()) {
        byte[] bytes = checkpoint.model();
        ModelTable.Model model =
            ModelTable.store(transaction.handle(), key, bytes, () -> Digest.sha256(bytes));
        CheckpointTable.insert(transaction, key, epoch.number(), checkpoint, model);
      }
    }
    Epoch best = best(imported);
    Evaluation test = imported.end().test();
    if (best != null && test != null) {
      long ended = after(imported, seconds + imported.end().seconds());
      points.test(key, best.number(), imported.end().testMetrics(), ended);
      EvaluationTable.put(transaction.handle(), key, test);
    }
  }

  /** In milliseconds since 1970. */
  private static long after(ImportedRun imported, double seconds) {
    return imported.startedAt().toEpochMilli() + Math.round(seconds * 1000);
  }
}
