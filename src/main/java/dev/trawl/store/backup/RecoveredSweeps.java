package dev.trawl.store.backup;

import dev.trawl.store.file.ChecksumColumns;
import dev.trawl.store.file.Digest;
import dev.trawl.store.table.CheckedTable;
import dev.trawl.store.table.RowName;
import dev.trawl.store.table.StoredRow;
import dev.trawl.store.table.SweepQueries;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepPlan;
import dev.trawl.track.SweepStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Sweeps whose own record is lost or damaged, while their runs came through: each gets a record
 * with what can be told of it, under a name that says so. Used by one thread.
 */
final class RecoveredSweeps {
  private static final Instant LAST_TIME = Instant.parse("9999-12-31T00:00:00Z");

  /** What schemas before 8 ask for, and no one knows of a sweep that is lost. */
  private static final Map<String, Object> PLACEHOLDERS =
      Map.ofEntries(
          Map.entry("metric_name", ""),
          Map.entry("metric_goal", ""),
          Map.entry("dataset_name", ""),
          Map.entry("dataset_sha256", ""),
          Map.entry("train_images", 0),
          Map.entry("validation_images", 0),
          Map.entry("test_images", 0),
          Map.entry("height", 0),
          Map.entry("width", 0),
          Map.entry("channels", 0),
          Map.entry("labels", "[]"));

  /** Columns of a damaged record that are taken together or not at all. */
  private static final List<List<String>> PARTS =
      List.of(
          List.of("uid"),
          List.of("description"),
          List.of("project"),
          List.of("status", "reason"),
          List.of("source_file"),
          List.of("source_text"),
          List.of("source_overrides"),
          List.of("method"),
          List.of("model"),
          List.of("seed"),
          List.of("metric_name", "metric_goal", "metric_target"),
          List.of("thresholds"),
          List.of("planned_runs"),
          List.of("epochs"),
          List.of(
              "dataset_name",
              "dataset_sha256",
              "train_images",
              "validation_images",
              "test_images",
              "height",
              "width",
              "channels",
              "labels"),
          List.of("created_at"),
          List.of("ended_at"),
          List.of("deleted_at"),
          List.of("tags"),
          List.of("sequence"));

  /** What became of their records, by the keys of sweeps. */
  private final Map<Long, String> fates = new LinkedHashMap<>();

  private final Map<Long, String> names = new HashMap<>();

  /** Adds a record for each sweep that runs belong to and that is not there. Of any schema. */
  void addMissing(Handle handle) {
    List<Long> missing =
        handle
            .createQuery(
                """
                SELECT DISTINCT r.sweep_id FROM run r
                WHERE NOT EXISTS (SELECT 1 FROM sweep s WHERE s.id = r.sweep_id) ORDER BY 1
                """)
            .mapTo(Long.class)
            .list();
    if (missing.isEmpty()) {
      return;
    }
    Set<String> present = TableColumns.of(handle, "sweep");
    List<String> columns =
        new ArrayList<>(CheckedTable.SWEEP.columns().stream().filter(present::contains).toList());
    if (present.contains(ChecksumColumns.CHECKSUM)) {
      columns.add(ChecksumColumns.CHECKSUM);
    }
    for (long key : missing) {
      Map<String, @Nullable Object> values = ofRuns(handle, key);
      values.putAll(PLACEHOLDERS);
      handle
          .createUpdate(
              "INSERT INTO sweep (%s) OVERRIDING SYSTEM VALUE VALUES (:%s)"
                  .formatted(String.join(", ", columns), String.join(", :", columns)))
          .bindMap(StoredRow.of(CheckedTable.SWEEP, values).bindings())
          .execute();
      recovered(key, "a sweep (row %d): its own record is lost".formatted(key), name(key));
    }
  }

  private void recovered(long key, String fate, String name) {
    fates.put(key, fate);
    names.put(key, name);
  }

  private static String name(long key) {
    return "recovered-" + key;
  }

  /** All that is known of a sweep without a record: what its runs say. */
  private static Map<String, @Nullable Object> ofRuns(Handle handle, long key) {
    Map<String, @Nullable Object> values =
        handle
            .createQuery(
                """
                SELECT GREATEST(1, COALESCE(MAX(epochs), 1)) AS epochs,
                  COALESCE(MIN(created_at), 0) AS created_at,
                  COALESCE(MAX(COALESCE(ended_at, created_at)), 0) AS ended_at,
                  COALESCE(MAX(sequence), 0) AS sequence
                FROM run WHERE sweep_id = :key
                """)
            .bind("key", key)
            .map(
                (row, context) -> {
                  Map<String, @Nullable Object> found = new HashMap<>();
                  found.put("epochs", row.getInt("epochs"));
                  found.put("created_at", row.getLong("created_at"));
                  found.put("ended_at", row.getLong("ended_at"));
                  found.put("sequence", row.getLong("sequence"));
                  return found;
                })
            .one();
    values.put(CheckedTable.ID, key);
    values.put(
        "uid",
        Digest.sha256(("lost sweep " + key).getBytes(StandardCharsets.UTF_8)).substring(0, 32));
    values.put("name", name(key));
    values.put("status", SweepStatus.INTERRUPTED.name());
    values.put("reason", "its record was lost");
    values.put("source_file", "");
    values.put("source_text", "");
    values.put("source_overrides", "[]");
    values.put("method", SweepPlan.EXTERNAL.toUpperCase(Locale.ROOT));
    values.put("model", "unknown");
    values.put("seed", 0L);
    values.put("thresholds", "[]");
    values.put("tags", "{}");
    return values;
  }

