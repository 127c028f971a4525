package dev.trawl.search;

import dev.trawl.sweep.Goal;
import dev.trawl.track.RunStatus;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A run as the search sees it.
 *
 * @param run its number, from 1
 * @param parameters its hyperparameters by name
 * @param status RUNNING as long as its latest job is not to be known yet
 * @param values the sweep's metric by epoch, as far as it is to be known; may be NaN or infinite
 */
public record Trial(
    int run, Map<String, Object> parameters, RunStatus status, SortedMap<Integer, Double> values) {
  public Trial {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** The best of its values; NaN without any that is a number. */
  public double best(Goal goal) {
    double best = Double.NaN;
    for (double value : values.values()) {
      best = goal.better(value, best) ? value : best;
    }
    return best;
  }
}
