package dev.trawl.store;

import dev.trawl.store.RunCreation.NewRow;
import dev.trawl.store.SweepTable.Standing;
import dev.trawl.track.Change;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.Erased;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepOwnedException;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What is tracked, in an H2 database. A plain file is shared by any number of processes of this
 * machine: the first one serves the others, and when it ends or dies the next one takes its place,
 * which an operation of another sees as a delay of a few seconds.
 *
 * <p>Every write is one transaction that is flushed to the disk when it returns; a heartbeat alone
 * is flushed soon after. While the database can't be reached or the disk is full, an operation is
 * tried again for 30 s, without ever taking effect twice; then it throws.
 *
 * <p>Safe for use by many threads, and not disturbed by their interruption.
 */
public final class H2RunStore implements RunStore {
  /** Read at a time. */
  private static final int STREAMED_RUNS = 500;

  private final Database database;
  private final Clock clock;
  private final SweepOwnership ownership;

  private H2RunStore(Database database, Clock clock, SweepOwnership ownership) {
    this.database = database;
    this.clock = clock;
    this.ownership = ownership;
  }

  /**
   * Opens a database, which is created or brought to the current schema as needed.
   *
   * @param jdbcUrl such as {@code jdbc:h2:file:./.trawl/trawl}. Settings in it win over the store's
   *     own; a file without a user in its URL gets a random password, kept beside it
   * @throws StoreException when it can't be opened, or is a newer Trawl's
   * @throws IllegalArgumentException when it is no URL of H2
   */
  public static H2RunStore open(String jdbcUrl, Clock clock) {
    return open(jdbcUrl, clock, StoreSettings.DEFAULT);
  }

  static H2RunStore open(String jdbcUrl, Clock clock, StoreSettings settings) {
    Database database = Database.open(DatabaseUrl.parse(jdbcUrl), clock, settings);
    return new H2RunStore(database, clock, new SweepOwnership(new Liveness(Owner.thisHost())));
  }

  /**
   * Gives the space of a database that is not used back to the file system.
   *
   * @return empty when another process has the database open, or it is no plain file
   */
  public static Optional<Compaction> compact(String jdbcUrl) {
    return Compaction.run(DatabaseUrl.parse(jdbcUrl), StoreSettings.DEFAULT);
  }

  // Sweeps

  @Override
  public Sweep createSweep(NewSweep sweep, Owner owner) {
    String uid = newUid();
    return database.write(
        transaction -> {
          long key = SweepTable.insert(transaction, uid, sweep);
          ownership.take(transaction, key, owner);
        },
        handle -> SweepQueries.find(handle, uid).orElseThrow());
  }

  @Override
  public List<Sweep> sweeps() {
    return database.read(SweepQueries::all);
  }

  @Override
  public List<Sweep> deletedSweeps() {
    return database.read(SweepQueries::deleted);
  }

  @Override
  public Optional<Sweep> sweep(String id) {
    return database.read(handle -> SweepQueries.find(handle, id));
  }

  @Override
  public Optional<Sweep> findSweep(String nameOrId) {
    return database.read(
        handle ->
            SweepQueries.find(handle, nameOrId)
                .or(() -> SweepQueries.findNewest(handle, nameOrId))
                .or(() -> findByPrefix(handle, nameOrId)));
  }

  private static Optional<Sweep> findByPrefix(Handle handle, String prefix) {
    List<String> uids = prefix.isEmpty() ? List.of() : SweepQueries.uids(handle, prefix);
    return uids.size() == 1 ? SweepQueries.find(handle, uids.get(0)) : Optional.empty();
  }

  @Override
  public Sweep claimSweep(String sweepId, Owner owner) {
    return changeSweep(
        sweepId,
        (transaction, sweep) -> {
          if (sweep.status() == SweepStatus.FINISHED) {
            throw new IllegalArgumentException(
                "need an unfinished or stopped sweep, found %s FINISHED".formatted(sweep.uid()));
          }
          claim(transaction, sweep, owner);
        });
  }

  @Override
  public Sweep joinSweep(String sweepId, Owner owner) {
    return changeSweep(
        sweepId,
        (transaction, sweep) -> {
          if (sweep.status() != SweepStatus.FINISHED) {
            throw new IllegalArgumentException(
                "need a sweep that is FINISHED, found %s %s"
                    .formatted(sweep.uid(), sweep.status()));
          }
          claim(transaction, sweep, owner);
        });
  }