  /** Takes of damaged records what can be read. Of the current schema. */
  void mend(Handle handle) {
    for (StoredRow row :
        handle
            .createQuery(CheckedTable.SWEEP.select("s"))
            .map((found, context) -> CheckedTable.SWEEP.read(found))
            .list()) {
      long key = row.number(CheckedTable.ID);
      if (fates.containsKey(key)) {
        replace(handle, row, ofRuns(handle, key)); // without placeholders
      } else if (row.checksum() != row.found() || !isReadable(row)) {
        Map<String, @Nullable Object> values = readable(row, ofRuns(handle, key));
        String name = row.text("name") + "-recovered";
        values.put("name", name);
        recovered(key, RowName.of(handle, row).text() + ": its own record was damaged", name);
        replace(handle, row, values);
      }
    }
  }

  private static Map<String, @Nullable Object> readable(
      StoredRow damaged, Map<String, @Nullable Object> others) {
    Map<String, @Nullable Object> found = damaged.bindings();
    Map<String, @Nullable Object> values = others;
    for (List<String> part : PARTS) {
      Map<String, @Nullable Object> tried = new HashMap<>(values);
      part.forEach(column -> tried.put(column, found.get(column)));
      if (isReadable(StoredRow.of(CheckedTable.SWEEP, tried))) {
        values = tried;
      }
    }
    return values;
  }

  private static void replace(Handle handle, StoredRow row, Map<String, @Nullable Object> values) {
    Map<String, @Nullable Object> all = new HashMap<>();
    CheckedTable.SWEEP.columns().stream()
        .filter(column -> !column.equals(CheckedTable.ID))
        .forEach(column -> all.put(column, values.get(column)));
    CheckedTable.SWEEP.update(handle, row, all);
  }

  /** Whether all of a sweep's record is of the form that it needs. */
  private static boolean isReadable(StoredRow row) {
    try {
      Sweep sweep = SweepQueries.withoutRuns(row);
      return sweep.id().matches("[0-9a-f]{32}")
          && isTime(sweep.info().createdAt())
          && isTime(sweep.info().endedAt())
          && isTime(sweep.info().deletedAt());
    } catch (RuntimeException e) { // what the values say leads anywhere
      return false;
    }
  }

  private static boolean isTime(@Nullable Instant time) {
    return time == null || (!time.isBefore(Instant.EPOCH) && time.isBefore(LAST_TIME));
  }

  /** Drops those that no run belongs to: what named them was damaged. */
  void dropEmpty(Handle handle) {
    List<Long> lost =
        fates.keySet().stream()
            .filter(key -> name(key).equals(names.get(key)) && runs(handle, key) == 0)
            .toList();
    for (long key : lost) {
      handle.execute("DELETE FROM sweep WHERE id = ?", key);
      fates.remove(key);
    }
  }

  private static long runs(Handle handle, long key) {
    return handle
        .createQuery("SELECT COUNT(*) FROM run WHERE sweep_id = :key")
        .bind("key", key)
        .mapTo(Long.class)
        .one();
  }

  /** A run keeps no band of thresholds that are lost. */
  void dropBands(Handle handle) {
    for (long key : fates.keySet()) {
      int thresholds = sweep(handle, key).thresholds().size();
      handle
          .createQuery(CheckedTable.RUN.select("r") + "WHERE r.sweep_id = :key AND r.band > :last")
          .bind("key", key)
          .bind("last", thresholds)
          .map((row, context) -> CheckedTable.RUN.read(row))
          .list()
          .forEach(
              run -> {
                Map<String, @Nullable Object> none = new HashMap<>();
                none.put("band", null);
                CheckedTable.RUN.update(handle, run, none);
              });
    }
  }

  private static Sweep sweep(Handle handle, long key) {
    return handle
        .createQuery(CheckedTable.SWEEP.select("s") + "WHERE s.id = :key")
        .bind("key", key)
        .map((row, context) -> SweepQueries.withoutRuns(CheckedTable.SWEEP.read(row)))
        .one();
  }

  Set<Long> keys() {
    return fates.keySet();
  }

  /** What became of each, as messages. */
  List<String> described(Handle handle) {
    return fates.entrySet().stream()
        .map(
            fate ->
                "%s; its runs (%d) are under the name %s"
                    .formatted(
                        fate.getValue(), runs(handle, fate.getKey()), names.get(fate.getKey())))
        .toList();
  }
}
