package dev.trawl.runner;

import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a sweep.
 *
 * @param history the jobs of its search so far, which go on from here
 * @param unfinished the runs of those that have not ended, by the job's number
 * @param first the number of the first run of the search that is not recorded
 * @param last the number of the last one that may start, whatever the file's {@code run_cap}; null
 *     leaves it to that
 * @param finals how many runs of its finals are recorded
 */
record Continuation(
    JobHistory history,
    Map<Integer, Run> unfinished,
    int first,
    @Nullable Integer last,
    int finals) {
  Continuation {
    unfinished = Map.copyOf(unfinished);
  }

  /** All of a sweep of which nothing is recorded. */
  static Continuation ofNothing() {
    return new Continuation(new JobHistory(), Map.of(), 1, null, 0);
  }

  /** One run of a sweep of which nothing is recorded. */
  static Continuation only(int number) {
    return new Continuation(new JobHistory(), Map.of(), number, number, 0);
  }

  /** The number of the next job that is decided on, of the search or of its finals. */
  int nextJob() {
    return Math.max(history.next(), first) + finals;
  }

  /** Whether its search is over, and will stay so. */
  boolean isInFinals() {
    return finals > 0;
  }

  /** Whether it is but one run of a sweep. */
  boolean isOfOne() {
    return last != null && last == first;
  }

  /** The same without new runs. */
  Continuation withoutNew() {
    return new Continuation(history, unfinished, first, first - 1, finals);
  }

  /** Whether it is of the whole sweep, and not of some of its runs. */
  boolean isOfAll() {
    return last == null;
  }

  /** A run that has no parameters could not be proposed, and won't be with another seed. */
  static boolean hasAttemptsLeft(Run run, int retries) {
    return run.status() == RunStatus.FAILED
        && run.attempt() <= retries
        && !run.parameters().isEmpty();
  }

  /** The number of the last run that may start; null when nothing bounds it. */
  @Nullable Integer last(@Nullable Integer runCap) {
    return last == null ? runCap : last;
  }
}
