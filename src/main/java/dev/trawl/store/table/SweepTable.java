package dev.trawl.store.table;

import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.file.Json;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Change;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Measure;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Provenance;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.StoreException;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Tag;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Sweeps being recorded; {@link SweepQueries} reads them. */
public final class SweepTable {
  /** A sweep's deletion, once it can't be undone. */
  private static final long ERASED = 0;

  private SweepTable() {}

  /** What operations need of a sweep. */
  public record Entry(StoredRow row) {
    public long key() {
      return row.number("id");
    }

    String uid() {
      return row.text("uid");
    }

    SweepStatus status() {
      return SweepStatus.valueOf(row.text("status"));
    }

    boolean deleted() {
      return row.has("deleted_at");
    }

    /** In milliseconds since 1970; of one that is deleted. */
    long deletedAt() {
      return row.number("deleted_at");
    }

    /** What it judges its runs by. */
    Measure measure() {
      return SweepQueries.measure(row);
    }

    /** Refuses what would go on with a deleted sweep. */
    Entry needKept() {
      if (deleted()) {
        throw new RefusedChangeException(
            "need a sweep that is not deleted, found %s deleted: undelete it first"
                .formatted(uid()));
      }
      return this;
    }
  }

  /** How and when a sweep ended. */
  record SweepEnd(SweepStatus status, @Nullable String reason, long endedAt) {}

  /** Returns the sweep's key. */
  static long insert(WriteTransaction transaction, String uid, NewSweep sweep) {
    Map<String, @Nullable Object> values = values(transaction, uid, sweep);
    long key =
        transaction
            .handle()
            .createUpdate(CheckedTable.SWEEP.insert(false))
            .bindMap(StoredRow.of(CheckedTable.SWEEP, values).bindings())
            .executeAndReturnGeneratedKeys(CheckedTable.ID)
            .mapTo(Long.class)
            .one();
    values.put(CheckedTable.ID, key);
    stamp(transaction, StoredRow.of(CheckedTable.SWEEP, values), Change.Kind.SWEEP, Map.of());
    return key;
  }

