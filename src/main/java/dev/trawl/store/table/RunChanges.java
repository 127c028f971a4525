package dev.trawl.store.table;

import dev.trawl.store.database.Database;
import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.file.Digest;
import dev.trawl.store.table.RunCreation.NewRow;
import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.track.Change;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.RecordableText;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Tag;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** What changes a run and all that belongs to it. */
public final class RunChanges {
  private final Database database;
  private final SweepOwnership ownership;

  public RunChanges(Database database, SweepOwnership ownership) {
    this.database = database;
    this.ownership = ownership;
  }

  public Run create(NewRun run) {
    String uid = Uid.random();
    return database.write(
        transaction -> {
          SweepTable.Entry sweep = SweepTable.need(transaction.handle(), run.sweepId()).needKept();
          ownership.check(transaction, sweep.key(), sweep.uid());
          boolean running = sweep.status() == SweepStatus.RUNNING;
          NewRow row = NewRow.untrained(uid, run, running, transaction.now());
          RunCreation.insert(transaction, sweep.key(), List.of(row));
        },
        handle -> RunQueries.find(handle, uid).orElseThrow());
  }

  public Run start(String runId) {
    return change(
        runId,
        (transaction, run) -> RunTable.markTrained(transaction, run, Change.Kind.RUN, Map.of()));
  }

  public Run recordEpoch(String runId, Epoch epoch, Set<Integer> kept) {
    byte[] bytes = epoch.checkpoint().model();
    Supplier<String> sha256 = database.start(() -> Digest.sha256(bytes));
    PredictionTable.Packed validation = PredictionTable.pack(epoch.validation());
    Consumer<WriteTransaction> changes =
        open(
            runId,
            (transaction, run) -> {
              run.needEpoch(epoch.number());
              ModelTable.Model model =
                  epoch.checkpoint().isEmpty()
                      ? null
                      : ModelTable.store(transaction.handle(), run.key(), bytes, sha256);
              RunSummary summary = record(transaction, run, epoch);
              PredictionTable.put(transaction.handle(), run.key(), validation);
              CheckpointTable.record(transaction, run, epoch, model, kept);
              RunValues.replaceMetrics(transaction.handle(), run, summary.result().metrics());
              RunTable.markTrained(transaction, run, Change.Kind.EPOCH, summary.values());
            });
    return database.write(changes, handle -> RunQueries.find(handle, runId).orElseThrow());
  }

  private static RunSummary record(WriteTransaction transaction, RunTable.Entry run, Epoch epoch) {
    Handle handle = transaction.handle();
    boolean next = epoch.number() > run.epochs();
    if (!next) {
      PointTable.deleteFrom(handle, run.key(), epoch.number());
    }
    new PointInsertion(handle).epoch(run.key(), epoch, transaction.now()).execute();
    return next ? RunSummary.plus(run, epoch) : RunSummary.recorded(handle, run, epoch);
  }

  public Run log(String runId, List<Metric> metrics) {
    List<Metric> copy = List.copyOf(metrics);
    copy.forEach(metric -> RecordableText.name("each metric", metric.key()));
    return change(
        runId,
        (transaction, run) -> {
          if (copy.isEmpty()) {
            return;
          }
          Handle handle = transaction.handle();
          LoggedMetricTable.insert(handle, run.key(), copy);
          LatestMetrics latest = run.logged().plus(copy);
          RunSummary summary = RunSummary.logged(handle, run, latest);
          RunValues.replaceMetrics(handle, run, summary.result().metrics());
          RunTable.logged(transaction, run, latest, summary);
        });
  }

  public Run end(String runId, RunEnd end, Set<Integer> kept) {
    if (end.status() == RunStatus.SCHEDULED || end.status() == RunStatus.RUNNING) {
      throw new IllegalArgumentException("need the status of an ended run, found " + end.status());
    }
    PredictionTable.Packed tested = PredictionTable.pack(end.tested());
    return change(
        runId,
        (transaction, run) -> {
          if (end.test() != null) {
            recordTest(transaction, run, end, end.test());
          }
          CheckpointTable.keep(transaction.handle(), run.key(), kept);
          PredictionTable.put(transaction.handle(), run.key(), tested);
          RunSummary summary = RunSummary.ended(run, end);
          RunValues.replaceMetrics(transaction.handle(), run, summary.result().metrics());
          OwnerTable.forgetRequest(transaction.handle(), run.key());
          RunTable.end(transaction, run, end, summary.values());
        });
  }

