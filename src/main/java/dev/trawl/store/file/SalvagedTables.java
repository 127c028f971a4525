package dev.trawl.store.file;

import dev.trawl.store.file.StoredType.RowValues;
import dev.trawl.store.file.StoredType.Uncommitted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.h2.value.Value;
import org.h2.value.ValueBoolean;
import org.jspecify.annotations.Nullable;

/** The tables of a file, from the statements in it, none of which is run. */
public final class SalvagedTables {
  private static final String LOST = "";
  private static final String HISTORY = "flyway_schema_history";

  private final SalvagedFile file;
  private final RecognisedMaps recognised;
  private final SchemaObjects objects = new SchemaObjects();

  /** By name. */
  private final Map<String, Table> tables = new TreeMap<>();

  private final List<String> foreign = new ArrayList<>();

  public SalvagedTables(SalvagedFile file, RecognisedMaps recognised) throws IOException {
    this.file = file;
    this.recognised = recognised;
    Optional<SalvagedMap> statements =
        file.map(
            StoredFile.STATEMENTS,
            recognised.table(RecognisedMaps.STATEMENTS).map(RecognisedMaps.Found::map),
            StoredFile.STATEMENT);
    if (statements.isPresent()) {
      statements.get().entries(this::add);
    }
    for (RecognisedMaps.Found found : recognised.tables()) {
      Table named = tables.get(found.columns().table());
      if (named == null || file.newest(named.map()) < found.version()) {
        tables.put(found.columns().table(), new Table(LOST, found.columns()));
      }
    }
  }

  public static SalvagedTables in(SalvagedFile file) throws IOException {
    return new SalvagedTables(file, RecognisedMaps.in(file));
  }

  /**
   * A table.
   *
   * @param map the name of the map that has its rows; empty when it is lost
   */
  public record Table(String map, Columns columns) {
    public String name() {
      return columns.table();
    }

    public List<String> columnNames() {
      return columns.columns().stream().map(Columns.Column::name).toList();
    }
  }

  /** What is done with a row. */
  public interface RowVisitor {
    void visit(long key, RowValues row) throws IOException;
  }

  private void add(Object id, Object row) {
    Object committed = committed(row);
    if (committed == null) {
      return;
    }
    String statement = "";
    try {
      statement = DataCheck.statement(committed);
      objects.need(statement);
    } catch (FileDamage e) {
      foreign.add(e.getMessage());
    }
    for (Columns columns : Columns.of(statement)) { // ids rise: the newest of a name stays
      tables.put(columns.table(), new Table("table." + id, columns));
    }
  }

  static @Nullable Object committed(Object row) {
    return row instanceof Uncommitted both ? both.committed() : row;
  }

  public Map<String, Table> all() {
    return tables;
  }

  /** The tables whose names are lost, and which were told by what their rows look like. */
  public List<String> told() {
    return tables.values().stream()
        .filter(table -> table.map().equals(LOST))
        .map(table -> table.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** What the file has that Trawl did not write, each as a message. */
  public List<String> foreign() {
    return foreign;
  }

  /** Empty when nothing says which pages are its. */
  public Optional<SalvagedMap> rows(Table table) throws IOException {
    Optional<Integer> told =
        recognised
            .table(table.name())
            .filter(found -> found.columns().equals(table.columns()))
            .map(RecognisedMaps.Found::map);
    return file.map(
        table.map(),
        told,
        new StoredType.Versioned(new StoredType.Row(table.columns().columns().size(), false)));
  }

  /** Visits the rows that transactions left, those of the newest pages first. */
  public static void visit(SalvagedMap rows, RowVisitor visitor) throws IOException {
    rows.newestFirst(
        (key, row) -> {
          if (committed(row) instanceof RowValues values) {
            visitor.visit((Long) key, values);
          }
        });
  }

  /** Of the schema; empty when it can't be told. */
  public OptionalInt version() throws IOException {
    Table history = tables.get(HISTORY);
    Optional<SalvagedMap> rows = history == null ? Optional.empty() : rows(history);
    if (history == null || rows.isEmpty()) {
      return OptionalInt.empty();
    }
    int version = history.columnNames().indexOf("version");
    int success = history.columnNames().indexOf("success");
    List<Integer> found = new ArrayList<>();
    visit(
        rows.get(),
        (key, row) -> {
          if (version >= 0
              && success >= 0
              && row.values().size() > Math.max(version, success)
              && ValueBoolean.TRUE.equals(row.values().get(success))) {
            number(row.values().get(version)).ifPresent(found::add);
          }
        });
    return found.stream().mapToInt(Integer::intValue).max();
  }

  private static Optional<Integer> number(Value version) {
    String text = version.getString();
    return text != null && text.matches("\\d{1,6}")
        ? Optional.of(Integer.valueOf(text))
        : Optional.empty();
  }

  /** How many of its tables another one has alike. */
  public long alike(SalvagedTables other) {
    return tables.values().stream()
        .filter(
            table -> {
              Table found = other.tables.get(table.name());
              return found != null && found.columnNames().equals(table.columnNames());
            })
        .count();
  }

  public int size() {
    return tables.size();
  }
}
