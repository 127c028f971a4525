package dev.trawl.store.table;

import dev.trawl.store.file.Json;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.Title;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Decision;
import dev.trawl.track.Measure;
import dev.trawl.track.Provenance;
import dev.trawl.track.RecordInfo;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepPlan;
import dev.trawl.track.SweepResult;
import dev.trawl.track.SweepStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Sweeps, each read with what its runs add up to; those that have finals in one statement more. */
public final class SweepQueries {
  /**
   * One row for each status and band that the sweep's runs have, but for damaged ones. The orders
   * name all columns of an index: H2 then reads its first entry alone. The jobs of the finals are a
   * sweep's last ones, so that its last decision says whether there are any.
   */
  private static final String SELECT =
      """
      SELECT %1$s, c.status AS run_status, c.band AS run_band, c.runs AS runs,
        (SELECT r.uid FROM run r
         WHERE r.sweep_id = s.id AND r.hidden = FALSE AND r.status = 'FINISHED'
           AND r.score IS NOT NULL AND r.parent IS NULL %2$s
         ORDER BY r.sweep_id, r.hidden, r.status, r.score, r.number
         FETCH FIRST ROW ONLY) AS best_run,
        (SELECT d.kind FROM decision d WHERE d.sweep_id = s.id
         ORDER BY d.sweep_id DESC, d.job DESC, d.begins DESC FETCH FIRST ROW ONLY) AS last_decision,
        GREATEST(s.sequence, COALESCE(
          (SELECT r.sequence FROM run r WHERE r.sweep_id = s.id
           ORDER BY r.sweep_id DESC, r.sequence DESC FETCH FIRST ROW ONLY), 0)) AS latest
      FROM sweep s
      LEFT JOIN (
        SELECT r.sweep_id, r.status, r.band, COUNT(*) AS runs FROM run r
        WHERE r.hidden = FALSE %2$s GROUP BY r.sweep_id, r.status, r.band) c
        ON c.sweep_id = s.id
      """;

  /** The same of a sweep's finals, and its winner in each row. No index has them. */
  private static final String FINALS =
      """
      SELECT r.status AS run_status, r.band AS run_band, COUNT(*) AS runs,
        (SELECT w.uid FROM decision d JOIN run w ON w.id = d.run_id
         WHERE d.sweep_id = :sweep AND d.kind = 'WIN' AND w.hidden = FALSE
           AND w.status = 'FINISHED') AS winner
      FROM run r
      WHERE r.sweep_id = :sweep AND r.hidden = FALSE AND r.parent IS NOT NULL %s
      GROUP BY r.status, r.band
      """;

  private SweepQueries() {}

  public static List<Sweep> all(Handle handle) {
    return all(handle, "WHERE s.deleted_at IS NULL ORDER BY s.id DESC");
  }

  public static List<Sweep> deleted(Handle handle) {
    return all(handle, "WHERE s.deleted_at IS NOT NULL ORDER BY s.deleted_at DESC, s.id DESC");
  }

  /** Its damaged runs are in no count; nobody who has the sweep's id asks for these. */
  public static Optional<Sweep> find(Handle handle, String uid) {
    return findOne(handle, "WHERE s.uid = :value", uid, row -> {});
  }

  /** The same of one that somebody names; its damaged runs are reported. */
  public static Optional<Sweep> findById(Handle handle, String uid) {
    return findOne(handle, "WHERE s.uid = :value", uid, row -> row.isWhole(handle));
  }

  public static Optional<Sweep> findNewest(Handle handle, String name) {
    String newest =
        """
        WHERE s.id = (
          SELECT MAX(n.id) FROM sweep n WHERE n.name = :value AND n.deleted_at IS NULL)
        """;
    DamagedRows.report(handle, CheckedTable.SWEEP); // a newer one may have had that name
    return findOne(handle, newest, name, row -> row.isWhole(handle));
  }

