package dev.trawl.train;

import dev.trawl.track.Phase;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures what a run's time goes to. For one thread. */
final class Stopwatch {
  private static final double NANOS = 1e9;

  private final Map<String, Long> nanos = new HashMap<>();
  private long since = System.nanoTime();

  /** The time from now on counts. */
  void start() {
    since = System.nanoTime();
  }

  /** The time since the last call counts as {@code phase}. */
  void lap(String phase) {
    long now = System.nanoTime();
    nanos.merge(phase, now - since, Long::sum);
    since = now;
  }

  /**
   * What was measured since the last call, in seconds; what is missing of {@code seconds}, the time
   * that has passed, is {@link Phase#OTHER}.
   */
  Map<String, Double> take(double seconds) {
    Map<String, Double> phases = new LinkedHashMap<>();
    double sum = 0;
    for (Map.Entry<String, Long> phase : nanos.entrySet()) {
      phases.put(phase.getKey(), phase.getValue() / NANOS);
      sum += phase.getValue() / NANOS;
    }
    phases.put(Phase.OTHER, Math.max(0, seconds - sum));
    nanos.clear();
    return phases;
  }
}
