package dev.trawl.search.stopping;

import dev.trawl.search.Trial;
import dev.trawl.track.RunStatus;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs with values of their epochs from the first on. */
final class Trials {
  private Trials() {}

  static Trial of(int run, RunStatus status, double... values) {
    SortedMap<Integer, Double> byEpoch = new TreeMap<>();
    for (double value : values) {
      byEpoch.put(byEpoch.size() + 1, value);
    }
    return new Trial(run, Map.of("a", (long) run), status, byEpoch);
  }
}
