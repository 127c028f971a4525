package dev.trawl.store.file;

import dev.trawl.store.file.StoredType.RowValues;
import dev.trawl.track.StoreException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The names of metrics and parameters in runs, by which the tables of these are told apart. */
final class NamesInRuns {
  private static final String METRICS = "METRIC_KEY";
  private static final String PARAMETERS = "PARAMETER_KEY";

  /** By the table that has them. */
  private final Map<String, Set<String>> known = new TreeMap<>();

  boolean isEmpty() {
    return known.isEmpty();
  }

  /**
   * @param runs the columns of these rows
   */
  void add(Collection<RowValues> rows, Columns runs) {
    add(rows, runs, "METRICS", METRICS);
    add(rows, runs, "PARAMETERS", PARAMETERS);
  }

  private void add(Collection<RowValues> rows, Columns runs, String column, String table) {
    int place = runs.columns().stream().map(Columns.Column::name).toList().indexOf(column);
    Set<String> names = known.computeIfAbsent(table, name -> new HashSet<>());
    for (RowValues run : rows) {
      try {
        names.addAll(Json.read(run.values().get(place).getString(), Json.VALUES).keySet());
      } catch (StoreException e) {
        // a damaged run
      }
    }
  }

  /** Which table has more of some names; empty when neither has. */
  Optional<String> table(Set<String> names) {
    long metrics = count(METRICS, names);
    long parameters = count(PARAMETERS, names);
    return metrics == parameters
        ? Optional.empty()
        : Optional.of(metrics > parameters ? METRICS : PARAMETERS);
  }

  private long count(String table, Set<String> names) {
    Set<String> ofTable = known.getOrDefault(table, Set.of());
    return names.stream().filter(ofTable::contains).count();
  }
}