  /** All but the key. */
  private static Map<String, @Nullable Object> values(
      WriteTransaction transaction, String uid, NewSweep sweep) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("uid", uid);
    values.put("name", sweep.title().name());
    values.put("description", sweep.title().description());
    values.put("project", sweep.title().project());
    values.put("status", SweepStatus.RUNNING.name());
    values.put("method", sweep.plan().method().toUpperCase(Locale.ROOT)); // As schema 1 has it.
    values.put("model", sweep.plan().model());
    values.put("planned_runs", sweep.plan().runs());
    values.put("epochs", sweep.plan().epochs());
    put(values, sweep.provenance());
    put(values, sweep.measure());
    values.put("created_at", transaction.now());
    values.put("tags", "{}");
    values.put("sequence", 0L);
    return values;
  }

  private static void put(Map<String, @Nullable Object> values, Provenance provenance) {
    values.put("source_file", provenance.source().file());
    values.put("source_text", provenance.source().text());
    values.put("source_overrides", Json.write(provenance.source().overrides()));
    values.put("seed", provenance.seed());
    DatasetInfo dataset = provenance.dataset();
    if (dataset != null) {
      values.put("dataset_name", dataset.name());
      values.put("dataset_sha256", dataset.sha256());
      values.put("train_images", dataset.trainImages());
      values.put("validation_images", dataset.validationImages());
      values.put("test_images", dataset.testImages());
      values.put("height", dataset.height());
      values.put("width", dataset.width());
      values.put("channels", dataset.channels());
      values.put("labels", Json.write(dataset.labels()));
    }
  }

  private static void put(Map<String, @Nullable Object> values, Measure measure) {
    values.put("thresholds", Json.write(measure.thresholds()));
    Objective metric = measure.metric();
    if (metric != null) {
      values.put("metric_name", metric.name());
      values.put("metric_goal", metric.goal().name());
      values.put("metric_target", metric.target());
    }
  }

  /** Changes values of a sweep, and says so to those who follow. */
  private static void stamp(
      WriteTransaction transaction,
      StoredRow row,
      Change.Kind kind,
      Map<String, ? extends @Nullable Object> changes) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(changes);
    all.put("sequence", transaction.changed(kind, row.number("id"), null));
    CheckedTable.SWEEP.update(transaction.handle(), row, all);
  }

  /** It is RUNNING from now on; one that had FINISHED still knows when, until it ends again. */
  static void goOn(WriteTransaction transaction, Entry sweep) {
    boolean knows = sweep.status() == SweepStatus.FINISHED || sweep.status() == SweepStatus.RUNNING;
    stand(
        transaction,
        sweep,
        SweepStatus.RUNNING,
        null,
        knows ? sweep.row().numberOrNull("ended_at") : null);
  }

  /** Its owner is gone: it is INTERRUPTED, or FINISHED if it was before this owner joined it. */
  static void interrupt(WriteTransaction transaction, Entry sweep, String reason, long endedAt) {
    Long finishedAt = sweep.row().numberOrNull("ended_at");
    if (finishedAt == null) {
      stand(transaction, sweep, SweepStatus.INTERRUPTED, reason, endedAt);
    } else {
      stand(transaction, sweep, SweepStatus.FINISHED, null, finishedAt);
    }
  }

  static void end(WriteTransaction transaction, Entry sweep, SweepEnd end) {
    stand(transaction, sweep, end.status(), end.reason(), end.endedAt());
  }

  private static void stand(
      WriteTransaction transaction,
      Entry sweep,
      SweepStatus status,
      @Nullable String reason,
      @Nullable Long endedAt) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    changes.put("status", status.name());
    changes.put("reason", reason);
    changes.put("ended_at", endedAt);
    stamp(transaction, sweep.row(), Change.Kind.SWEEP, changes);
  }

  /** Takes a sweep out of the lists. One that is deleted already stays as it is. */
  static void delete(WriteTransaction transaction, Entry sweep) {
    if (sweep.deleted()) {
      return;
    }
    if (sweep.status() == SweepStatus.RUNNING) {
      throw new RefusedChangeException(
          "need a sweep that is not RUNNING, found %s RUNNING: stop it first"
              .formatted(sweep.uid()));
    }
    ModelVersionTable.needNoneOf(transaction.handle(), sweep);
    OwnerTable.remove(transaction.handle(), sweep.key());
    stamp(transaction, sweep.row(), Change.Kind.DELETE, Map.of("deleted_at", transaction.now()));
  }

  static void undelete(WriteTransaction transaction, Entry sweep) {
    if (!sweep.deleted()) {
      return;
    }
    if (sweep.deletedAt() == ERASED) {
      throw new RefusedChangeException(
          "need a sweep that is whole, found %s erased in part".formatted(sweep.uid()));
    }
    stamp(
        transaction, sweep.row(), Change.Kind.SWEEP, Collections.singletonMap("deleted_at", null));
  }

  static void plan(WriteTransaction transaction, Entry sweep, @Nullable Integer runs) {
    stamp(
        transaction,
        sweep.row(),
        Change.Kind.SWEEP,
        Collections.singletonMap("planned_runs", runs));
  }

  /** Something that belongs to the sweep changed. */
  public static void touch(WriteTransaction transaction, Entry sweep) {
    stamp(transaction, sweep.row(), Change.Kind.SWEEP, Map.of());
  }

  /** Something that belongs to a deleted sweep is erased, run by run: it can't come back. */
  static void touchErased(WriteTransaction transaction, Entry sweep) {
    stamp(transaction, sweep.row(), Change.Kind.SWEEP, Map.of("deleted_at", ERASED));
  }

  static void tag(WriteTransaction transaction, Entry sweep, Tag tag) {
    String tags = Tags.with(sweep.row().text("tags"), tag);
    stamp(transaction, sweep.row(), Change.Kind.SWEEP, Map.of("tags", tags));
  }

  private static Optional<StoredRow> row(Handle handle, String condition, Object value) {
    return handle
        .createQuery(CheckedTable.SWEEP.select("s") + condition)
        .bind("value", value)
        .map((row, context) -> CheckedTable.SWEEP.read(row))
        .findOne();
  }

  static Optional<Entry> find(Handle handle, String uid) {
    return row(handle, "WHERE s.uid = :value", uid).map(row -> new Entry(row.needWhole(handle)));
  }

  /** The sweep with this key, unless it is damaged. */
  static Optional<Entry> findWhole(Handle handle, long key) {
    return row(handle, "WHERE s.id = :value", key)
        .filter(row -> row.isWhole(handle))
        .map(Entry::new);
  }

  /** The sweep with this key, which something recorded refers to. */
  static Entry need(Handle handle, long key) {
    return row(handle, "WHERE s.id = :value", key)
        .map(row -> new Entry(row.needWhole(handle)))
        .orElseThrow(
            () -> new StoreException("need sweep %d, found no row of it".formatted(key), null));
  }

  public static Entry need(Handle handle, String uid) {
    return find(handle, uid)
        .orElseThrow(
            () -> new IllegalArgumentException("need the id of a recorded sweep, found " + uid));
  }
}