  private void claim(WriteTransaction transaction, SweepTable.Entry sweep, Owner owner) {
    ownership.checkClaim(transaction.handle(), sweep.needKept(), owner, now());
    RunTable.interruptAll(transaction, sweep.key(), null);
    OwnerTable.forgetRequests(transaction.handle(), sweep.key());
    ownership.take(transaction, sweep.key(), owner);
    SweepTable.update(transaction, sweep.key(), Standing.RUNNING);
  }

  @Override
  public List<StopRequest> heartbeat(String sweepId, Owner owner) {
    Beat beat = database.touch(handle -> beat(handle, sweepId, owner));
    if (beat.status() == SweepStatus.INTERRUPTED) {
      // The machine slept, and a reader took its owner for dead.
      changeSweep(
          sweepId,
          (transaction, sweep) -> SweepTable.update(transaction, sweep.key(), Standing.RUNNING));
    }
    return beat.requests();
  }

  private record Beat(SweepStatus status, List<StopRequest> requests) {}

  private Beat beat(Handle handle, String sweepId, Owner owner) {
    SweepTable.Entry sweep = SweepTable.need(handle, sweepId);
    if (!OwnerTable.beat(handle, sweep.key(), owner, clock.millis())) {
      String found =
          OwnerTable.find(handle, sweep.key())
              .map(heard -> "run by " + heard.describe(now()))
              .orElse(sweep.deleted() ? "deleted" : sweep.status().name());
      throw new SweepOwnedException(
          "need sweep %s run by process %d, found it %s".formatted(sweepId, owner.pid(), found));
    }
    return new Beat(sweep.status(), OwnerTable.requests(handle, sweep.key()));
  }

  @Override
  public Sweep endSweep(String sweepId, SweepStatus status, String reason) {
    if (status == SweepStatus.RUNNING) {
      throw new IllegalArgumentException("need the status of an ended sweep, found RUNNING");
    }
    String why = reason.isEmpty() ? null : reason;
    return changeSweep(
        sweepId,
        (transaction, sweep) -> {
          ownership.check(transaction.handle(), sweep.key(), now());
          RunTable.interruptAll(transaction, sweep.key(), why);
          OwnerTable.forgetRequests(transaction.handle(), sweep.key());
          OwnerTable.remove(transaction.handle(), sweep.key());
          SweepTable.update(transaction, sweep.key(), new Standing(status, why, transaction.now()));
        });
  }

  @Override
  public void markInterrupted() {
    if (database.read(handle -> ownership.anyDead(handle, now()))) {
      database.write(ownership::interruptDead, handle -> true);
    }
  }

  @Override
  public void requestStop(StopRequest request) {
    database.write(
        transaction -> {
          Handle handle = transaction.handle();
          SweepTable.Entry sweep = SweepTable.need(handle, request.sweepId());
          if (sweep.status() != SweepStatus.RUNNING) {
            throw new IllegalArgumentException(
                "need a running sweep, found %s %s".formatted(sweep.uid(), sweep.status()));
          }
          Long runKey = runToStop(handle, sweep, request.runId());
          OwnerTable.request(handle, sweep.key(), runKey, transaction.now());
        },
        handle -> true);
  }

  private static @Nullable Long runToStop(
      Handle handle, SweepTable.Entry sweep, @Nullable String runId) {
    if (runId == null) {
      return null;
    }
    RunTable.Entry run = RunTable.need(handle, runId).needOpen();
    if (run.sweepKey() != sweep.key()) {
      throw new IllegalArgumentException(
          "need a run of sweep %s, found %s of another".formatted(sweep.uid(), runId));
    }
    return run.key();
  }

  @Override
  public Sweep deleteSweep(String sweepId) {
    return changeSweep(sweepId, SweepTable::delete);
  }

  @Override
  public Sweep undeleteSweep(String sweepId) {
    return changeSweep(sweepId, SweepTable::undelete);
  }

  @Override
  public Sweep tagSweep(String sweepId, String name, String value) {
    Tag tag = new Tag(name, value);
    return changeSweep(sweepId, (transaction, sweep) -> SweepTable.tag(transaction, sweep, tag));
  }

