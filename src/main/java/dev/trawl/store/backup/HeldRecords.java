package dev.trawl.store.backup;

import dev.trawl.store.backup.DatabaseRepair.Count;
import dev.trawl.store.file.SalvagedMap;
import dev.trawl.store.table.CheckedTable;
import dev.trawl.store.table.RowName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * What a damaged database is known to have held: by the counts of its tables, and by what its rows
 * name, also where what they name is lost. Used by one thread.
 */
final class HeldRecords {
  private static final long STEPS_OF_A_RUN = 1L << 32;

  /** How many rows tables had, by their names. */
  private final Map<String, Long> rows = new HashMap<>();

  /** Of tables whose rows change, those that come from older copies of pages. */
  private final Map<String, Set<Long>> older = new HashMap<>();

  private final Map<Long, HeldRun> runs = new TreeMap<>();
  private final Set<Long> sweeps = new TreeSet<>();
  private long checkpoints;

  /** A run, named as far as it can be told. */
  private static final class HeldRun {
    private String name = "";
    private int epochs;
    private int checkpoints;
  }

  /** The table has all the rows that came through. */
  void transferred(String table, SalvagedMap salvaged) {
    salvaged.expected().ifPresent(count -> rows.put(table, count));
    older.put(table, salvaged.older());
  }

  /** Counts what came through before any of it is dropped. Of any schema. */
  void count(Handle handle) {
    handle
        .createQuery(
            """
            SELECT r.id, r.sweep_id, r.epochs,
              'run ' || r.number || COALESCE(' of sweep ' || s.name, '') || ' (' || r.uid || ')'
            FROM run r LEFT JOIN sweep s ON s.id = r.sweep_id
            """)
        .map(
            (row, context) -> {
              HeldRun run = run(row.getLong(1));
              run.epochs = row.getInt(3);
              run.name = row.getString(4);
              return sweeps.add(row.getLong(2));
            })
        .list();
    sweeps.addAll(handle.createQuery("SELECT id FROM sweep").mapTo(Long.class).list());
    count(handle, epochsByRun(handle))
        .forEach((key, count) -> run(key).epochs = Math.max(run(key).epochs, count));
    count(handle, "SELECT run_id, COUNT(*) FROM checkpoint GROUP BY run_id")
        .forEach(
            (key, count) -> {
              run(key).checkpoints = count;
              checkpoints += count;
            });
    if (TableColumns.of(handle, "run_parameter").contains("number")) {
      nameBySorting(handle);
    }
  }

  private static String epochsByRun(Handle handle) {
    return TableColumns.of(handle, "epoch").isEmpty()
        ? """
        SELECT id / %1$d, COUNT(*) FROM metric_point WHERE seconds IS NOT NULL GROUP BY id / %1$d
        """
            .formatted(STEPS_OF_A_RUN)
        : "SELECT run_id, COUNT(*) FROM epoch GROUP BY run_id";
  }

  /** What runs are sorted by repeats their numbers. */
  private void nameBySorting(Handle handle) {
    handle
        .createQuery(
            """
            SELECT v.run_id, 'run ' || v.number || COALESCE(' of sweep ' || s.name, '')
            FROM (SELECT run_id, number, sweep_id FROM run_parameter
              UNION SELECT run_id, number, sweep_id FROM run_metric) v
            LEFT JOIN sweep s ON s.id = v.sweep_id
            """)
        .map((row, context) -> Map.entry(row.getLong(1), row.getString(2)))
        .list()
        .forEach(
            named -> {
              HeldRun run = run(named.getKey());
              run.name = run.name.isEmpty() ? named.getValue() : run.name;
            });
  }

  private static Map<Long, Integer> count(Handle handle, String query) {
    Map<Long, Integer> counts = new TreeMap<>();
    handle
        .createQuery(query)
        .map((row, context) -> counts.put(row.getLong(1), row.getInt(2)))
        .list();
    return counts;
  }

  private HeldRun run(long key) {
    return runs.computeIfAbsent(key, unknown -> new HeldRun());
  }

  /**
   * Of what is left, when nothing more is dropped.
   *
   * @param recovered the keys of sweeps whose own record did not come through
   * @return of sweeps, runs, epochs and checkpoints
   */
  List<Count> counts(Handle handle, Set<Long> recovered) {
    return List.of(
        new Count(
            "sweeps",
            number(handle, "SELECT COUNT(*) FROM sweep") - recovered.size(),
            held("SWEEP", sweeps.size())),
        new Count("runs", number(handle, "SELECT COUNT(*) FROM run"), held("RUN", runs.size())),
        new Count(
            "epochs",
            number(handle, "SELECT COUNT(*) FROM metric_point WHERE seconds IS NOT NULL"),
            OptionalLong.of(runs.values().stream().mapToLong(run -> run.epochs).sum())),
        new Count(
            "checkpoints",
            number(handle, "SELECT COUNT(*) FROM checkpoint"),
            held("CHECKPOINT", checkpoints)));
  }

  private static long number(Handle handle, String query) {
    return handle.createQuery(query).mapTo(Long.class).one();
  }

  /** Empty where neither the table says it, nor that it was all. */
  private OptionalLong held(String table, long known) {
    Long said = rows.get(table);
    return said == null ? OptionalLong.empty() : OptionalLong.of(Math.max(said, known));
  }

  /** What did not come through and no other row says so: runs by name, and what is only counted. */
  List<String> lost(Handle handle) {
    List<String> lost = new ArrayList<>();
    Set<Long> left = Set.copyOf(handle.createQuery("SELECT id FROM run").mapTo(Long.class).list());
    runs.forEach(
        (key, run) -> {
          if (!left.contains(key)) {
            lost.add(
                "%s: its own record is lost or damaged (epochs: %d, checkpoints: %d)"
                    .formatted(
                        run.name.isEmpty() ? "a run (row %d)".formatted(key) : run.name,
                        run.epochs,
                        run.checkpoints));
          }
        });
    addUnknown("RUN", runs.size(), "runs: nothing that came through says which", lost);
    addUnknown("SWEEP", sweeps.size(), "sweeps: nothing that came through says which", lost);
    addUnknown("CHECKPOINT", checkpoints, "checkpoints: their records are lost", lost);
    return lost;
  }

  private void addUnknown(String table, long known, String what, List<String> lost) {
    long said = rows.getOrDefault(table, known);
    if (said > known) {
      lost.add("%d %s".formatted(said - known, what));
    }
  }

  /** Sweeps and runs that may have changed after what came through of them. */
  List<String> maybeOlder(Handle handle) {
    List<String> names = new ArrayList<>();
    for (CheckedTable table : List.of(CheckedTable.SWEEP, CheckedTable.RUN)) {
      Set<Long> keys = older.getOrDefault(table.table().toUpperCase(Locale.ROOT), Set.of());
      handle
          .createQuery(table.select("r") + "ORDER BY r.id")
          .map((row, context) -> table.read(row))
          .filter(row -> keys.contains(row.number(CheckedTable.ID)))
          .forEach(
              row ->
                  names.add(
                      RowName.of(handle, row).text()
                          + ": from an older copy of its record, maybe not the last"));
    }
    return names;
  }
}
