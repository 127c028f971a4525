package dev.trawl.runner;

import dev.trawl.search.History;
import dev.trawl.search.Trial;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The jobs of a sweep: how those that have ended left their run, and which run. What a job ended
 * with never changes, so that what is shown of the first so many jobs is the same whenever it is
 * asked for. Not safe for use by many threads; a {@link History} that it gives is immutable.
 */
final class JobHistory {
  private final NavigableMap<Integer, Stretch> begun = new TreeMap<>();
  private final NavigableMap<Integer, Stretch> running = new TreeMap<>();
  private final Map<Integer, Trial> ended = new HashMap<>();

  /** The number of the next job. */
  int next() {
    return begun.isEmpty() ? 1 : begun.lastKey() + 1;
  }

  void begin(Stretch stretch) {
    begun.put(stretch.number(), stretch);
    running.put(stretch.number(), stretch);
  }

  /**
   * @param trial the run as the job left it
   */
  void end(int number, Trial trial) {
    ended.put(number, trial);
    running.remove(number);
  }

  boolean contains(int number) {
    return begun.containsKey(number);
  }

  /** Whether a job and all before it have ended. */
  boolean haveEnded(int last) {
    return running.isEmpty() || running.firstKey() > last;
  }

  /** The jobs that have not ended, by number. */
  List<Stretch> running() {
    return new ArrayList<>(running.values());
  }

  /** All that were begun, by number. */
  List<Stretch> begun() {
    return new ArrayList<>(begun.values());
  }

  /** Whether a run has finished, or may do so yet. */
  boolean hasSurvivors() {
    return !running.isEmpty()
        || ended.values().stream()
            .map(Trial::status)
            .anyMatch(status -> status == RunStatus.FINISHED || status == RunStatus.PAUSED);
  }

  /** How a job left its run; empty for one that has not ended. */
  Optional<Trial> ended(int number) {
    return Optional.ofNullable(ended.get(number));
  }

  /** A job's place among those that were begun. */
  Stretch stretch(int number) {
    Stretch stretch = begun.get(number);
    if (stretch == null) {
      throw new IllegalArgumentException("need a job that was begun, found " + number);
    }
    return stretch;
  }

  /**
   * What is to be known when a job is decided on.
   *
   * @param number the job's: those after it don't exist
   * @param known the last job whose results are shown; those after it are running
   */
  History before(int number, int known) {
    Map<Integer, Trial> trials = new TreeMap<>();
    for (Stretch each : begun.headMap(number).values()) {
      Trial trial = each.number() <= known ? ended.get(each.number()) : null;
      int run = each.job().run();
      Trial earlier = trials.get(run);
      trials.put(
          run,
          trial != null
              ? trial
              : new Trial(
                  run,
                  each.parameters(),
                  RunStatus.RUNNING,
                  earlier == null ? Collections.emptySortedMap() : earlier.values()));
    }
    List<Trial> shown = List.copyOf(trials.values());
    return () -> shown;
  }
}
