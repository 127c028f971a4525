package dev.trawl.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Names that are stored once and referred to by a small number. */
enum Dictionary {
  METRIC("metric_key"),
  PARAMETER("parameter_key");

  private final String table;

  Dictionary(String table) {
    this.table = table;
  }

  /** The numbers of {@code names}, new ones added. Within a write transaction. */
  Map<String, Integer> keys(Handle handle, Collection<String> names) {
    Map<String, Integer> keys = new HashMap<>();
    names(handle).forEach((id, name) -> keys.put(name, id));
    for (String name : names) {
      keys.computeIfAbsent(name, missing -> add(handle, missing));
    }
    return keys;
  }

  /** The number of a name; null when it is not known. */
  @Nullable Integer find(Handle handle, String name) {
    return handle
        .createQuery("SELECT id FROM " + table + " WHERE name = :name")
        .bind("name", name)
        .mapTo(Integer.class)
        .findOne()
        .orElse(null);
  }

  /** All names by number. */
  Map<Integer, String> names(Handle handle) {
    Map<Integer, String> names = new HashMap<>();
    handle
        .createQuery("SELECT id, name FROM " + table)
        .map((row, context) -> Map.entry(row.getInt("id"), row.getString("name")))
        .forEach(entry -> names.put(entry.getKey(), entry.getValue()));
    return names;
  }

  private int add(Handle handle, String name) {
    return handle
        .createUpdate("INSERT INTO " + table + " (name) VALUES (:name)")
        .bind("name", name)
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Integer.class)
        .one();
  }
}