  private static void recordTest(
      WriteTransaction transaction, RunTable.Entry run, RunEnd end, Evaluation test) {
    Integer tested = run.shownEpoch();
    if (tested == null) {
      throw new IllegalArgumentException(
          "need a best epoch that is tested, found none in run " + run.uid());
    }
    EvaluationTable.put(transaction.handle(), run.key(), test);
    new PointInsertion(transaction.handle())
        .test(run.key(), tested, end.testMetrics(), transaction.now())
        .execute();
  }

  public List<String> importRuns(String sweepId, List<ImportedRun> runs) {
    List<String> uids = runs.stream().map(run -> Uid.random()).toList();
    return database.write(
        transaction -> {
          SweepTable.Entry sweep = SweepTable.need(transaction.handle(), sweepId).needKept();
          ownership.check(transaction, sweep.key(), sweep.uid());
          RunImport.insert(transaction, sweep, uids, runs);
        },
        handle -> uids);
  }

  public Run delete(String runId) {
    return changeAny(runId, RunTable::delete);
  }

  public void delete(String sweepId, List<String> runIds) {
    changeAll(sweepId, runIds, RunTable::delete);
  }

  public Run undelete(String runId) {
    return changeAny(runId, RunTable::undelete);
  }

  public void undelete(String sweepId, List<String> runIds) {
    changeAll(sweepId, runIds, RunTable::undelete);
  }

  public Run tag(String runId, String name, String value) {
    Tag tag = new Tag(name, value);
    return changeAny(runId, (transaction, run) -> RunTable.tag(transaction, run, tag));
  }

  public void tag(String sweepId, List<String> runIds, String name, String value) {
    Tag tag = new Tag(name, value);
    changeAll(sweepId, runIds, (transaction, run) -> RunTable.tag(transaction, run, tag));
  }

  public List<Checkpoint> keepCheckpoints(
      String runId, CheckpointRetention retention, boolean dryRun) {
    if (dryRun) {
      return database.read(
          handle -> CheckpointTable.others(handle, RunTable.need(handle, runId), retention));
    }
    AtomicReference<List<Checkpoint>> dropped = new AtomicReference<>(List.of());
    database.write(
        transaction -> {
          RunTable.Entry run = RunTable.need(transaction.handle(), runId);
          List<Checkpoint> others = CheckpointTable.others(transaction.handle(), run, retention);
          if (!others.isEmpty()) {
            CheckpointTable.drop(transaction.handle(), run.key(), others);
            RunTable.touch(transaction, run);
          }
          dropped.set(others);
        },
        handle -> true);
    return Objects.requireNonNull(dropped.get());
  }

  public interface RunChange {
    void apply(WriteTransaction transaction, RunTable.Entry run);
  }

  /** Of a run that may have ended, in whichever process. */
  private Run changeAny(String runId, RunChange change) {
    return database.write(
        transaction -> change.apply(transaction, RunTable.need(transaction.handle(), runId)),
        handle -> RunQueries.find(handle, runId).orElseThrow());
  }

  /** The same of several runs of one sweep. */
  private void changeAll(String sweepId, List<String> runIds, RunChange change) {
    List<String> each = runIds.stream().distinct().toList();
    database.write(
        transaction -> {
          SweepTable.Entry sweep = SweepTable.need(transaction.handle(), sweepId);
          for (String runId : each) {
            change.apply(transaction, RunTable.need(transaction.handle(), sweep, runId));
          }
        },
        handle -> true);
  }

  /**
   * Changes what belongs to a run, ended or not, for whoever records in its sweep.
   *
   * @param result read in the same transaction
   */
  public <T> T write(String runId, RunChange change, Function<Handle, T> result) {
    return database.write(
        transaction -> {
          RunTable.Entry run = RunTable.need(transaction.handle(), runId);
          ownership.check(transaction, run.sweepKey(), run.sweepUid());
          change.apply(transaction, run);
        },
        result);
  }

  /** The same of what nobody follows: it is on the disk soon. */
  public void touch(String runId, BiConsumer<Handle, RunTable.Entry> work) {
    database.touch(
        handle -> {
          RunTable.Entry run = RunTable.need(handle, runId);
          ownership.check(handle, database.clock().now(handle), run.sweepKey(), run.sweepUid());
          work.accept(handle, run);
          return true;
        });
  }

  private Run change(String runId, RunChange change) {
    return database.write(
        open(runId, change), handle -> RunQueries.find(handle, runId).orElseThrow());
  }

  private Consumer<WriteTransaction> open(String runId, RunChange change) {
    return transaction -> {
      RunTable.Entry run = RunTable.need(transaction.handle(), runId).needOpen();
      ownership.check(transaction, run.sweepKey(), run.sweepUid());
      change.apply(transaction, run);
    };
  }
}
