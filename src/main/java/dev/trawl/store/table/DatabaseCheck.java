package dev.trawl.store.table;

import dev.trawl.store.database.Faults;
import dev.trawl.store.database.FoundDamage;
import dev.trawl.store.file.Json;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Damage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Reads every row of a database, and compares what it holds twice: what runs are sorted by with the
 * runs, the number of their epochs with the epochs, indexes with their tables.
 */
public final class DatabaseCheck {
  private static final int ROWS_AT_A_TIME = 2000;
  private static final long STEPS_OF_A_RUN = 1L << 32;

  private final Handle handle;
  private final FoundDamage found;

  public DatabaseCheck(Handle handle) {
    this.handle = handle;
    this.found = FoundDamage.of(handle);
  }

  /** All but the bytes of checkpoints. */
  public void checkRows() {
    for (CheckedTable table : CheckedTable.values()) {
      guarded("the rows of " + table.table(), () -> checkRows(table));
    }
    guarded("the epochs of runs", this::checkEpochs);
    guarded("the indexes", this::checkIndexes);
  }

  /** Each checkpoint's SHA-256. */
  public void checkCheckpoints() {
    guarded(
        "the checkpoints",
        () -> {
          for (Checkpoint damaged : new CopiedCheckpoints(handle).damaged()) {
            found.report(
                new Damage(null, damaged.runId(), damaged.epoch(), needsOtherBytes(damaged)));
          }
        });
  }

  private static String needsOtherBytes(Checkpoint checkpoint) {
    String name =
        "the checkpoint of epoch %d of run %s".formatted(checkpoint.epoch(), checkpoint.runId());
    return "%s is damaged: need the SHA-256 %s, found another".formatted(name, checkpoint.sha256());
  }

  /** H2 can fail to read a part; the rest is checked. */
  private void guarded(String what, Runnable check) {
    try {
      check.run();
    } catch (JdbiException e) {
      found.report(
          new Damage(
              null, null, null, "need to read %s, found %s".formatted(what, Faults.describe(e))));
    }
  }

  /** What belongs to one run. */
  public void checkRun(long key) {
    checkRuns("id", key);
  }

  /** What belongs to the runs of one sweep. */
  public void checkSweep(long key) {
    checkRuns("sweep_id", key);
  }

  /**
   * @param column of the runs
   * @param key what it is
   */
  private void checkRuns(String column, long key) {
    String ofRuns =
        "WHERE r.run_id IN (SELECT o.id FROM run o WHERE o.%s = :key)".formatted(column);
    checkRows(CheckedTable.RUN, "WHERE r.%s = :key".formatted(column), key);
    for (CheckedTable table : CheckedTable.ofRuns()) {
      checkRows(table, ofRuns, key);
    }
    String points =
        """
        JOIN run o ON r.id >= o.id * %1$d AND r.id < (o.id + 1) * %1$d WHERE o.%2$s = :key
        """
            .formatted(STEPS_OF_A_RUN, column);
    checkRows(CheckedTable.POINT, points, key);
  }

  private void checkRows(CheckedTable table, String condition, long key) {
    List<StoredRow> rows =
        handle
            .createQuery(table.select("r") + condition)
            .bind("key", key)
            .map((row, context) -> table.read(row))
            .list();
    checkRows(table, rows);
  }

  private void checkRows(CheckedTable table) {
    long last = Long.MIN_VALUE;
    List<StoredRow> rows;
    do {
      List<Long> ids = new ArrayList<>();
      rows =
          handle
              .createQuery(
                  """
                  SELECT %s, r._ROWID_ FROM %s r WHERE r._ROWID_ > :last
                  ORDER BY r._ROWID_ FETCH FIRST :rows ROWS ONLY
                  """
                      .formatted(table.columns("r"), table.table()))
              .bind("last", last)
              .bind("rows", ROWS_AT_A_TIME)
              .map(
                  (row, context) -> {
                    ids.add(row.getLong(table.columns().size() + 2));
                    return table.read(row);
                  })
              .list();
      checkRows(table, rows);
      last = ids.isEmpty() ? last : ids.get(ids.size() - 1);
    } while (rows.size() == ROWS_AT_A_TIME);
  }

  private void checkRows(CheckedTable table, List<StoredRow> rows) {
    List<StoredRow> whole = rows.stream().filter(row -> row.isWhole(handle)).toList();
    if (table == CheckedTable.RUN && !whole.isEmpty()) {
      Map<Long, Map<String, Object>> metrics = sorted(whole, "metric", "v.metric_value");
      Map<Long, Map<String, Object>> parameters = sorted(whole, "parameter", "v.text_value");
      for (StoredRow run : whole) {
        long key = run.number(CheckedTable.ID);
        compare(run, "metrics", Json.read(run.text("metrics"), Json.NUMBERS), metrics.get(key));
        Map<String, Object> texts = new HashMap<>();
        Json.read(run.text("parameters"), Json.VALUES)
            .forEach((name, value) -> texts.put(name, Json.write(value)));
        compare(run, "parameters", texts, parameters.get(key));
      }
    }
  }

