package dev.trawl.store.table;

import dev.trawl.store.database.Database;
import dev.trawl.store.database.WriteTransaction;
import dev.trawl.track.Erased;
import dev.trawl.track.SweepStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * Erases what was deleted long ago, in transactions of some runs each, between which others write.
 * A sweep that is begun with can't be undeleted any more: it would come back with a part of its
 * runs.
 */
public final class Erasure {
  private static final int RUNS_AT_A_TIME = 200;
  private static final int CHANGES_AT_A_TIME = 100_000;

  /** Of a sweep that is kept: its deleted runs, with attempts that only those took the place of. */
  private static final String DELETED_RUNS =
      """
      FROM run r WHERE r.sweep_id = :sweep AND r.hidden = TRUE
        AND COALESCE(r.deleted_at, (
          SELECT l.deleted_at FROM run l WHERE l.sweep_id = r.sweep_id AND l.number = r.number
          ORDER BY l.attempt DESC FETCH FIRST ROW ONLY)) <= :before
        -- A resume goes on behind the last number, so that one stays.
        AND (:finished OR r.number < (SELECT MAX(m.number) FROM run m WHERE m.sweep_id = :sweep))
      """;

  private static final String ALL_RUNS = "FROM run r WHERE r.sweep_id = :sweep";

  /** The number of runs' checkpoints, and the bytes of the models that no others have. */
  private static final String CHECKPOINTS =
      """
      SELECT COALESCE(SUM(m.uses), 0), COALESCE(SUM(CASE
        WHEN m.uses = (SELECT COUNT(*) FROM checkpoint c WHERE c.model_id = m.model_id)
        THEN m.bytes END), 0)
      FROM (
        SELECT model_id, COUNT(*) AS uses, MAX(bytes) AS bytes
        FROM checkpoint WHERE run_id IN (%s) GROUP BY model_id) m
      """;

  private final Database database;
  private final String sweepUid;
  private final long before;

  public Erasure(Database database, String sweepUid, Instant before) {
    this.database = database;
    this.sweepUid = sweepUid;
    this.before = before.toEpochMilli();
  }

  /**
   * A sweep of which something may be erased.
   *
   * @param whole because it was itself deleted long enough ago
   */
  private record Target(SweepTable.Entry sweep, boolean whole) {
    long key() {
      return sweep.key();
    }

    boolean finished() {
      return sweep.status() == SweepStatus.FINISHED;
    }
  }

  /** Empty for a sweep that is running, or is erased already. */
  private Optional<Target> target(Handle handle) {
    return SweepTable.find(handle, sweepUid)
        .filter(sweep -> sweep.status() != SweepStatus.RUNNING)
        .map(sweep -> new Target(sweep, sweep.deleted() && sweep.deletedAt() <= before));
  }

  /** What {@link #erase} would. */
  public Erased find() {
    return database.read(
        handle -> {
          SweepTable.need(handle, sweepUid);
          return target(handle).map(target -> count(handle, target)).orElse(Erased.NOTHING);
        });
  }

  private Erased count(Handle handle, Target target) {
    int runs = query(handle, target, "SELECT COUNT(*) " + runs(target)).mapTo(int.class).one();
    return query(handle, target, CHECKPOINTS.formatted("SELECT r.id " + runs(target)))
        .map(
            (row, context) ->
                new Erased(target.whole() ? 1 : 0, runs, row.getInt(1), row.getLong(2)))
        .one();
  }

  private static String runs(Target target) {
    return target.whole() ? ALL_RUNS : DELETED_RUNS;
  }

  private Query query(Handle handle, Target target, String sql) {
    Query query = handle.createQuery(sql).bind("sweep", target.key());
    return target.whole()
        ? query
        : query.bind("before", before).bind("finished", target.finished());
  }

  public Erased erase() {
    if (find().equals(Erased.NOTHING)) {
      return Erased.NOTHING;
    }
    Erased erased = Erased.NOTHING;
    Erased some;
    do {
      some = write(this::eraseRuns);
      erased = erased.plus(some);
    } while (some.runs() > 0);
    forgetChanges();
    return erased.plus(write(this::eraseSweep));
  }

  private interface Step {
    Erased apply(WriteTransaction transaction, Target target);
  }

