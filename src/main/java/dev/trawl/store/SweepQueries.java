package dev.trawl.store;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Method;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SweepSource;
import dev.trawl.track.DatasetInfo;
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
final class SweepQueries {
  /**
   * One row for each status and band that the sweep's runs have. The orders name all columns of an
   * index: H2 then reads its first entry alone.
   */
  private static final String SELECT =
      """
      SELECT s.*, c.status AS run_status, c.band AS run_band, c.runs AS runs,
        (SELECT r.uid FROM run r
         WHERE r.sweep_id = s.id AND r.hidden = FALSE AND r.status = 'FINISHED'
           AND r.score IS NOT NULL
         ORDER BY r.sweep_id, r.hidden, r.status, r.score, r.number
         FETCH FIRST ROW ONLY) AS best_run,
        GREATEST(s.sequence, COALESCE(
          (SELECT r.sequence FROM run r WHERE r.sweep_id = s.id
           ORDER BY r.sweep_id DESC, r.sequence DESC FETCH FIRST ROW ONLY), 0)) AS latest
      FROM sweep s
      LEFT JOIN (
        SELECT sweep_id, status, band, COUNT(*) AS runs FROM run
        WHERE hidden = FALSE GROUP BY sweep_id, status, band) c ON c.sweep_id = s.id
      """;

  private SweepQueries() {}

  static List<Sweep> all(Handle handle) {
    return select(handle, SELECT + "WHERE s.deleted_at IS NULL ORDER BY s.id DESC", Map.of());
  }

  static List<Sweep> deleted(Handle handle) {
    String order = "WHERE s.deleted_at IS NOT NULL ORDER BY s.deleted_at DESC, s.id DESC";
    return select(handle, SELECT + order, Map.of());
  }

  static Optional<Sweep> find(Handle handle, String uid) {
    return select(handle, SELECT + "WHERE s.uid = :uid", Map.of("uid", uid)).stream().findFirst();
  }

  static Optional<Sweep> findNewest(Handle handle, String name) {
    String newest =
        """
        WHERE s.id = (
          SELECT MAX(n.id) FROM sweep n WHERE n.name = :name AND n.deleted_at IS NULL)
        """;
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
          bare.tags(),
          bare.createdAt(),
          bare.endedAt(),
          bare.deletedAt(),
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
        Json.read(row.getString("tags"), Json.TEXTS),
        Instant.ofEpochMilli(row.getLong("created_at")),
        SweepStatus.RUNNING.name().equals(row.getString("status"))
            ? null
            : instant(row, "ended_at"),
        instant(row, "deleted_at"),
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
