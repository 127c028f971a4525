package dev.trawl.store.backup;

import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Which columns a table has: it depends on the version of the schema. */
final class TableColumns {
  private TableColumns() {}

  /**
   * The names of its columns, in lower case; none when there is no such table.
   *
   * @param table in lower case
   */
  static Set<String> of(Handle handle, String table) {
    return handle
        .createQuery(
            """
            SELECT LOWER(COLUMN_NAME) FROM INFORMATION_SCHEMA.COLUMNS
            WHERE TABLE_SCHEMA = 'PUBLIC' AND TABLE_NAME = UPPER(:table)
            """)
        .bind("table", table)
        .mapTo(String.class)
        .collect(Collectors.toSet());
  }
}
