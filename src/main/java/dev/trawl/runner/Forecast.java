package dev.trawl.runner;

import dev.trawl.train.RunTime;
import dev.trawl.train.Training;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long runs will take, in seconds, rather too long than too short: by what their training says
 * before they begin, times how much longer the latest epochs took than it had said; of a run with
 * epochs by its own. Safe for use by many threads.
 */
final class Forecast {
  /** How much longer epochs take than was said, before any has been trained so far as to tell. */
  private static final double UNTRIED = 1.5;

  private static final double TELLING_FRACTION = 0.05;

  /** The part of the latest epochs that took no longer than what is expected. */
  private static final double USUAL = 0.75;

  /** What an epoch may take beyond those before it. */
  private static final double MARGIN = 1.1;

  private static final int LATEST = 20;
  private static final int OWN = 3;

  private final Training training;
  private final Map<Map<String, Object>, Optional<RunTime>> said = new ConcurrentHashMap<>();
  private final Map<String, Deque<Double>> epochs = new HashMap<>();
  private final Deque<Double> latest = new ArrayDeque<>();
  private final Deque<Double> ratios = new ArrayDeque<>();
  private double first = UNTRIED;

  Forecast(Training training) {
    this.training = training;
  }

  /** Finds out about runs with these parameters; not on a thread that trains. */
  void expect(Map<String, Object> parameters) {
    Optional<RunTime> unused = said.computeIfAbsent(parameters, training::time);
  }

  /** An epoch of a run took so long, recording included. */
  synchronized void took(String runId, Map<String, Object> parameters, double seconds) {
    add(epochs.computeIfAbsent(runId, id -> new ArrayDeque<>()), seconds, OWN);
    add(latest, seconds, LATEST);
    said(parameters).ifPresent(time -> add(ratios, seconds / time.epoch(), LATEST));
  }

  /** An epoch of a run has come so far in so long, from 0 to 1; of the very first this tells. */
  synchronized void goesOn(Map<String, Object> parameters, double fraction, double seconds) {
    if (ratios.isEmpty() && fraction >= TELLING_FRACTION) {
      said(parameters).ifPresent(time -> first = MARGIN * seconds / fraction / time.epoch());
    }
  }

  private static void add(Deque<Double> values, double value, int most) {
    values.addLast(value);
    if (values.size() > most) {
      values.removeFirst();
    }
  }

  /** The next epoch of a run that trains. */
  synchronized double epoch(String runId, Map<String, Object> parameters) {
    Deque<Double> own = epochs.get(runId);
    return own == null ? time(parameters).epoch() : MARGIN * largest(own);
  }

  /** A run that has not begun, or waits; what isn't known takes no time. */
  synchronized RunTime time(Map<String, Object> parameters) {
    double longer = longer();
    return said(parameters)
        .map(
            time -> new RunTime(longer * time.begin(), longer * time.epoch(), longer * time.test()))
        .orElseGet(() -> new RunTime(0, MARGIN * largest(latest), 0));
  }

  /** The longest test that was said, before it is known how much longer all takes. */
  double longestTest() {
    return said.values().stream()
        .flatMap(Optional::stream)
        .mapToDouble(RunTime::test)
        .max()
        .orElse(0);
  }

  /** How much longer than was said all takes at the moment. */
  synchronized double longer() {
    List<Double> sorted = ratios.stream().sorted().toList();
    return sorted.isEmpty() ? first : MARGIN * sorted.get((int) (USUAL * (sorted.size() - 1)));
  }

  private Optional<RunTime> said(Map<String, Object> parameters) {
    return said.getOrDefault(parameters, Optional.empty());
  }

  private static double largest(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
