package dev.trawl.store.file;

import dev.trawl.store.file.StoredType.RowValues;
import dev.trawl.store.file.StoredType.Uncommitted;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.h2.value.ValueVarchar;

/** Whether each map of a file holds what it should, first of all what H2 runs when it opens it. */
final class DataCheck {
  private static final int STATEMENT = 3;

  private final StoredFile stored;
  private final SchemaObjects objects = new SchemaObjects();

  /** By the name of the map that has their rows. */
  private final Map<String, Columns> tables = new HashMap<>();

  /** By the same name, of the tables with checksums. */
  private final Map<String, RowPlaces> places = new HashMap<>();

  /** What makes the other objects, by their numbers. */
  private final Map<Long, String> statements = new HashMap<>();

  private boolean hasDamagedRows;

  DataCheck(StoredFile stored) {
    this.stored = stored;
  }

  /**
   * Whether some rows are not as they were written, which doesn't keep H2 from opening the file.
   */
  boolean hasDamagedRows() {
    return hasDamagedRows;
  }

  /**
   * @throws FileDamage when H2 can't be let open the file
   */
  void check() throws IOException {
    if (stored.isDatabase()) {
      stored.entries(statements(), (key, row) -> checkStatements((Long) key, row));
    }
    IndexCheck indexes = new IndexCheck(stored, tables, statements);
    for (StoredMap map : stored.maps()) {
      check(map, indexes);
    }
    indexes.check();
  }

  private StoredMap statements() throws FileDamage {
    for (StoredMap map : stored.maps()) {
      if (map.name().equals(StoredFile.STATEMENTS) && map.root() != 0) {
        return map;
      }
    }
    throw new FileDamage("need the list of the database's objects, found none");
  }

  private void checkStatements(long id, Object row) throws FileDamage {
    for (Object version : versions(row)) {
      String statement = statement(version);
      objects.need(statement);
      for (Columns columns : Columns.of(statement)) {
        tables.put("table." + id, columns);
        RowPlaces.of(columns).ifPresent(found -> places.put("table." + id, found));
      }
      statements.put(id, statement);
    }
  }

  /** A row that a transaction may have begun to change is two. */
  private static List<Object> versions(Object row) {
    return row instanceof Uncommitted both
        ? Stream.of(both.committed(), both.current()).filter(Objects::nonNull).toList()
        : List.of(row);
  }

  static String statement(Object row) throws FileDamage {
    if (row instanceof RowValues found
        && found.values().size() > STATEMENT
        && found.values().get(STATEMENT) instanceof ValueVarchar text) {
      return text.getString();
    }
    throw new FileDamage("need a statement, found another row in the list of objects");
  }

  private void check(StoredMap map, IndexCheck indexes) throws IOException {
    if (map.name().equals("openTransactions")) { // read by Java's own deserialization
      stored.walk(
          map,
          page -> {
            if (page.keys() > 0) {
              throw new FileDamage("need no prepared transaction, found one");
            }
          });
    } else if (map.hasKnownTypes()) {
      stored.entries(
          map,
          (key, value) -> {
            check(map, key, value);
            indexes.add(map, key, value);
          });
    } else {
      stored.walk(map, page -> {});
    }
  }

  private void check(StoredMap map, Object key, Object value) throws FileDamage {
    Columns columns = tables.get(map.name());
    if (columns != null && key instanceof Long number) {
      for (Object version : versions(value)) {
        if (version instanceof RowValues row) {
          columns.need(number, row);
          SchemaHistory.need(columns, row);
          RowPlaces checked = places.get(map.name());
          hasDamagedRows |= checked != null && !checked.isAsWritten(row);
        }
      }
    }
  }
}
