package dev.trawl.store.table;

import dev.trawl.track.Metric;
import dev.trawl.track.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Which metrics are recorded together; there are a few such sets. A set's keys ascend, and packed
 * values are in their order.
 */
final class MetricKeySets {
  private final Map<Integer, List<String>> names;
  private final Map<Integer, List<Place>> byName = new HashMap<>();

  private MetricKeySets(Map<Integer, List<String>> names) {
    this.names = names;
    names.forEach((set, keys) -> byName.put(set, Place.byName(keys)));
  }

  /** Where the value of a key is among the packed ones. */
  private record Place(String key, int index) {
    static List<Place> byName(List<String> keys) {
      return IntStream.range(0, keys.size())
          .mapToObj(index -> new Place(keys.get(index), index))
          .sorted(Comparator.comparing(Place::key))
          .toList();
    }
  }

  /** Those that are whole, of names that are whole. */
  static MetricKeySets read(Handle handle) {
    Map<Integer, String> keys = Dictionary.METRIC.names(handle);
    Map<Integer, List<String>> names = new HashMap<>();
    handle
        .createQuery(CheckedTable.METRIC_KEY_SET.select("s"))
        .map((row, context) -> CheckedTable.METRIC_KEY_SET.read(row))
        .list()
        .stream()
        .filter(row -> row.isWhole(handle))
        .filter(row -> keys.keySet().containsAll(Arrays.asList(row.array("key_ids"))))
        .forEach(
            row ->
                names.put(
                    row.integer("id"),
                    Stream.of(row.array("key_ids"))
                        .map(id -> Objects.requireNonNull(keys.get((Integer) id)))
                        .toList()));
    return new MetricKeySets(names);
  }

  /** Whether a set can be told. */
  boolean isKnown(int set) {
    return names.containsKey(set);
  }

  /** Whether a point is as it was written, and its metrics can be told; else it is reported. */
  boolean isWhole(Handle handle, StoredRow point) {
    if (!point.isWhole(handle)) {
      return false;
    }
    if (!isKnown(point.integer("key_set_id"))) {
      point.reportDamage(handle, "the names of its metrics", "them damaged");
      return false;
    }
    return true;
  }

  /**
   * What was recorded together, in the order of the keys.
   *
   * @param set a known one
   * @param keys of which metrics; all when there are none
   */
  List<Metric> metrics(int set, PackedValues values, Set<String> keys, long step, Instant at) {
    List<Metric> metrics = new ArrayList<>();
    for (Place place : byName.getOrDefault(set, List.of())) {
      if (keys.isEmpty() || keys.contains(place.key())) {
        metrics.add(new Metric(place.key(), values.get(place.index()), step, at));
      }
    }
    return metrics;
  }

  /**
   * The keys of a set, in the order of its packed values.
   *
   * @throws StoreException when they can't be told
   */
  List<String> names(int set) {
    List<String> known = names.get(set);
    if (known == null) {
      throw new StoreException(
          "need the names of metrics, found set %d damaged".formatted(set), null);
    }
    return known;
  }

  /** The number of a set of keys, which is added if it is new. Within a write transaction. */
  static int key(Handle handle, Collection<Integer> keys) {
    SortedSet<Integer> ascending = new TreeSet<>(keys);
    Integer[] ids = ascending.toArray(Integer[]::new);
    return handle
        .createQuery(CheckedTable.METRIC_KEY_SET.select("s") + "WHERE s.key_ids = :keys")
        .bindArray("keys", Integer.class, (Object[]) ids)
        .map((row, context) -> CheckedTable.METRIC_KEY_SET.read(row))
        .findOne()
        .map(row -> row.needWhole(handle).integer("id"))
        .orElseGet(() -> (int) CheckedTable.METRIC_KEY_SET.add(handle, Map.of("key_ids", ids)));
  }
}
