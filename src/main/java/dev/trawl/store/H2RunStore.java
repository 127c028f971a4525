package dev.trawl.store;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.track.Change;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Damage;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Epoch;
import dev.trawl.track.Erased;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.NoDatabaseException;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * What is tracked, in an H2 database. A plain file is shared by any number of processes of this
 * machine: the first one serves the others, and when it ends or dies the next one takes its place,
 * which an operation of another sees as a delay of a few seconds.
 *
 * <p>Every write is one transaction that is flushed to the disk when it returns; a heartbeat alone
 * is flushed soon after. While the database can't be reached, an operation is tried again for 30 s,
 * while the disk is full or fails for 1 s, without ever taking effect twice; then it throws.
 *
 * <p>Safe for use by many threads, and not disturbed by their interruption.
 */
public final class H2RunStore implements RunStore {
  /** Read at a time. */
  private static final int STREAMED_RUNS = 500;

  /** A person waits for the process's end. */
  private static final Duration HURRIED_PATIENCE = Duration.ofSeconds(1);

  private final Database database;
  private final Reads reads;
  private final Reads searches; // whose cost is up to whoever asks
  private final SweepChanges sweepChanges;
  private final RunChanges runChanges;
  private final Runnable closing;

  private H2RunStore(
      Database database,
      Reads reads,
      Reads searches,
      SweepChanges sweepChanges,
      RunChanges runChanges,
      Runnable closing) {
    this.database = database;
    this.reads = reads;
    this.searches = searches;
    this.sweepChanges = sweepChanges;
    this.runChanges = runChanges;
    this.closing = closing;
  }

  private Reads readsOf(RunQuery query) {
    return query.filter() == null && query.order().isEmpty() ? reads : searches;
  }

  /** Runs what reads, in one transaction. */
  private interface Reads {
    <T> T read(Function<Handle, T> work);
  }

  /**
   * Opens a database, which is created or brought to the current schema as needed.
   *
   * @param jdbcUrl such as {@code jdbc:h2:file:./.trawl/trawl}, with or without the ending {@code
   *     .mv.db} of the file. Settings in it win over the store's own; a file without a user in its
   *     URL gets a random password, kept beside it
   * @throws StoreException when it can't be opened, or is a newer Trawl's
   * @throws IllegalArgumentException when it is no URL of H2
   */
  public static H2RunStore open(String jdbcUrl, Clock clock) {
    return open(jdbcUrl, clock, StoreSettings.DEFAULT);
  }

  /**
   * Opens a database that is there, and creates none.
   *
   * @throws NoDatabaseException when there is none
   * @see #open
   */
  public static H2RunStore openExisting(String jdbcUrl, Clock clock) {
    missing(jdbcUrl)
        .ifPresent(
            missing -> {
              throw new NoDatabaseException(missing);
            });
    return open(jdbcUrl, clock);
  }

  /**
   * Opens a database that is there to read it: where it can't be written to, a private copy in a
   * temporary folder is read.
   *
   * @throws NoDatabaseException when there is none
   */
  public static H2RunStore openToRead(String jdbcUrl, Clock clock) {
    DatabaseUrl url = DatabaseUrl.parse(jdbcUrl);
    if (url.file() == null || missing(jdbcUrl).isPresent()) {
      return openExisting(jdbcUrl, clock);
    }
    DatabaseFiles files = new DatabaseFiles(url.file());
    if (files.areWritable()) {
      return openExisting(jdbcUrl, clock);
    }
    PrivateCopy copy = PrivateCopy.of(url, files);
    try {
      return open(copy.url(), clock, StoreSettings.DEFAULT, copy::delete);
    } catch (RuntimeException e) {
      copy.delete();
      throw e;
    }
  }

  /** That there is no database, with the one that was probably meant; empty when there is one. */
  public static Optional<String> missing(String jdbcUrl) {
    return Optional.ofNullable(DatabaseUrl.parse(jdbcUrl).file())
        .filter(base -> Files.notExists(new DatabaseFiles(base).data()))
        .map(
            base ->
                "no database at %s%s"
                    .formatted(
                        base,
                        NearestDatabase.of(base).map("; did you mean %s?"::formatted).orElse("")));
  }

