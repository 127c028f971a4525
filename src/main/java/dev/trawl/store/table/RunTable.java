package dev.trawl.store.table;

import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.file.Json;
import dev.trawl.track.Change;
import dev.trawl.track.Measure;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Tag;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Runs being trained: one row is one record. */
public final class RunTable {
  private RunTable() {}

  /** What operations need of a run. */
  public record Entry(StoredRow row, SweepTable.Entry sweep) {
    public long key() {
      return row.number("id");
    }

    public String uid() {
      return row.text("uid");
    }

    long sweepKey() {
      return sweep.key();
    }

    String sweepUid() {
      return sweep.uid();
    }

    /** What its sweep judges it by. */
    Measure measure() {
      return sweep.measure();
    }

    int number() {
      return row.integer("number");
    }

    int attempt() {
      return row.integer("attempt");
    }

    boolean deleted() {
      return row.has("deleted_at");
    }

    SweepStatus sweepStatus() {
      return sweep.status();
    }

    RunStatus status() {
      return RunStatus.valueOf(row.text("status"));
    }

    int epochs() {
      return row.integer("epochs");
    }

    @Nullable Integer bestEpoch() {
      return row.integerOrNull("best_epoch");
    }

    /**
     * The epoch whose metrics are the run's: the best one, or the last one in a sweep without a
     * metric to choose by; null before.
     */
    @Nullable Integer shownEpoch() {
      return shownEpoch(epochs(), bestEpoch());
    }

    @Nullable Integer shownEpoch(int epochs, @Nullable Integer best) {
      boolean last = best == null && measure().metric() == null && epochs > 0;
      return last ? Integer.valueOf(epochs) : best;
    }

    Map<String, Double> phases() {
      return Json.read(row.text("phases"), Json.NUMBERS);
    }

    Map<String, Double> metrics() {
      return Json.read(row.text("metrics"), Json.NUMBERS);
    }

    /** What was logged last beside its epochs. */
    LatestMetrics logged() {
      return LatestMetrics.read(row.text("logged"));
    }

    /** Refuses what would change a run that has ended for good. */
    Entry needOpen() {
      if (status().isFinal()) {
        throw new IllegalArgumentException(
            "need a run that has not ended, found run %s %s".formatted(uid(), status()));
      }
      return this;
    }

    /** Refuses what would add to a run that is deleted, or whose sweep is. */
    Entry needKept() {
      SweepTable.Entry unused = sweep.needKept();
      if (deleted()) {
        throw new RefusedChangeException(
            "need a run that is not deleted, found %s deleted: undelete it first".formatted(uid()));
      }
      return this;
    }

    /** Epochs are recorded without gaps. */
    void needEpoch(int number) {
      if (number < 1 || number > epochs() + 1) {
        throw new IllegalArgumentException(
            "need epoch 1 to %d of run %s, found %d".formatted(epochs() + 1, uid(), number));
      }
    }
  }

  public static Entry need(Handle handle, String uid) {
    return find(handle, uid)
        .orElseThrow(
            () -> new IllegalArgumentException("need the id of a recorded run, found " + uid));
  }

  /** The run of a sweep that is read already. */
  static Entry need(Handle handle, SweepTable.Entry sweep, String uid) {
    StoredRow row =
        row(handle, "WHERE r.uid = :value", uid)
            .orElseThrow(
                () -> new IllegalArgumentException("need the id of a recorded run, found " + uid));
    if (row.number("sweep_id") != sweep.key()) {
      throw new IllegalArgumentException(
          "need a run of sweep %s, found %s of another".formatted(sweep.uid(), uid));
    }
    return new Entry(row.needWhole(handle), sweep);
  }

  public static Optional<Entry> find(Handle handle, String uid) {
    return row(handle, "WHERE r.uid = :value", uid)
        .map(
            row ->
                new Entry(row.needWhole(handle), SweepTable.need(handle, row.number("sweep_id"))));
  }

  /** Throws when the run with this key is damaged. */
  static void needWhole(Handle handle, long key) {
    row(handle, "WHERE r.id = :value", key).ifPresent(row -> row.needWhole(handle));
  }

  private static Optional<StoredRow> row(Handle handle, String condition, Object value) {
    return handle
        .createQuery(CheckedTable.RUN.select("r") + condition)
        .bind("value", value)
        .map((row, context) -> CheckedTable.RUN.read(row))
        .findOne();
  }

  /**
   * The run is being trained, if its sweep is: nobody looks for what runs in one that is dead.
   *
   * @param values what else changes
   */
  static void markTrained(
      WriteTransaction transaction,
      Entry run,
      Change.Kind kind,
      Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>(values);
    if (!run.row().has("started_at")) {
      changes.put("started_at", transaction.now());
    }
    if (run.sweepStatus() == SweepStatus.RUNNING) {
      changes.put("status", RunStatus.RUNNING.name());
      changes.put("reason", null);
      changes.put("ended_at", null);
    } else {
      changes.put("status", RunStatus.INTERRUPTED.name());
    }
    change(transaction, run.row(), kind, changes);
  }

  /** Metrics were logged beside the run's epochs. */
  static void logged(
      WriteTransaction transaction, Entry run, LatestMetrics latest, RunSummary summary) {
    Map<String, @Nullable Object> changes = summary.values();
    changes.put("logged", latest.json());
    change(transaction, run.row(), Change.Kind.EPOCH, changes);
  }