  // Runs

  @Override
  public Run createRun(NewRun run) {
    String uid = newUid();
    return database.write(
        transaction -> {
          SweepTable.Entry sweep = SweepTable.need(transaction.handle(), run.sweepId()).needKept();
          ownership.check(transaction.handle(), sweep.key(), now());
          NewRow row = NewRow.scheduled(uid, run, transaction.now());
          RunCreation.insert(transaction, sweep.key(), List.of(row));
        },
        handle -> RunTable.find(handle, uid).orElseThrow());
  }

  @Override
  public Run startRun(String runId) {
    return changeRun(runId, RunTable::start);
  }

  @Override
  public Run recordEpoch(String runId, Epoch epoch, Set<Integer> kept) {
    Consumer<WriteTransaction> changes =
        open(
            runId,
            (transaction, run) -> {
              run.needEpoch(epoch.number());
              PointTable.deleteFrom(transaction.handle(), run.key(), epoch.number());
              new PointInsertion(transaction.handle())
                  .epoch(run.key(), epoch, transaction.now())
                  .execute();
              CheckpointTable.record(transaction, run, epoch, kept);
              RunSummary.update(transaction, run, 0, epoch.phases());
              RunTable.markTrained(transaction, run);
            });
    return database.write(changes, handle -> RunTable.find(handle, runId).orElseThrow());
  }