  /**
   * Throws when it is damaged.
   *
   * @param lacking is told of its damaged runs
   */
  private static Optional<Sweep> findOne(
      Handle handle, String which, String value, Consumer<StoredRow> lacking) {
    Map<Long, StoredRow> damaged = DamagedRows.find(handle, CheckedTable.RUN);
    List<Long> keys = new ArrayList<>();
    Check check =
        (row, at) -> {
          keys.add(row.number(CheckedTable.ID));
          return row.needWhole(at);
        };
    List<Sweep> found = select(handle, which, Map.of("value", value), damaged.keySet(), check);
    damaged.values().stream().filter(run -> keys.contains(run.number("sweep_id"))).forEach(lacking);
    if (keys.isEmpty()) {
      DamagedRows.report(handle, CheckedTable.SWEEP); // any of them may have been that one
    }
    return found.stream().findFirst();
  }

  /** At most two, which is enough to know that a prefix is ambiguous. */
  public static List<String> uids(Handle handle, String prefix) {
    return handle
        .createQuery(
            """
            SELECT uid FROM sweep WHERE uid >= :prefix AND uid < :prefix || '~'
            FETCH FIRST 2 ROWS ONLY
            """)
        .bind("prefix", prefix)
        .mapTo(String.class)
        .list();
  }

  /** Whichever damaged rows there are may belong to the list. */
  private static List<Sweep> all(Handle handle, String which) {
    DamagedRows.report(handle, CheckedTable.SWEEP);
    Map<Long, StoredRow> damaged = DamagedRows.find(handle, CheckedTable.RUN);
    damaged.values().forEach(row -> row.isWhole(handle));
    return select(
        handle, which, Map.of(), damaged.keySet(), (row, at) -> row.isWhole(at) ? row : null);
  }

  /** What becomes of a row: null leaves its sweep out. */
  private interface Check {
    @Nullable StoredRow apply(StoredRow row, Handle handle);
  }

  /**
   * @param damaged runs, which are not counted
   */
  private static List<Sweep> select(
      Handle handle, String which, Map<String, String> bound, Set<Long> damaged, Check check) {
    Map<Long, Optional<Tally>> tallies = new LinkedHashMap<>();
    String columns = CheckedTable.SWEEP.columns("s");
    query(handle, whole -> SELECT.formatted(columns, whole) + which, bound, damaged)
        .map(
            (row, context) -> {
              Optional<Tally> tally = tallies.get(row.getLong("id"));
              if (tally == null) {
                tally = tally(check.apply(CheckedTable.SWEEP.read(row), handle), row);
                tallies.put(row.getLong("id"), tally);
              }
              if (tally.isPresent()) {
                tally.get().add(row);
              }
              return true;
            })
        .list();
    return tallies.values().stream()
        .flatMap(Optional::stream)
        .map(tally -> tally.hasFinals() ? withoutFinals(handle, tally, damaged) : tally)
        .map(Tally::sweep)
        .toList();
  }

  private static Tally withoutFinals(Handle handle, Tally tally, Set<Long> damaged) {
    Map<String, Long> bound = Map.of("sweep", tally.sweep.number(CheckedTable.ID));
    query(handle, FINALS::formatted, bound, damaged)
        .map(
            (row, context) -> {
              tally.takeOut(row);
              return true;
            })
        .list();
    return tally;
  }

  /**
   * @param sql with a further condition on runs
   */
  private static Query query(
      Handle handle, UnaryOperator<String> sql, Map<String, ?> bound, Set<Long> damaged) {
    String whole = damaged.isEmpty() ? "" : "AND NOT (r._ROWID_ = ANY(:damaged))";
    Query query = handle.createQuery(sql.apply(whole)).bindMap(bound);
    return damaged.isEmpty() ? query : query.bindArray("damaged", Long.class, damaged.toArray());
  }

  private static Optional<Tally> tally(@Nullable StoredRow sweep, ResultSet row)
      throws SQLException {
    return sweep == null
        ? Optional.empty()
        : Optional.of(
            new Tally(
                sweep,
                row.getString("best_run"),
                row.getString("last_decision"),
                row.getLong("latest")));
  }