  /** Something that belongs to the run changed. */
  public static void touch(WriteTransaction transaction, Entry run) {
    change(transaction, run.row(), Change.Kind.RUN, Map.of());
  }

  /**
   * @param values what else changes
   */
  static void end(
      WriteTransaction transaction,
      Entry run,
      RunEnd end,
      Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>(values);
    changes.put("status", end.status().name());
    changes.put("reason", end.reason());
    changes.put("ended_at", transaction.now());
    change(transaction, run.row(), Change.Kind.RUN, changes);
  }

  private static void change(
      WriteTransaction transaction,
      StoredRow row,
      Change.Kind kind,
      Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>(values);
    changes.put("sequence", transaction.changed(kind, row.number("sweep_id"), row.number("id")));
    CheckedTable.RUN.update(transaction.handle(), row, changes);
  }

  /** The runs of a sweep that are SCHEDULED or RUNNING become INTERRUPTED; damaged ones stay. */
  static void interruptAll(
      WriteTransaction transaction, long sweepKey, @Nullable String reason, long endedAt) {
    Handle handle = transaction.handle();
    List<StoredRow> rows =
        handle
            .createQuery(
                CheckedTable.RUN.select("r")
                    + """
                    WHERE r.sweep_id = :sweep AND r.status IN ('SCHEDULED', 'RUNNING')
                    ORDER BY r.number
                    """)
            .bind("sweep", sweepKey)
            .map((row, context) -> CheckedTable.RUN.read(row))
            .list();
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    changes.put("status", RunStatus.INTERRUPTED.name());
    changes.put("reason", reason);
    changes.put("ended_at", endedAt);
    rows.stream()
        .filter(row -> row.isWhole(handle))
        .forEach(row -> change(transaction, row, Change.Kind.RUN, changes));
  }

  /** When something was last recorded of a sweep's runs, in milliseconds since 1970; 0 for none. */
  static long lastRecorded(Handle handle, long sweepKey) {
    return handle
        .createQuery(
            """
            SELECT GREATEST(
              (SELECT COALESCE(MAX(GREATEST(
                r.created_at, COALESCE(r.started_at, 0), COALESCE(r.ended_at, 0))), 0)
               FROM run r WHERE r.sweep_id = :sweep),
              (SELECT COALESCE(MAX(p.recorded_at), 0)
               FROM run r
               JOIN metric_point p ON p.id >= r.id * :steps AND p.id < (r.id + 1) * :steps
               WHERE r.sweep_id = :sweep AND r.status = 'RUNNING'))
            """)
        .bind("sweep", sweepKey)
        .bind("steps", 1L << 32)
        .mapTo(Long.class)
        .one();
  }

  /** Hides the attempts of a run before this one. */
  static void supersede(Handle handle, long sweepKey, int number, int attempt) {
    handle
        .createQuery(
            CheckedTable.RUN.select("r")
                + """
                WHERE r.sweep_id = :sweep AND r.number = :number AND r.attempt < :attempt
                  AND r.hidden = FALSE
                """)
        .bind("sweep", sweepKey)
        .bind("number", number)
        .bind("attempt", attempt)
        .map((row, context) -> CheckedTable.RUN.read(row))
        .list()
        .forEach(
            row -> CheckedTable.RUN.update(handle, row.needWhole(handle), Map.of("hidden", true)));
  }

  /** The latest recorded attempts of a sweep's runs, by their numbers. */
  static Map<Integer, Integer> latestAttempts(
      Handle handle, long sweepKey, Collection<Integer> numbers) {
    Map<Integer, Integer> latest = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT r.number, MAX(r.attempt) AS latest FROM run r
            WHERE r.sweep_id = :sweep AND r.number = ANY(:numbers) GROUP BY r.number
            """)
        .bind("sweep", sweepKey)
        .bindArray("numbers", Integer.class, numbers.toArray())
        .map((row, context) -> Map.entry(row.getInt("number"), row.getInt("latest")))
        .forEach(run -> latest.put(run.getKey(), run.getValue()));
    return latest;
  }

  static void tag(WriteTransaction transaction, Entry run, Tag tag) {
    String tags = Tags.with(run.row().text("tags"), tag);
    change(transaction, run.row(), Change.Kind.RUN, Map.of("tags", tags));
  }

  /** Takes a run out of the lists. One that is deleted already stays as it is. */
  static void delete(WriteTransaction transaction, Entry run) {
    if (run.deleted()) {
      return;
    }
    if (run.sweepStatus() == SweepStatus.RUNNING && !run.status().isFinal()) {
      throw new RefusedChangeException(
          "need a run that has ended, found run %s %s in a sweep that is RUNNING: stop it first"
              .formatted(run.uid(), run.status()));
    }
    ModelVersionTable.needNoneOf(transaction.handle(), run);
    change(
        transaction,
        run.row(),
        Change.Kind.DELETE,
        Map.of("deleted_at", transaction.now(), "hidden", true));
  }

  /** Lists a run again, unless a later attempt has its place. */
  static void undelete(WriteTransaction transaction, Entry run) {
    if (!run.deleted()) {
      return;
    }
    int latest =
        latestAttempts(transaction.handle(), run.sweepKey(), List.of(run.number()))
            .getOrDefault(run.number(), run.attempt());
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    changes.put("deleted_at", null);
    changes.put("hidden", latest > run.attempt());
    change(transaction, run.row(), Change.Kind.RUN, changes);
  }
}
