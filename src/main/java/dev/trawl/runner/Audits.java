package dev.trawl.runner;

import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Pruner;
import dev.trawl.track.Decision;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of the {@link Audit}, once the search is over: from where it stopped them to their end,
 * without a look at the test images. They are no jobs of the search, which learns nothing from
 * them. Used by one thread.
 */
final class Audits {
  private static final Logger log = LoggerFactory.getLogger(Audits.class);

  private final SweepContext sweep;
  private final Set<Jobs.Task> begun = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable Queue<RunTask> left;

  Audits(SweepContext sweep) {
    this.sweep = sweep;
  }

  /** The next one; empty when there is none, or the sweep no longer records. */
  Optional<RunTask> next() {
    if (sweep.audit().share() == 0) {
      return Optional.empty();
    }
    try {
      if (left == null) {
        left = find();
      }
    } catch (RecordingStoppedException e) {
      log.debug("audits not read: {}", e.getMessage());
      return Optional.empty();
    }
    Optional<RunTask> next = Optional.ofNullable(left.poll());
    next.ifPresent(begun::add);
    return next;
  }

  /** Whether a task is one of these. */
  boolean has(Jobs.Task task) {
    return begun.contains(task);
  }

  private Queue<RunTask> find() {
    FinalRanks ranks = new FinalRanks(sweep);
    Queue<RunTask> tasks = new ArrayDeque<>();
    for (Run run : sweep.runs()) {
      if (!run.status().isFinal() && sweep.audit().draws(run.number())) {
        ranks.end(run).ifPresent(end -> tasks.add(task(run, end, ranks.reason(run))));
      }
    }
    return tasks;
  }

  private RunTask task(Run run, Decision end, @Nullable String why) {
    Job job = new Job(end.job(), run.number());
    Stretch stretch = new Stretch(job, run.parameters(), run.epochs());
    Judge judge = new Judge(Pruner.NONE, stretch, end.known(), History.NOTHING, Integer.MAX_VALUE);
    return new RunTask(sweep, run, judge, ended -> asStopped(ended, why));
  }

  /** A run that came to its end is still one that was stopped. */
  private static RunEnd asStopped(RunEnd end, @Nullable String why) {
    boolean isOver = end.status() == RunStatus.FINISHED || end.status() == RunStatus.FAILED;
    return isOver
        ? new RunEnd(
            RunStatus.PRUNED,
            "%s; trained on for the audit".formatted(why),
            end.seconds(),
            end.phases(),
            null)
        : end;
  }
}
