package dev.trawl.store;

import dev.trawl.store.RunCreation.NewRow;
import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.track.Change;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.NewRun;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Tag;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What changes a run and all that belongs to it. */
final class RunChanges {
  private final Database database;
  private final SweepOwnership ownership;

  RunChanges(Database database, SweepOwnership ownership) {
    this.database = database;
    this.ownership = ownership;
  }

  Run create(NewRun run) {
    String uid = Uid.random();
    return database.write(
        transaction -> {
          SweepTable.Entry sweep = SweepTable.need(transaction.handle(), run.sweepId()).needKept();
          ownership.check(transaction, sweep.key(), sweep.uid());
          boolean running = sweep.status() == SweepStatus.RUNNING;
          NewRow row = NewRow.untrained(uid, run, running, transaction.now());
          RunCreation.insert(transaction, sweep.key(), List.of(row));
        },
        handle -> RunTable.find(handle, uid).orElseThrow());
  }

  Run start(String runId) {
    return change(
        runId, (transaction, run) -> RunTable.markTrained(transaction, run, Change.Kind.RUN));
  }

  Run recordEpoch(String runId, Epoch epoch, Set<Integer> kept) {
    byte[] bytes = epoch.checkpoint().model();
    Supplier<String> sha256 = database.start(() -> Digest.sha256(bytes));
    Consumer<WriteTransaction> changes =
        open(
            runId,
            (transaction, run) -> {
              run.needEpoch(epoch.number());
              ModelTable.Model model =
                  epoch.checkpoint().isEmpty()
                      ? null
                      : ModelTable.store(transaction.handle(), run.key(), bytes, sha256);
              PointTable.deleteFrom(transaction.handle(), run.key(), epoch.number());
              new PointInsertion(transaction.handle())
                  .epoch(run.key(), epoch, transaction.now())
                  .execute();
              CheckpointTable.record(transaction, run, epoch, model, kept);
              RunSummary.update(transaction, run, 0, epoch.phases());
              RunTable.markTrained(transaction, run, Change.Kind.EPOCH);
            });
    return database.write(changes, handle -> RunTable.find(handle, runId).orElseThrow());
  }

  Run end(String runId, RunEnd end, Set<Integer> kept) {
    if (end.status() == RunStatus.SCHEDULED || end.status() == RunStatus.RUNNING) {
      throw new IllegalArgumentException("need the status of an ended run, found " + end.status());
    }
    return change(
        runId,
        (transaction, run) -> {
          if (end.test() != null) {
            recordTest(transaction, run, end.test());
          }
          CheckpointTable.keep(transaction.handle(), run.key(), kept);
          RunSummary.update(transaction, run, end.seconds(), end.phases());
          OwnerTable.forgetRequest(transaction.handle(), run.key());
          RunTable.end(transaction, run, end.status(), end.reason());
        });
  }

  private static void recordTest(
      WriteTransaction transaction, RunTable.Entry run, Evaluation test) {
    Integer best = run.bestEpoch();
    if (best == null) {
      throw new IllegalArgumentException(
          "need a best epoch that is tested, found none in run " + run.uid());
    }
    EvaluationTable.put(transaction.handle(), run.key(), test);
    new PointInsertion(transaction.handle())
        .test(run.key(), best, EvaluationTable.metrics(test), transaction.now())
        .execute();
  }

  List<String> importRuns(String sweepId, List<ImportedRun> runs) {
    List<String> uids = runs.stream().map(run -> Uid.random()).toList();
    return database.write(
        transaction -> {
          SweepTable.Entry sweep = SweepTable.need(transaction.handle(), sweepId).needKept();
          ownership.check(transaction, sweep.key(), sweep.uid());
          RunImport.insert(transaction, sweep, uids, runs);
        },
        handle -> uids);
  }

  Run delete(String runId) {
    return changeAny(runId, RunTable::delete);
  }

  Run undelete(String runId) {
    return changeAny(runId, RunTable::undelete);
  }

  Run tag(String runId, String name, String value) {
    Tag tag = new Tag(name, value);
    return changeAny(runId, (transaction, run) -> RunTable.tag(transaction, run, tag));
  }

  List<Checkpoint> keepCheckpoints(String runId, CheckpointRetention retention, boolean dryRun) {
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

  private interface RunChange {
    void apply(WriteTransaction transaction, RunTable.Entry run);
  }

  /** Of a run that may have ended, in whichever process. */
  private Run changeAny(String runId, RunChange change) {
    return database.write(
        transaction -> change.apply(transaction, RunTable.need(transaction.handle(), runId)),
        handle -> RunTable.find(handle, runId).orElseThrow());
  }

  private Run change(String runId, RunChange change) {
    return database.write(
        open(runId, change), handle -> RunTable.find(handle, runId).orElseThrow());
  }

  private Consumer<WriteTransaction> open(String runId, RunChange change) {
    return transaction -> {
      RunTable.Entry run = RunTable.need(transaction.handle(), runId).needOpen();
      ownership.check(transaction, run.sweepKey(), run.sweepUid());
      change.apply(transaction, run);
    };
  }
}