  static H2RunStore open(String jdbcUrl, Clock clock, StoreSettings settings) {
    return open(DatabaseUrl.parse(jdbcUrl), clock, settings, () -> {});
  }

  private static H2RunStore open(
      DatabaseUrl url, Clock clock, StoreSettings settings, Runnable afterwards) {
    Database database = Database.open(url, clock, settings);
    SweepOwnership ownership = new SweepOwnership(new Liveness(Owner.ofThisProcess()));
    return new H2RunStore(
        database,
        database::read,
        database::read,
        new SweepChanges(database, ownership),
        new RunChanges(database, ownership),
        () -> {
          database.close();
          afterwards.run();
        });
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
    return sweepChanges.create(sweep, owner);
  }

  @Override
  public Sweep createOnlySweep(NewSweep sweep, Owner owner) {
    return sweepChanges.createOnly(sweep, owner);
  }

  @Override
  public List<Sweep> sweeps() {
    return reads.read(SweepQueries::all);
  }

  @Override
  public List<Sweep> deletedSweeps() {
    return reads.read(SweepQueries::deleted);
  }

  @Override
  public Optional<Sweep> sweep(String id) {
    return reads.read(handle -> SweepQueries.find(handle, id));
  }

  @Override
  public Optional<Sweep> findSweep(String nameOrId) {
    return reads.read(
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
    return sweepChanges.claim(sweepId, owner);
  }

  @Override
  public Sweep joinSweep(String sweepId, Owner owner) {
    return sweepChanges.join(sweepId, owner);
  }

  @Override
  public List<StopRequest> heartbeat(String sweepId, Owner owner) {
    return sweepChanges.heartbeat(sweepId, owner);
  }

  @Override
  public Sweep endSweep(String sweepId, SweepStatus status, String reason) {
    return sweepChanges.end(sweepId, status, reason);
  }

  @Override
  public void markInterrupted() {
    sweepChanges.markInterrupted();
  }

  @Override
  public void requestStop(StopRequest request) {
    sweepChanges.requestStop(request);
  }

  @Override
  public Sweep deleteSweep(String sweepId) {
    return sweepChanges.delete(sweepId);
  }

  @Override
  public Sweep undeleteSweep(String sweepId) {
    return sweepChanges.undelete(sweepId);
  }

  @Override
  public Sweep tagSweep(String sweepId, String name, String value) {
    return sweepChanges.tag(sweepId, name, value);
  }

  // Runs

  @Override
  public Run createRun(NewRun run) {
    return runChanges.create(run);
  }

  @Override
  public Run startRun(String runId) {
    return runChanges.start(runId);
  }

  @Override
  public Run recordEpoch(String runId, Epoch epoch, Set<Integer> kept) {
    return runChanges.recordEpoch(runId, epoch, kept);
  }

  @Override
  public Run endRun(String runId, RunEnd end, Set<Integer> kept) {
    return runChanges.end(runId, end, kept);
  }

  @Override
  public List<String> importRuns(String sweepId, List<ImportedRun> runs) {
    return runChanges.importRuns(sweepId, runs);
  }

  @Override
  public Run deleteRun(String runId) {
    return runChanges.delete(runId);
  }

  @Override
  public Run undeleteRun(String runId) {
    return runChanges.undelete(runId);
  }

  @Override
  public Run tagRun(String runId, String name, String value) {
    return runChanges.tag(runId, name, value);
  }

  @Override
  public Erased eraseDeleted(String sweepId, Instant before, boolean dryRun) {
    Erasure erasure = new Erasure(database, sweepId, before);
    return dryRun ? erasure.find() : erasure.erase();
  }

  @Override
  public List<Run> runs(String sweepId, RunQuery query) {
    return readsOf(query)
        .read(handle -> RunQueries.list(handle, SweepTable.need(handle, sweepId).key(), query));
  }

  @Override
  public Stream<Run> streamRuns(String sweepId, RunQuery query) {
    List<Long> keys =
        readsOf(query)
            .read(handle -> RunQueries.keys(handle, SweepTable.need(handle, sweepId).key(), query));
    return IntStream.iterate(0, from -> from < keys.size(), from -> from + STREAMED_RUNS)
        .mapToObj(from -> keys.subList(from, Math.min(keys.size(), from + STREAMED_RUNS)))
        .flatMap(page -> reads.read(handle -> RunQueries.read(handle, page)).stream())
        .filter(run -> run.deletedAt() == null);
  }

  @Override
  public List<Run> deletedRuns(String sweepId, RunQuery query) {
    return readsOf(query)
        .read(handle -> RunQueries.deleted(handle, SweepTable.need(handle, sweepId).key(), query));
  }

  @Override
  public Optional<Run> run(String id) {
    return reads.read(handle -> RunQueries.find(handle, id));
  }

  @Override
  public List<Run> findRuns(String prefix) {
    return reads.read(handle -> RunQueries.findByPrefix(handle, prefix));
  }

  // What belongs to a run

  @Override
  public List<Metric> metrics(String runId, Set<String> keys) {
    return reads.read(handle -> PointTable.ofRun(handle, RunTable.need(handle, runId).key(), keys));
  }

  @Override
  public SortedSet<String> metricKeys(String sweepId) {
    return reads.read(handle -> PointTable.keys(handle, SweepTable.need(handle, sweepId).key()));
  }

  @Override
  public Map<String, List<Metric>> sweepMetrics(String sweepId, String key) {
    return reads.read(
        handle -> PointTable.ofSweep(handle, SweepTable.need(handle, sweepId).key(), key));
  }

  @Override
  public List<Checkpoint> checkpoints(String runId) {
    return reads.read(handle -> CheckpointTable.ofRun(handle, RunTable.need(handle, runId)));
  }

  @Override
  public List<Checkpoint> checkpoints() {
    return reads.read(CheckpointTable::all);
  }

  @Override
  public List<Checkpoint> keepCheckpoints(
      String runId, CheckpointRetention retention, boolean dryRun) {
    return runChanges.keepCheckpoints(runId, retention, dryRun);
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
    return reads.read(
        handle -> CheckpointTable.find(handle, RunTable.need(handle, runId).uid(), epoch));
  }

  private InputStream open(CheckpointTable.Found checkpoint) {
    return new CheckpointStream(
        checkpoint, offset -> reads.read(handle -> ModelTable.piece(handle, checkpoint, offset)));
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
    return reads.read(handle -> EvaluationTable.find(handle, RunTable.need(handle, runId).key()));
  }

  // Following

  @Override
  public long sequence() {
    return reads.read(ChangeTable::latest);
  }

  @Override
  public List<Change> changes(long sequence, int limit) {
    return reads.read(handle -> ChangeTable.after(handle, sequence, limit));
  }

  @Override
  public List<Damage> damage() {
    return database.damage().all();
  }

  @Override
  public List<Damage> check() {
    return database.read(
        handle -> {
          DatabaseCheck check = new DatabaseCheck(handle);
          check.checkRows();
          check.checkCheckpoints();
          return FoundDamage.of(handle).all();
        });
  }

  @Override
  public void needWhole(String runId) {
    needNone(
        check(
            (check, handle) -> check.checkRun(RunTable.need(handle, runId).key()),
            damage -> runId.equals(damage.runId())));
  }

  @Override
  public void needWholeSweep(String sweepId) {
    needNone(
        check(
            (check, handle) -> check.checkSweep(SweepTable.need(handle, sweepId).key()),
            damage -> sweepId.equals(damage.sweepId())));
  }

  private Optional<Damage> check(
      BiConsumer<DatabaseCheck, Handle> part, Predicate<Damage> isOfPart) {
    return database.read(
        handle -> {
          part.accept(new DatabaseCheck(handle), handle);
          return FoundDamage.of(handle).all().stream().filter(isOfPart).findFirst();
        });
  }

  private static void needNone(Optional<Damage> damage) {
    damage.ifPresent(
        one -> {
          throw new DamagedRecordException(one);
        });
  }

  @Override
  public void hurry() {
    database.shortenPatience(HURRIED_PATIENCE);
  }

  @Override
  public RunStore forRequests() {
    RequestReads requests = database.requests();
    return new H2RunStore(
        database, requests::read, requests::search, sweepChanges, runChanges, () -> {});
  }

  @Override
  public void close() {
    closing.run();
  }
}
