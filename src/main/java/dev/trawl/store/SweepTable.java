package dev.trawl.store;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Method;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Change;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.NewSweep;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Sweeps, each read in one statement with what its runs add up to. */
final class SweepTable {
  /**
   * One row for each status and band that the sweep's runs have. The orders name all columns of an
   * index: H2 then reads its first entry alone.
   */
  private static final String SELECT =
      """
      SELECT s.*, c.status AS run_status, c.band AS run_band, c.runs AS runs,
        (SELECT r.uid FROM run r
         WHERE r.sweep_id = s.id AND r.superseded = FALSE AND r.status = 'FINISHED'
           AND r.score IS NOT NULL
         ORDER BY r.sweep_id, r.superseded, r.status, r.score, r.number
         FETCH FIRST ROW ONLY) AS best_run,
        GREATEST(s.sequence, COALESCE(
          (SELECT r.sequence FROM run r WHERE r.sweep_id = s.id
           ORDER BY r.sweep_id DESC, r.sequence DESC FETCH FIRST ROW ONLY), 0)) AS latest
      FROM sweep s
      LEFT JOIN (
        SELECT sweep_id, status, band, COUNT(*) AS runs FROM run
        WHERE superseded = FALSE GROUP BY sweep_id, status, band) c ON c.sweep_id = s.id
      """;

  private SweepTable() {}

  /** What operations need of a sweep: its key and where it stands. */
  record Entry(long key, String uid, SweepStatus status) {}

  /** Nothing changes but where the sweep stands. */
  record Standing(SweepStatus status, @Nullable String reason, @Nullable Long endedAt) {
    static final Standing RUNNING = new Standing(SweepStatus.RUNNING, null, null);
  }

  static long insert(WriteTransaction transaction, String uid, NewSweep sweep) {
    SweepSpec spec = sweep.spec();
    DatasetInfo dataset = sweep.dataset();
    long key =
        transaction
            .handle()
            .createUpdate(
                """
                INSERT INTO sweep (uid, name, description, status, source_file, source_text,
                  source_overrides, method, model, seed, metric_name, metric_goal, metric_target,
                  thresholds, planned_runs, epochs, dataset_name, dataset_sha256, train_images,
                  validation_images, test_images, height, width, channels, labels, created_at,
                  sequence)
                VALUES (:uid, :name, :description, 'RUNNING', :file, :text, :overrides, :method,
                  :model, :seed, :metricName, :metricGoal, :metricTarget, :thresholds, :plannedRuns,
                  :epochs, :datasetName, :datasetSha256, :trainImages, :validationImages,
                  :testImages, :height, :width, :channels, :labels, :now, 0)
                """)
            .bind("uid", uid)
            .bind("name", spec.name())
            .bind("description", spec.description())
            .bind("file", sweep.source().file())
            .bind("text", sweep.source().text())
            .bind("overrides", Json.write(sweep.source().overrides()))
            .bind("method", spec.method().name())
            .bind("model", spec.model())
            .bind("seed", spec.seed())
            .bind("metricName", spec.metric().name())
            .bind("metricGoal", spec.metric().goal().name())
            .bind("metricTarget", spec.metric().target())
            .bind("thresholds", Json.write(spec.thresholds()))
            .bind("plannedRuns", sweep.plannedRuns())
            .bind("epochs", spec.training().epochs())
            .bind("datasetName", dataset.name())
            .bind("datasetSha256", dataset.sha256())
            .bind("trainImages", dataset.trainImages())
            .bind("validationImages", dataset.validationImages())
            .bind("testImages", dataset.testImages())
            .bind("height", dataset.height())
            .bind("width", dataset.width())
            .bind("channels", dataset.channels())
            .bind("labels", Json.write(dataset.labels()))
            .bind("now", transaction.now())
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    stamp(transaction, key);
    return key;
  }

  private static void stamp(WriteTransaction transaction, long key) {
    long sequence = transaction.changed(Change.Kind.SWEEP, key, null);
    transaction.handle().execute("UPDATE sweep SET sequence = ? WHERE id = ?", sequence, key);
  }

  static void update(WriteTransaction transaction, long key, Standing standing) {
    transaction
        .handle()
        .createUpdate(
            "UPDATE sweep SET status = :status, reason = :reason, ended_at = :ended WHERE id = :id")
        .bind("status", standing.status().name())
        .bind("reason", standing.reason())
        .bind("ended", standing.endedAt())
        .bind("id", key)
        .execute();
    stamp(transaction, key);
  }

