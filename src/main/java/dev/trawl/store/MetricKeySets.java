package dev.trawl.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Which metrics are recorded together; there are a few such sets. A set's keys ascend, and packed
 * values are in their order.
 */
final class MetricKeySets {
  private final Map<Integer, List<String>> names;

  private MetricKeySets(Map<Integer, List<String>> names) {
    this.names = names;
  }

  static MetricKeySets read(Handle handle) {
    Map<Integer, String> keys = Dictionary.METRIC.names(handle);
    Map<Integer, List<String>> names = new HashMap<>();
    handle
        .createQuery("SELECT id, key_ids FROM metric_key_set")
        .map(
            (row, context) ->
                Map.entry(row.getInt("id"), (Object[]) row.getArray("key_ids").getArray()))
        .forEach(
            set ->
                names.put(
                    set.getKey(),
                    Stream.of(set.getValue())
                        .map(id -> Objects.requireNonNull(keys.get((Integer) id)))
                        .toList()));
    return new MetricKeySets(names);
  }

  /** The keys of a set, in the order of its packed values. */
  List<String> names(int set) {
    return Objects.requireNonNull(names.get(set));
  }

  /** The sets that hold a key, and its place in them. */
  Map<Integer, Integer> places(String key) {
    Map<Integer, Integer> places = new HashMap<>();
    names.forEach(
        (set, keys) -> {
          if (keys.contains(key)) {
            places.put(set, keys.indexOf(key));
          }
        });
    return places;
  }

  /** The number of a set of keys, which is added if it is new. Within a write transaction. */
  static int key(Handle handle, Collection<Integer> keys) {
    SortedSet<Integer> ascending = new TreeSet<>(keys);
    Object[] ids = ascending.toArray();
    return handle
        .createQuery("SELECT id FROM metric_key_set WHERE key_ids = :keys")
        .bindArray("keys", Integer.class, ids)
        .mapTo(Integer.class)
        .findOne()
        .orElseGet(
            () ->
                handle
                    .createUpdate("INSERT INTO metric_key_set (key_ids) VALUES (:keys)")
                    .bindArray("keys", Integer.class, ids)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Integer.class)
                    .one());
  }
}
