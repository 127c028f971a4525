package dev.trawl.runner;

import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a sweep that was recorded before.
 *
 * @param unfinished its runs that go on, by number: those that are not final, and failed ones that
 *     have attempts left
 * @param first the number of the first candidate without a run
 */
record Continuation(List<Run> unfinished, int first) {
  static final Continuation NOTHING_RECORDED = new Continuation(List.of(), 1);

  Continuation {
    unfinished = List.copyOf(unfinished);
  }

  /**
   * @param recorded the latest attempt of each run of the sweep
   */
  static Continuation of(List<Run> recorded, int retries) {
    List<Run> unfinished =
        recorded.stream()
            .filter(run -> !run.status().isFinal() || hasAttemptsLeft(run, retries))
            .sorted(Comparator.comparingInt(Run::number))
            .toList();
    int last = recorded.stream().mapToInt(Run::number).max().orElse(0);
    return new Continuation(unfinished, last + 1);
  }

  /** A run that has no parameters could not be proposed, and won't be with another seed. */
  static boolean hasAttemptsLeft(Run run, int retries) {
    return run.status() == RunStatus.FAILED
        && run.attempt() <= retries
        && !run.parameters().isEmpty();
  }

  /**
   * How many candidates may start: the unfinished runs, and new ones up to {@code runCap} in all.
   */
  @Nullable Integer candidates(@Nullable Integer runCap) {
    return runCap == null ? null : (Integer) (unfinished.size() + Math.max(0, runCap - first + 1));
  }
}