  static Optional<Entry> entry(Handle handle, String uid) {
    return handle
        .createQuery("SELECT id, uid, status FROM sweep WHERE uid = :uid")
        .bind("uid", uid)
        .map(
            (row, context) ->
                new Entry(
                    row.getLong("id"),
                    row.getString("uid"),
                    SweepStatus.valueOf(row.getString("status"))))
        .findOne();
  }

  static Entry need(Handle handle, String uid) {
    return entry(handle, uid)
        .orElseThrow(
            () -> new IllegalArgumentException("need the id of a recorded sweep, found " + uid));
  }

  static List<Sweep> all(Handle handle) {
    return select(handle, SELECT + "ORDER BY s.id DESC", Map.of());
  }

  static Optional<Sweep> find(Handle handle, String uid) {
    return select(handle, SELECT + "WHERE s.uid = :uid", Map.of("uid", uid)).stream().findFirst();
  }

  static Optional<Sweep> findNewest(Handle handle, String name) {
    String newest = "WHERE s.id = (SELECT MAX(n.id) FROM sweep n WHERE n.name = :name)";
    return select(handle, SELECT + newest, Map.of("name", name)).stream().findFirst();
  }

  /** At most two, which is enough to know that a prefix is ambiguous. */
  static List<String> uids(Handle handle, String prefix) {
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

  private static List<Sweep> select(Handle handle, String sql, Map<String, String> bound) {
    Map<Long, Tally> tallies = new LinkedHashMap<>();
    handle
        .createQuery(sql)
        .bindMap(bound)
        .map(
            (row, context) -> {
              Tally tally = tallies.get(row.getLong("id"));
              if (tally == null) {
                tally = new Tally(read(row));
                tallies.put(row.getLong("id"), tally);
              }
              tally.add(row);
              return true;
            })
        .list();
    return tallies.values().stream().map(Tally::sweep).toList();
  }

  /** A sweep whose runs are being counted. */
  private static final class Tally {
    private final Sweep bare;
    private final Map<RunStatus, Integer> runs = new EnumMap<>(RunStatus.class);
    private final List<Integer> bands;

    Tally(Sweep bare) {
      this.bare = bare;
      this.bands = new ArrayList<>(Collections.nCopies(bare.thresholds().size() + 1, 0));
    }

    void add(ResultSet row) throws SQLException {
      String status = row.getString("run_status");
      if (status == null) {
        return; // a sweep without runs
      }
      int count = row.getInt("runs");
      runs.merge(RunStatus.valueOf(status), count, Integer::sum);
      Integer band = row.getObject("run_band", Integer.class);
      if (band != null && RunStatus.FINISHED.name().equals(status)) {
        bands.set(band, bands.get(band) + count);
      }
    }

    Sweep sweep() {
      return new Sweep(
          bare.id(),
          bare.name(),
          bare.description(),
          bare.status(),
          bare.reason(),
          bare.source(),
          bare.method(),
          bare.model(),
          bare.seed(),
          bare.metric(),
          bare.thresholds(),
          bare.plannedRuns(),
          bare.epochs(),
          bare.dataset(),
          runs,
          bands,
          bare.bestRunId(),
          bare.createdAt(),
          bare.endedAt(),
          bare.sequence());
    }
  }

  private static Sweep read(ResultSet row) throws SQLException {
    return new Sweep(
        row.getString("uid"),
        row.getString("name"),
        row.getString("description"),
        SweepStatus.valueOf(row.getString("status")),
        row.getString("reason"),
        new SweepSource(
            row.getString("source_file"),
            row.getString("source_text"),
            Json.read(row.getString("source_overrides"), Json.TEXT_LIST)),
        Method.valueOf(row.getString("method")),
        row.getString("model"),
        row.getLong("seed"),
        objective(row),
        Json.read(row.getString("thresholds"), Json.NUMBER_LIST),
        row.getObject("planned_runs", Integer.class),
        row.getInt("epochs"),
        dataset(row),
        Map.of(),
        List.of(),
        row.getString("best_run"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        instant(row, "ended_at"),
        row.getLong("latest"));
  }

  static Objective objective(ResultSet row) throws SQLException {
    return new Objective(
        row.getString("metric_name"),
        Goal.valueOf(row.getString("metric_goal")),
        row.getObject("metric_target", Double.class));
  }

  private static DatasetInfo dataset(ResultSet row) throws SQLException {
    return new DatasetInfo(
        row.getString("dataset_name"),
        row.getString("dataset_sha256"),
        row.getInt("train_images"),
        row.getInt("validation_images"),
        row.getInt("test_images"),
        row.getInt("height"),
        row.getInt("width"),
        row.getInt("channels"),
        Json.read(row.getString("labels"), Json.TEXT_LIST));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Long millis = row.getObject(column, Long.class);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
