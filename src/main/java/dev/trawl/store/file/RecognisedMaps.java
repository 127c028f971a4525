package dev.trawl.store.file;

import dev.trawl.store.file.StoredType.RowValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.h2.value.Value;

/**
 * Which map of a file holds what, where the names of maps are lost: told by what its pages hold,
 * uniquely or not at all. A table is told by how many columns its rows have and of which types, and
 * by that the key of a row is in its first one; the names of metrics and of parameters, which are
 * alike in that, by which of them runs have. Used by one thread.
 */
public final class RecognisedMaps {
  /** The statements that make all objects, as a table. */
  static final String STATEMENTS = "SYS";

  /** Of a map; the newest are looked at. */
  static final int MOST_PAGES = 64;

  private static final String RUNS = "RUN";

  private final SalvagedFile file;
  private final List<Columns> tables = new ArrayList<>();
  private final Set<String> keyed;
  private final Map<String, Found> found = new TreeMap<>();
  private final NamesInRuns namesInRuns = new NamesInRuns();
  private final LargeObjectMaps largeObjects;
  private int unknown;

  private RecognisedMaps(SalvagedFile file, SchemaObjects schema) {
    this.file = file;
    this.largeObjects = new LargeObjectMaps(file);
    this.keyed = schema.keyed();
    tables.addAll(schema.tables());
    tables.add(
        new Columns(
            STATEMENTS,
            List.of(
                new Columns.Column("ID", Value.INTEGER, false),
                new Columns.Column("HEAD", Value.INTEGER, false),
                new Columns.Column("TYPE", Value.INTEGER, false),
                new Columns.Column("SQL", Value.VARCHAR, false))));
  }

  /**
   * The map of a table.
   *
   * @param columns of one of the forms that the table had
   * @param version of its newest page
   */
  record Found(int map, Columns columns, long version) {}

  /** Some rows of a map, by their keys. */
  private record Rows(int map, long version, Map<Long, RowValues> rows) {}

  /** None where no name is lost. */
  public static RecognisedMaps in(SalvagedFile file) throws IOException {
    RecognisedMaps recognised = new RecognisedMaps(file, new SchemaObjects());
    if (!file.hasAllNames()) {
      recognised.recognise();
    }
    return recognised;
  }

  private void recognise() throws IOException {
    Set<Integer> widths = new TreeSet<>();
    tables.forEach(table -> widths.add(table.columns().size()));
    List<Rows> alike = new ArrayList<>();
    for (int map : file.unnamedMaps()) {
      Optional<Rows> rows = rows(map, widths);
      if (rows.isEmpty()) {
        largeObjects.add(map);
        continue;
      }
      List<Columns> fitting = tables.stream().filter(table -> fits(table, rows.get())).toList();
      if (fitting.isEmpty()) {
        unknown += rowsOfAny(rows.get());
      } else if (fitting.stream().map(Columns::table).distinct().count() == 1) {
        // one form of it may allow for null where another does not
        add(
            Collections.max(fitting, Comparator.comparing(form -> count(form, rows.get()))),
            rows.get());
      } else {
        alike.add(rows.get());
      }
    }
    if (!alike.isEmpty() && namesInRuns.isEmpty()) {
      readNamesInRuns(widths);
    }
    alike.forEach(this::addByNames);
    largeObjects.keepNamedPieces();
  }

  /** Where the name of their table is not lost. */
  private void readNamesInRuns(Set<Integer> widths) throws IOException {
    Set<Integer> named = new TreeSet<>(file.mapsWithPages());
    named.removeAll(file.unnamedMaps());
    for (int map : named) {
      Optional<Rows> rows = rows(map, widths);
      for (Columns table : tables) {
        if (table.table().equals(RUNS) && rows.isPresent() && fits(table, rows.get())) {
          namesInRuns.add(rows.get().rows().values(), table);
        }
      }
    }
  }

  private Optional<Rows> rows(int map, Set<Integer> widths) throws IOException {
    for (int width : widths) {
      Map<Long, RowValues> rows = new TreeMap<>();
      long version =
          file.sample(
              map,
              new StoredType.Versioned(new StoredType.Row(width, false)),
              MOST_PAGES,
              (key, row) -> {
                if (SalvagedTables.committed(row) instanceof RowValues values) {
                  rows.putIfAbsent((Long) key, values);
                }
              });
      if (!rows.isEmpty()) {
        return Optional.of(new Rows(map, version, rows));
      }
    }
    return Optional.empty();
  }

  /** Whether most rows are its: single ones may be damaged. */
  private boolean fits(Columns table, Rows rows) {
    return 2 * count(table, rows) > rows.rows().size();
  }

  private long count(Columns table, Rows rows) {
    return rows.rows().entrySet().stream()
        .filter(row -> fits(table, row.getKey(), row.getValue()))
        .count();
  }

  private boolean fits(Columns table, long key, RowValues row) {
    String first = table.columns().get(0).name();
    boolean isKeyed =
        table.table().equals(STATEMENTS) || keyed.contains(table.table() + "." + first);
    return table.take(row) && (!isKeyed || row.values().get(0).getLong() == key);
  }

  /** Pages of other maps may look like rows, but not like those of a table. */
  private int rowsOfAny(Rows rows) {
    return (int)
        rows.rows().entrySet().stream()
            .filter(
                row -> tables.stream().anyMatch(table -> fits(table, row.getKey(), row.getValue())))
            .count();
  }

  /** A table that was copied when its columns changed has left its older map behind. */
  private void add(Columns table, Rows rows) {
    found.merge(
        table.table(),
        new Found(rows.map(), table, rows.version()),
        (one, other) -> one.version() >= other.version() ? one : other);
    if (table.table().equals(RUNS)) {
      namesInRuns.add(rows.rows().values(), table);
    }
  }

  private void addByNames(Rows rows) {
    Set<String> names = new HashSet<>();
    rows.rows().values().forEach(row -> names.add(row.values().get(1).getString()));
    Optional<String> table = namesInRuns.table(names);
    if (table.isEmpty()) {
      unknown += rows.rows().size();
    }
    tables.stream()
        .filter(columns -> table.filter(columns.table()::equals).isPresent())
        .filter(columns -> fits(columns, rows))
        .forEach(columns -> add(columns, rows));
  }

  /** Empty when none, or more than one, has rows like its. */
  Optional<Found> table(String name) {
    return Optional.ofNullable(found.get(name));
  }

  /** Where the large objects are. */
  Optional<Integer> objects() {
    return largeObjects.objects();
  }

  /** Their bytes. */
  Optional<Integer> pieces() {
    return largeObjects.pieces();
  }

  /** The tables that were recognised. */
  List<Found> tables() {
    return found.values().stream()
        .filter(one -> !one.columns().table().equals(STATEMENTS))
        .toList();
  }

  /** How many rows were seen that no table, or more than one, has like these. */
  public int unknown() {
    return unknown;
  }
}