  /** Whatever became of the first attempt, what it erased is counted once. */
  private Erased write(Step step) {
    AtomicReference<Erased> erased = new AtomicReference<>(Erased.NOTHING);
    database.write(
        transaction ->
            target(transaction.handle())
                .ifPresent(target -> erased.set(step.apply(transaction, target))),
        handle -> true);
    return Objects.requireNonNull(erased.get());
  }

  private Erased eraseRuns(WriteTransaction transaction, Target target) {
    Handle handle = transaction.handle();
    List<Long> keys =
        query(
                handle,
                target,
                "SELECT r.id %s ORDER BY r.number, r.attempt FETCH FIRST :count ROWS ONLY"
                    .formatted(runs(target)))
            .bind("count", RUNS_AT_A_TIME)
            .mapTo(Long.class)
            .list();
    if (keys.isEmpty()) {
      return Erased.NOTHING;
    }
    if (!target.whole()) {
      keys.forEach(key -> RunTable.needWhole(handle, key)); // else it may not have been deleted
    }
    Erased erased = count(handle, keys);
    keys.forEach(key -> eraseOwned(handle, key));
    for (CheckedTable table : CheckedTable.ofRuns()) {
      delete(handle, table.table(), "run_id", keys);
    }
    for (String table : List.of("run_parameter", "run_metric", "stop_request")) {
      delete(handle, table, "run_id", keys);
    }
    delete(handle, "run", "id", keys);
    handle.execute(
        """
        DELETE FROM environment e
        WHERE NOT EXISTS (SELECT 1 FROM run r WHERE r.environment_id = e.id)
          AND NOT EXISTS (SELECT 1 FROM run_environment t WHERE t.environment_id = e.id)
        """);
    if (target.whole()) {
      SweepTable.touchErased(transaction, target.sweep());
    } else {
      SweepTable.touch(transaction, target.sweep());
    }
    return erased;
  }

  private static Erased count(Handle handle, List<Long> keys) {
    return handle
        .createQuery(CHECKPOINTS.formatted("<keys>"))
        .bindList("keys", keys)
        .map((row, context) -> new Erased(0, keys.size(), row.getInt(1), row.getLong(2)))
        .one();
  }

  /**
   * What no column says is the run's, and checkpoints; a model that other runs' checkpoints have
   * becomes one of those's.
   */
  private static void eraseOwned(Handle handle, long runKey) {
    PointTable.deleteFrom(handle, runKey, 0);
    CheckpointTable.keep(handle, runKey, Set.of());
    handle.execute(
        """
        DELETE FROM artifact_piece
        WHERE artifact_id IN (SELECT a.id FROM artifact a WHERE a.run_id = ?)
        """,
        runKey);
    handle.execute(
        """
        UPDATE checkpoint_model m
        SET run_id = (SELECT MIN(c.run_id) FROM checkpoint c WHERE c.model_id = m.id)
        WHERE m.run_id = ?
        """,
        runKey);
  }

  private static void delete(Handle handle, String table, String column, List<Long> keys) {
    PreparedBatch batch =
        handle.prepareBatch("DELETE FROM %s WHERE %s = :key".formatted(table, column));
    keys.forEach(key -> batch.bind("key", key).add());
    batch.execute();
  }

  /** Readers pass over changes of what is gone. */
  private void forgetChanges() {
    long latest = database.read(ChangeTable::latest);
    for (long from = 0; from < latest; from += CHANGES_AT_A_TIME) {
      long after = from;
      write(
          (transaction, target) -> {
            ChangeTable.forget(
                transaction.handle(),
                target.key(),
                target.whole(),
                after,
                after + CHANGES_AT_A_TIME);
            return Erased.NOTHING;
          });
    }
  }

  private Erased eraseSweep(WriteTransaction transaction, Target target) {
    if (!target.whole()) {
      return Erased.NOTHING;
    }
    Handle handle = transaction.handle();
    OwnerTable.forgetRequests(handle, target.key());
    delete(handle, CheckedTable.ADJUSTMENT.table(), "sweep_id", List.of(target.key()));
    OwnerTable.remove(handle, target.key());
    handle.execute("DELETE FROM sweep WHERE id = ?", target.key());
    return new Erased(1, 0, 0, 0);
  }
}