  /** A sweep whose runs are being counted. */
  private static final class Tally {
    private final StoredRow sweep;
    private final Measure measure;
    private final @Nullable String lastDecision;
    private final long latest;
    private final Map<RunStatus, Integer> runs = new EnumMap<>(RunStatus.class);
    private final List<Integer> bands;
    private @Nullable String bestRun;

    Tally(StoredRow sweep, @Nullable String bestRun, @Nullable String lastDecision, long latest) {
      this.sweep = sweep;
      this.measure = measure(sweep);
      this.bestRun = bestRun;
      this.lastDecision = lastDecision;
      this.latest = latest;
      this.bands = new ArrayList<>(Collections.nCopies(measure.thresholds().size() + 1, 0));
    }

    void add(ResultSet row) throws SQLException {
      String status = row.getString("run_status");
      if (status == null) {
        return; // a sweep without runs
      }
      count(row, status, row.getInt("runs"));
    }

    boolean hasFinals() {
      return lastDecision != null && Decision.Kind.valueOf(lastDecision).isOfFinals();
    }

    /** Finals are no runs of the search; their winner is the best one. */
    void takeOut(ResultSet row) throws SQLException {
      count(row, row.getString("run_status"), -row.getInt("runs"));
      String winner = row.getString("winner");
      bestRun = winner == null ? bestRun : winner;
    }

    private void count(ResultSet row, String status, int count) throws SQLException {
      RunStatus counted = RunStatus.valueOf(status);
      runs.merge(counted, count, Integer::sum);
      runs.remove(counted, 0);
      Integer band = row.getObject("run_band", Integer.class);
      if (band != null && RunStatus.FINISHED.name().equals(status)) {
        bands.set(band, bands.get(band) + count);
      }
    }

    Sweep sweep() {
      return read(sweep, measure, new SweepResult(runs, bands, bestRun), latest);
    }
  }

  /** A sweep's record alone, as if it had no runs. */
  public static Sweep withoutRuns(StoredRow row) {
    return new Tally(row, null, null, row.number("sequence")).sweep();
  }

  private static Sweep read(StoredRow row, Measure measure, SweepResult result, long latest) {
    SweepStatus status = SweepStatus.valueOf(row.text("status"));
    return new Sweep(
        row.text("uid"),
        new Title(row.text("name"), row.textOrNull("description"), row.textOrNull("project")),
        new SweepPlan(
            row.text("method").toLowerCase(Locale.ROOT),
            row.text("model"),
            row.integer("epochs"),
            row.integerOrNull("planned_runs")),
        new Provenance(source(row), row.number("seed"), dataset(row)),
        measure,
        status,
        row.textOrNull("reason"),
        result,
        new RecordInfo(
            Json.read(row.text("tags"), Json.TEXTS),
            row.instant("created_at"),
            status == SweepStatus.RUNNING ? null : row.instantOrNull("ended_at"),
            row.instantOrNull("deleted_at"),
            latest));
  }

  private static SweepSource source(StoredRow row) {
    return new SweepSource(
        row.text("source_file"),
        row.text("source_text"),
        Json.read(row.text("source_overrides"), Json.TEXT_LIST));
  }

  static Measure measure(StoredRow row) {
    return new Measure(objective(row), Json.read(row.text("thresholds"), Json.NUMBER_LIST));
  }

  private static @Nullable Objective objective(StoredRow row) {
    return row.has("metric_name")
        ? new Objective(
            row.text("metric_name"),
            Goal.valueOf(row.text("metric_goal")),
            row.realOrNull("metric_target"))
        : null;
  }

  private static @Nullable DatasetInfo dataset(StoredRow row) {
    return row.has("dataset_name")
        ? new DatasetInfo(
            row.text("dataset_name"),
            row.text("dataset_sha256"),
            row.integer("train_images"),
            row.integer("validation_images"),
            row.integer("test_images"),
            row.integer("height"),
            row.integer("width"),
            row.integer("channels"),
            Json.read(row.text("labels"), Json.TEXT_LIST))
        : null;
  }
}
