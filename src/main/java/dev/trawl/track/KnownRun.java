package dev.trawl.track;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A run of another sweep as a search knows it from its start.
 *
 * @param runId the run, which may be gone meanwhile
 * @param values the sweep's metric by epoch; may be NaN or infinite
 */
public record KnownRun(
    String runId,
    Map<String, Object> parameters,
    RunStatus status,
    SortedMap<Integer, Double> values) {
  public KnownRun {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }
}
