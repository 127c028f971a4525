package dev.trawl.runner;

import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a sweep that was recorded before.
 *
 * @param unfinished its runs that go on, by number: those that are not final, and failed ones that
 *     have attempts left
 * @param first the number of the first run without a run
 * @param last the number of the last one, whatever the file's {@code run_cap}; null leaves it to
 *     that
 */
record Continuation(List<Run> unfinished, int first, @Nullable Integer last) {
  static final Continuation NOTHING_RECORDED = new Continuation(List.of(), 1, null);

  Continuation {
    unfinished = List.copyOf(unfinished);
  }

  /** One run of a sweep of which nothing is recorded. */
  static Continuation only(int number) {
    return new Continuation(List.of(), number, number);
  }

  /** The same without new runs. */
  Continuation withoutNew() {
    return new Continuation(unfinished, first, first - 1);
  }

  /**
   * @param recorded the latest attempt of each run of the sweep
   * @param deleted runs, which are neither trained further nor again
   */
  static Continuation of(List<Run> recorded, List<Run> deleted, int retries) {
    List<Run> unfinished =
        recorded.stream()
            .filter(run -> !run.isExternal())
            .filter(run -> !run.status().isFinal() || hasAttemptsLeft(run, retries))
            .sorted(Comparator.comparingInt(Run::number))
            .toList();
    int last =
        Stream.concat(recorded.stream(), deleted.stream()).mapToInt(Run::number).max().orElse(0);
    return new Continuation(unfinished, last + 1, null);
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
