package dev.trawl.store.table;

import dev.trawl.store.database.Reading;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jdbi.v3.core.statement.Query;

/**
 * The damaged rows of sweeps and runs. Counts, orders, filters and names are found by values that
 * are looked at before a row is read whole, or without it: a damaged one would be missing there, or
 * counted, without a word. So each row is read once in a process, and new ones the next time. Safe
 * for use by many threads.
 */
public final class DamagedRows implements JdbiConfig<DamagedRows> {
  private static final int ROWS_AT_A_TIME = 1000;

  private final Map<CheckedTable, Scan> scans = new EnumMap<>(CheckedTable.class);

  /** Public for Jdbi. */
  public DamagedRows() {
    scans.put(CheckedTable.SWEEP, new Scan(CheckedTable.SWEEP));
    scans.put(CheckedTable.RUN, new Scan(CheckedTable.RUN));
  }

  /** Those of a table, as they are now, by their keys; not reported. */
  static Map<Long, StoredRow> find(Handle handle, CheckedTable table) {
    List<Long> keys = handle.getConfig(DamagedRows.class).scan(table).damaged(handle);
    return keys.isEmpty()
        ? Map.of()
        : damaged(
            table,
            handle
                .createQuery(select(table) + "WHERE r._ROWID_ = ANY(:keys)")
                .bindArray("keys", Long.class, keys));
  }

  /** Reports those of a table; their keys. */
  static Set<Long> report(Handle handle, CheckedTable table) {
    Map<Long, StoredRow> damaged = find(handle, table);
    damaged.values().forEach(row -> row.isWhole(handle));
    return damaged.keySet();
  }

  /** The key of a row is behind its columns: the one among them may be damaged. */
  private static String select(CheckedTable table) {
    return "SELECT %s, r._ROWID_ FROM %s r ".formatted(table.columns("r"), table.table());
  }

  private static Map<Long, StoredRow> damaged(CheckedTable table, Query rows) {
    Map<Long, StoredRow> damaged = new LinkedHashMap<>();
    rows.map((row, context) -> Map.entry(key(table, row), table.read(row)))
        .filter(row -> !row.getValue().isAsWritten())
        .forEach(row -> damaged.put(row.getKey(), row.getValue()));
    return damaged;
  }

  private static long key(CheckedTable table, ResultSet row) throws SQLException {
    return row.getLong(table.columns().size() + 2);
  }

  private Scan scan(CheckedTable table) {
    Scan scan = scans.get(table);
    if (scan == null) {
      throw new IllegalArgumentException("need sweeps or runs, found " + table);
    }
    return scan;
  }

  /** What was read so far. */
  private static final class Scan {
    private final CheckedTable table;
    private final Set<Long> damaged = new TreeSet<>();
    private long last;

    Scan(CheckedTable table) {
      this.table = table;
    }

    synchronized List<Long> damaged(Handle handle) {
      boolean more = true;
      while (more) {
        Reading.check(handle);
        more = read(handle);
      }
      return List.copyOf(damaged);
    }

    private boolean read(Handle handle) {
      List<Long> keys =
          handle
              .createQuery(
                  select(table)
                      + "WHERE r._ROWID_ > :last ORDER BY r._ROWID_ FETCH FIRST :rows ROWS ONLY")
              .bind("last", last)
              .bind("rows", ROWS_AT_A_TIME)
              .map(
                  (row, context) -> {
                    long key = key(table, row);
                    if (!table.read(row).isAsWritten()) {
                      damaged.add(key);
                    }
                    return key;
                  })
              .list();
      last = keys.isEmpty() ? last : keys.get(keys.size() - 1);
      return keys.size() == ROWS_AT_A_TIME;
    }
  }

  /** All handles share it. */
  @Override
  public DamagedRows createCopy() {
    return this;
  }
}
