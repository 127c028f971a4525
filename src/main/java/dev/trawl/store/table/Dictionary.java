package dev.trawl.store.table;

import dev.trawl.track.DamagedRecordException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Names that are stored once and referred to by a small number. */
enum Dictionary {
  METRIC(CheckedTable.METRIC_KEY),
  PARAMETER(CheckedTable.PARAMETER_KEY);

  private final CheckedTable table;

  Dictionary(CheckedTable table) {
    this.table = table;
  }

  /**
   * The numbers of {@code names}, new ones added. Within a write transaction.
   *
   * @throws DamagedRecordException when a name is damaged: it may be one of these
   */
  Map<String, Integer> keys(Handle handle, Collection<String> names) {
    Map<String, Integer> keys = new HashMap<>();
    rows(handle).forEach(row -> keys.put(row.needWhole(handle).text("name"), row.integer("id")));
    for (String name : names) {
      keys.computeIfAbsent(name, missing -> add(handle, missing));
    }
    return keys;
  }

  /** The number of a name; null when it is not known, or damaged: any damaged one may be it. */
  @Nullable Integer find(Handle handle, String name) {
    return names(handle).entrySet().stream()
        .filter(known -> known.getValue().equals(name))
        .findFirst()
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  /** All names by number, without damaged ones. */
  Map<Integer, String> names(Handle handle) {
    Map<Integer, String> names = new HashMap<>();
    rows(handle).stream()
        .filter(row -> row.isWhole(handle))
        .forEach(row -> names.put(row.integer("id"), row.text("name")));
    return names;
  }

  private List<StoredRow> rows(Handle handle) {
    return handle.createQuery(table.select("k")).map((row, context) -> table.read(row)).list();
  }

  private int add(Handle handle, String name) {
    return (int) table.add(handle, Map.of("name", name));
  }
}