  /** What runs are sorted by, by the runs' keys and the names of values. */
  private Map<Long, Map<String, Object>> sorted(List<StoredRow> runs, String kind, String value) {
    Map<Long, Map<String, Object>> sorted = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT v.run_id, k.name, %2$s AS sorted_value
            FROM run r JOIN run_%1$s v ON v.run_id = r.id AND v.sweep_id = r.sweep_id
              AND v.number = r.number
            LEFT JOIN %1$s_key k ON k.id = v.key_id
            WHERE r.id = ANY(:keys)
            """
                .formatted(kind, value))
        .bindArray(
            "keys",
            Long.class,
            runs.stream().map(run -> (Object) run.number(CheckedTable.ID)).toArray())
        .map(
            (row, context) ->
                sorted
                    .computeIfAbsent(row.getLong("run_id"), key -> new HashMap<>())
                    .put(String.valueOf(row.getString("name")), row.getObject("sorted_value")))
        .list();
    return sorted;
  }

  private void compare(
      StoredRow run, String what, Map<String, ?> needed, @Nullable Map<String, Object> sorted) {
    Map<String, Object> others = Objects.requireNonNullElse(sorted, Map.of());
    if (!needed.equals(others)) {
      run.reportDamage(
          handle, "the %s %s to sort by".formatted(what, needed), String.valueOf(others));
    }
  }

  private void checkEpochs() {
    handle
        .createQuery(
            CheckedTable.RUN.select("r")
                + """
                WHERE r.epochs <> (
                  SELECT COUNT(*) FROM metric_point p
                  WHERE p.id >= r.id * :steps AND p.id < (r.id + 1) * :steps
                    AND p.seconds IS NOT NULL)
                """)
        .bind("steps", STEPS_OF_A_RUN)
        .map((row, context) -> CheckedTable.RUN.read(row))
        .list()
        .forEach(
            run ->
                run.reportDamage(
                    handle, run.integer("epochs") + " recorded epochs", "another number"));
    handle
        .createQuery(
            CheckedTable.POINT.select("p")
                + "WHERE NOT EXISTS (SELECT 1 FROM run r WHERE r.id = p.id / :steps)")
        .bind("steps", STEPS_OF_A_RUN)
        .map((row, context) -> CheckedTable.POINT.read(row))
        .list()
        .forEach(point -> point.reportDamage(handle, "its run", "none"));
  }

  /** An index of a table. */
  private record Index(String table, String name, List<String> columns) {}

  private List<Index> indexes() {
    Map<String, List<String>> columns = new HashMap<>();
    Map<String, String> tables = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME FROM INFORMATION_SCHEMA.INDEX_COLUMNS
            WHERE TABLE_SCHEMA = 'PUBLIC' AND TABLE_NAME <> 'flyway_schema_history'
            ORDER BY INDEX_NAME, ORDINAL_POSITION
            """)
        .map(
            (row, context) -> {
              tables.put(row.getString(2), row.getString(1));
              return columns
                  .computeIfAbsent(row.getString(2), name -> new ArrayList<>())
                  .add(row.getString(3));
            })
        .list();
    return columns.keySet().stream()
        .sorted()
        .map(
            name ->
                new Index(
                    Objects.requireNonNull(tables.get(name)),
                    name,
                    Objects.requireNonNull(columns.get(name))))
        .toList();
  }

  private void checkIndexes() {
    for (Index index : indexes()) {
      guarded("index " + index.name(), () -> check(index));
    }
  }

  /** Each row is looked for in the index, and none is in it twice. */
  private void check(Index index) {
    String same =
        index.columns().stream()
            .map("i.%1$s IS NOT DISTINCT FROM r.%1$s"::formatted)
            .collect(Collectors.joining(" AND "));
    long lost =
        handle
            .createQuery(
                """
                SELECT COUNT(*) FROM %1$s r WHERE NOT EXISTS (
                  SELECT 1 FROM %1$s i USE INDEX (%2$s) WHERE %3$s AND i._ROWID_ = r._ROWID_)
                """
                    .formatted(index.table(), index.name(), same))
            .mapTo(Long.class)
            .one();
    String columns = String.join(", ", index.columns());
    long entries =
        handle
            .createQuery(
                "SELECT _ROWID_ FROM %s USE INDEX (%s) ORDER BY %s"
                    .formatted(index.table(), index.name(), columns))
            .mapTo(Long.class)
            .stream()
            .count();
    long rows = handle.createQuery("SELECT COUNT(*) FROM " + index.table()).mapTo(Long.class).one();
    if (lost > 0 || entries != rows) {
      found.report(
          new Damage(
              null,
              null,
              null,
              "index %s of %s is damaged: need %d entries, found %d, and %d rows without one"
                  .formatted(index.name(), index.table(), rows, entries, lost)));
    }
  }
}