  @Override
  public Run endRun(String runId, RunEnd end, Set<Integer> kept) {
    if (end.status() == RunStatus.SCHEDULED || end.status() == RunStatus.RUNNING) {
      throw new IllegalArgumentException("need the status of an ended run, found " + end.status());
    }
    return changeRun(
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

  @Override
  public List<String> importRuns(String sweepId, List<ImportedRun> runs) {
    List<String> uids = runs.stream().map(run -> newUid()).toList();
    return database.write(
        transaction -> {
          SweepTable.Entry sweep = SweepTable.need(transaction.handle(), sweepId).needKept();
          ownership.check(transaction.handle(), sweep.key(), now());
          RunImport.insert(transaction, sweep, uids, runs);
        },
        handle -> uids);
  }

  @Override
  public Run deleteRun(String runId) {
    return changeAnyRun(runId, RunTable::delete);
  }

  @Override
  public Run undeleteRun(String runId) {
    return changeAnyRun(runId, RunTable::undelete);
  }

  @Override
  public Run tagRun(String runId, String name, String value) {
    Tag tag = new Tag(name, value);
    return changeAnyRun(runId, (transaction, run) -> RunTable.tag(transaction, run, tag));
  }

  @Override
  public Erased eraseDeleted(String sweepId, Instant before, boolean dryRun) {
    Erasure erasure = new Erasure(database, sweepId, before);
    return dryRun ? erasure.find() : erasure.erase();
  }

  @Override
  public List<Run> runs(String sweepId, RunQuery query) {
    return database.read(
        handle -> RunQueries.list(handle, SweepTable.need(handle, sweepId).key(), query));
  }

  @Override
  public Stream<Run> streamRuns(String sweepId, RunQuery query) {
    List<Long> keys =
        database.read(
            handle -> RunQueries.keys(handle, SweepTable.need(handle, sweepId).key(), query));
    return IntStream.iterate(0, from -> from < keys.size(), from -> from + STREAMED_RUNS)
        .mapToObj(from -> keys.subList(from, Math.min(keys.size(), from + STREAMED_RUNS)))
        .flatMap(page -> database.read(handle -> RunQueries.read(handle, page)).stream())
        .filter(run -> run.deletedAt() == null);
  }

  @Override
  public List<Run> deletedRuns(String sweepId, RunQuery query) {
    return database.read(
        handle -> RunQueries.deleted(handle, SweepTable.need(handle, sweepId).key(), query));
  }

  @Override
  public Optional<Run> run(String id) {
    return database.read(handle -> RunTable.find(handle, id));
  }

  @Override
  public List<Run> findRuns(String prefix) {
    return database.read(handle -> RunTable.findByPrefix(handle, prefix));
  }

  // What belongs to a run

  @Override
  public List<Metric> metrics(String runId, Set<String> keys) {
    return database.read(
        handle -> PointTable.ofRun(handle, RunTable.need(handle, runId).key(), keys));
  }

  @Override
  public SortedSet<String> metricKeys(String sweepId) {
    return database.read(handle -> PointTable.keys(handle, SweepTable.need(handle, sweepId).key()));
  }

  @Override
  public Map<String, List<Metric>> sweepMetrics(String sweepId, String key) {
    return database.read(
        handle -> PointTable.ofSweep(handle, SweepTable.need(handle, sweepId).key(), key));
  }

  @Override
  public List<Checkpoint> checkpoints(String runId) {
    return database.read(handle -> CheckpointTable.ofRun(handle, RunTable.need(handle, runId)));
  }

  @Override
  public List<Checkpoint> checkpoints() {
    return database.read(CheckpointTable::all);
  }

  @Override
  public void keepCheckpoints(String runId, Set<Integer> kept) {
    database.write(
        transaction -> {
          RunTable.Entry run = RunTable.need(transaction.handle(), runId);
          if (!run.status().isFinal() && run.epochs() > 0 && !kept.contains(run.epochs())) {
            throw new IllegalArgumentException(
                "need the last checkpoint kept of run %s, which is %s, found %s"
                    .formatted(runId, run.status(), kept));
          }
          CheckpointTable.keep(transaction.handle(), run.key(), kept);
          RunTable.touch(transaction, run);
        },
        handle -> true);
  }

  @Override
  public Optional<InputStream> openCheckpoint(String runId, int epoch) {
    return findCheckpoint(runId, epoch).map(this::open);
  }

  @Override
  public Optional<CheckpointData> checkpoint(String runId, int epoch) {
    return findCheckpoint(runId, epoch)
        .map(found -> new CheckpointData(readAll(found), found.state()));
  }

  private Optional<CheckpointTable.Found> findCheckpoint(String runId, int epoch) {
    return database.read(
        handle -> CheckpointTable.find(handle, RunTable.need(handle, runId), epoch));
  }

  private InputStream open(CheckpointTable.Found checkpoint) {
    return new CheckpointStream(
        checkpoint,
        offset ->
            database.read(handle -> CheckpointTable.piece(handle, checkpoint.modelKey(), offset)));
  }

  private byte[] readAll(CheckpointTable.Found checkpoint) {
    byte[] model = new byte[Math.toIntExact(checkpoint.bytes())];
    try (InputStream stream = open(checkpoint)) {
      stream.readNBytes(model, 0, model.length);
      return model;
    } catch (IOException e) {
      throw new StoreException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Optional<Evaluation> evaluation(String runId) {
    return database.read(
        handle -> EvaluationTable.find(handle, RunTable.need(handle, runId).key()));
  }

  // Following

  @Override
  public long sequence() {
    return database.read(ChangeTable::latest);
  }

  @Override
  public List<Change> changes(long sequence, int limit) {
    return database.read(handle -> ChangeTable.after(handle, sequence, limit));
  }

  @Override
  public void close() {
    database.close();
  }

  private interface SweepChange {
    void apply(WriteTransaction transaction, SweepTable.Entry sweep);
  }

  private Sweep changeSweep(String sweepId, SweepChange change) {
    return database.write(
        transaction -> change.apply(transaction, SweepTable.need(transaction.handle(), sweepId)),
        handle -> SweepQueries.find(handle, sweepId).orElseThrow());
  }

  private interface RunChange {
    void apply(WriteTransaction transaction, RunTable.Entry run);
  }

  /** Of a run that may have ended, in whichever process. */
  private Run changeAnyRun(String runId, RunChange change) {
    return database.write(
        transaction -> change.apply(transaction, RunTable.need(transaction.handle(), runId)),
        handle -> RunTable.find(handle, runId).orElseThrow());
  }

  private Run changeRun(String runId, RunChange change) {
    return database.write(
        open(runId, change), handle -> RunTable.find(handle, runId).orElseThrow());
  }

  private Consumer<WriteTransaction> open(String runId, RunChange change) {
    return transaction -> {
      RunTable.Entry run = RunTable.need(transaction.handle(), runId).needOpen();
      ownership.check(transaction.handle(), run.sweepKey(), now());
      change.apply(transaction, run);
    };
  }

  private Instant now() {
    return clock.instant();
  }

  /** Random, so that a short prefix tells records apart. */
  private static String newUid() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
