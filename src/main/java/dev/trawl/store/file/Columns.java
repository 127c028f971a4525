package dev.trawl.store.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.value.Value;

/**
 * The columns of a table, from the statement that makes it: as H2 writes it.
 *
 * @param table its name
 */
public record Columns(String table, List<Column> columns) {
  private static final Pattern TABLE =
      Pattern.compile("CREATE CACHED TABLE \"PUBLIC\"\\.\"(\\w+)\"\\((.*)\\)", Pattern.DOTALL);

  private static final Pattern COLUMN = Pattern.compile("\"(\\w+)\" (.*)");

  private static final Pattern NEXT = Pattern.compile(",\\s+(?=\")");

  /** Beginnings of types, the longer of two first. */
  private static final Map<String, Integer> TYPES = types();

  public Columns {
    columns = List.copyOf(columns);
  }

  /**
   * A column.
   *
   * @param type H2's number of it; {@link Value#UNKNOWN} for any
   */
  record Column(String name, int type, boolean isNullable) {
    boolean takes(Value value) {
      return value.getValueType() == Value.NULL
          ? isNullable
          : type == Value.UNKNOWN || value.getValueType() == type;
    }
  }

  /** None if the statement makes something else. */
  static List<Columns> of(String statement) {
    Matcher table = TABLE.matcher(statement);
    if (!table.matches()) {
      return List.of();
    }
    List<Column> columns = new ArrayList<>();
    for (String described : NEXT.split(table.group(2), -1)) {
      Matcher column = COLUMN.matcher(described.strip());
      if (column.matches()) {
        columns.add(column(column.group(1), column.group(2)));
      }
    }
    return List.of(new Columns(table.group(1), columns));
  }

  private static Column column(String name, String type) {
    for (Map.Entry<String, Integer> known : TYPES.entrySet()) {
      if (type.startsWith(known.getKey())) {
        return new Column(name, known.getValue(), !type.contains("NOT NULL"));
      }
    }
    return new Column(name, Value.UNKNOWN, true);
  }

  /**
   * Checks a row of the table.
   *
   * @throws FileDamage when a row does not have these columns
   */
  public void need(long key, StoredType.RowValues row) throws FileDamage {
    for (int i = 0; i < columns.size(); i++) {
      if (row.values().size() != columns.size() || !columns.get(i).takes(row.values().get(i))) {
        throw new FileDamage(
            "need row %d of %s with a valid %s, found another value"
                .formatted(key, table, columns.get(i).name()));
      }
    }
  }

  /** Whether a row has them. */
  boolean take(StoredType.RowValues row) {
    boolean fits = row.values().size() == columns.size();
    for (int i = 0; fits && i < columns.size(); i++) {
      fits = columns.get(i).takes(row.values().get(i));
    }
    return fits;
  }

  private static Map<String, Integer> types() {
    Map<String, Integer> types = new LinkedHashMap<>();
    types.put("INTEGER ARRAY", Value.ARRAY);
    types.put("INTEGER", Value.INTEGER);
    types.put("BIGINT", Value.BIGINT);
    types.put("BOOLEAN", Value.BOOLEAN);
    types.put("DOUBLE PRECISION", Value.DOUBLE);
    types.put("CHARACTER VARYING", Value.VARCHAR);
    types.put("CHARACTER LARGE OBJECT", Value.CLOB);
    types.put("BINARY VARYING", Value.VARBINARY);
    types.put("BINARY LARGE OBJECT", Value.BLOB);
    types.put("UUID", Value.UUID);
    types.put("TIMESTAMP", Value.TIMESTAMP);
    return types;
  }
}
