package dev.trawl.store.file;

import dev.trawl.store.file.StoredType.RowValues;
import dev.trawl.store.file.StoredType.Uncommitted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.value.Value;

/**
 * Whether indexes have what their tables have. Lists come in the order of an index and often from
 * it alone, so a bit that is flipped there, or in what runs are sorted by, would change them
 * without a word. Each entry is added up on both sides, whatever their order; only where the sums
 * differ they are compared one by one.
 *
 * <p>A row whose own checksum is not that of its values may differ from its entries: it is named
 * when it is read, and the rest is shown. So may what a transaction had not ended.
 */
final class IndexCheck {
  private static final Pattern INDEX =
      Pattern.compile(
          "CREATE .*(?:INDEX|KEY) \"PUBLIC\"\\.\"(\\w+)\" ON \"PUBLIC\"\\.\"(\\w+)\"\\((.*)\\)",
          Pattern.DOTALL);

  private static final Pattern NAME = Pattern.compile("\"(\\w+)\"");

  private final StoredFile stored;
  private final Map<String, StoredMap> maps = new HashMap<>();

  /** By the name of the map that has their rows. */
  private final Map<String, Columns> tables;

  /** By the name of the map that has its entries. */
  private final Map<String, Index> indexes = new HashMap<>();

  /** By the name of their table's map. */
  private final Map<String, List<Index>> ofTables = new HashMap<>();

  /** Where the key of a row is among its values, by the name of the map that has the rows. */
  private final Map<String, Integer> keys = new HashMap<>();

  /**
   * @param tables by the name of the map that has their rows
   * @param statements that make indexes, by the number of the object
   */
  IndexCheck(StoredFile stored, Map<String, Columns> tables, Map<Long, String> statements) {
    this.stored = stored;
    this.tables = tables;
    stored.maps().forEach(map -> maps.put(map.name(), map));
    statements.forEach(this::add);
  }

  private void add(long id, String statement) {
    Matcher index = INDEX.matcher(statement);
    if (!index.matches()) {
      return;
    }
    List<String> names = NAME.matcher(index.group(3)).results().map(MatchResult::group).toList();
    List<String> found =
        tables.entrySet().stream()
            .filter(table -> table.getValue().table().equals(index.group(2)))
            .map(Map.Entry::getKey)
            .filter(maps::containsKey)
            .toList();
    if (found.size() == 1) {
      String table = found.get(0);
      Columns columns = Objects.requireNonNull(tables.get(table));
      List<Integer> places = names.stream().map(name -> place(columns, name)).toList();
      String map = "index." + id;
      if (maps.containsKey(map)) {
        Index added = new Index(index.group(1), map, table, places);
        indexes.put(map, added);
        ofTables.computeIfAbsent(table, any -> new ArrayList<>()).add(added);
      } else {
        keys.put(table, places.get(0)); // its rows are in that order, and need no index
      }
    }
  }

  private static int place(Columns columns, String quoted) {
    return columns.columns().stream()
        .map(column -> '"' + column.name() + '"')
        .toList()
        .indexOf(quoted);
  }

  /** An index, and the sums of what it and its table have. */
  private static final class Index {
    private final String name;
    private final String map;
    private final String table;
    private final List<Integer> places;
    private long rows;
    private long entries;
    private boolean isBeingChanged;

    Index(String name, String map, String table, List<Integer> places) {
      this.name = name;
      this.map = map;
      this.table = table;
      this.places = places;
    }

    long ofRow(long key, RowValues row) {
      return sum(key, places.stream().map(place -> row.values().get(place)).toList());
    }
  }

  /** Another number for whatever is another entry. */
  private static long sum(long key, List<Value> values) {
    long sum = 31L * Long.hashCode(key) + key;
    for (Value value : values) {
      sum = mixed(31 * (31 * sum + value.getValueType()) + value.hashCode()); // null is as FALSE
    }
    return sum;
  }

  /** The last step of MurmurHash3: each bit of the number changes half of the others. */
  private static long mixed(long number) {
    long mixed = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }

  /**
   * An entry of any map.
   *
   * @throws FileDamage when a row is not that of its key
   */
  void add(StoredMap map, Object key, Object value) throws FileDamage {
    if (key instanceof Long number) {
      Integer place = keys.get(map.name());
      if (place != null && value instanceof RowValues row) {
        needKey(number, row.values().get(place), map);
      }
      for (Index index : ofTables.getOrDefault(map.name(), List.of())) {
        if (value instanceof RowValues row) {
          index.rows += index.ofRow(number, row);
        } else {
          index.isBeingChanged = true;
        }
      }
    } else if (key instanceof RowValues entry) {
      Index index = indexes.get(map.name());
      if (index != null) {
        index.entries += sum(entry.key(), entry.values());
        index.isBeingChanged |= value instanceof Uncommitted;
      }
    }
  }

  private void needKey(long key, Value found, StoredMap map) throws FileDamage {
    if (found.getLong() != key) {
      throw new FileDamage(
          "need row %d of %s to have that key, found %s"
              .formatted(
                  key, Objects.requireNonNull(tables.get(map.name())).table(), found.getString()));
    }
  }

  /**
   * After all entries were added.
   *
   * @throws FileDamage when an index lacks what its table has, or has more
   */
  void check() throws IOException {
    for (Index index : indexes.values()) {
      if (index.rows != index.entries && !index.isBeingChanged) {
        compare(index);
      }
    }
  }

  private void compare(Index index) throws IOException {
    Columns columns = Objects.requireNonNull(tables.get(index.table));
    StoredMap table = Objects.requireNonNull(maps.get(index.table));
    StoredMap entries = Objects.requireNonNull(maps.get(index.map));
    Map<Long, Long> whole = new HashMap<>();
    Set<Long> damaged = new HashSet<>();
    Optional<RowPlaces> places = RowPlaces.of(columns);
    stored.entries(
        table,
        (key, value) -> {
          if (places.isPresent() && !places.get().isAsWritten((RowValues) value)) {
            damaged.add((Long) key);
          } else {
            whole.put((Long) key, index.ofRow((Long) key, (RowValues) value));
          }
        });
    stored.entries(
        entries,
        (key, value) -> {
          RowValues entry = (RowValues) key;
          Long sum = whole.remove(entry.key());
          if (!damaged.contains(entry.key())
              && (sum == null || sum != sum(entry.key(), entry.values()))) {
            throw differs(index, columns, entry.key());
          }
        });
    if (!whole.isEmpty()) {
      throw differs(index, columns, whole.keySet().iterator().next());
    }
  }

  private static FileDamage differs(Index index, Columns columns, long row) {
    return new FileDamage(
        "need row %d of %s in its index %s as it is, found it otherwise"
            .formatted(row, columns.table(), index.name));
  }
}
