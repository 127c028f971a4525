package dev.trawl.runner;

import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Pruner;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Decision;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of runs that wait at a rung when the budget ends their search: the best of them goes
 * on for the time that is left and is finished where it stands, unless one that has finished is
 * better. To the search it waits; an interruption may have come while it went on. Used by one
 * thread.
 */
final class BestWaiting {
  private static final Logger log = LoggerFactory.getLogger(BestWaiting.class);

  private final SweepContext sweep;
  private @Nullable RunTask task;
  private boolean isAsked;
  private boolean isRunning;

  BestWaiting(SweepContext sweep) {
    this.sweep = sweep;
  }

  /** That run, once; empty where there is none. */
  Optional<RunTask> next() {
    if (isAsked || !sweep.budget().hasEnded()) {
      return Optional.empty();
    }
    isAsked = true;
    try {
      task = find().orElse(null);
    } catch (RecordingStoppedException e) {
      log.debug("waiting runs not read: {}", e.getMessage());
    }
    isRunning = task != null;
    return Optional.ofNullable(task);
  }

  boolean isRunning() {
    return isRunning;
  }

  /** Whether a task is this one, which is no longer running. */
  boolean ended(Jobs.Task ended) {
    boolean isThis = ended.equals(task);
    isRunning &= !isThis;
    return isThis;
  }

  private Optional<RunTask> find() {
    List<Run> runs =
        sweep.runs().stream().filter(run -> !run.isOfFinals() && !run.isExternal()).toList();
    Run waiting = best(runs.stream().filter(run -> !run.status().isFinal()).toList());
    Run finished = best(runs.stream().filter(run -> run.status() == RunStatus.FINISHED).toList());
    return waiting == null || (finished != null && !isBetter(waiting, finished))
        ? Optional.empty()
        : new FinalRanks(sweep).end(waiting).map(end -> task(waiting, end));
  }

  private @Nullable Run best(List<Run> runs) {
    Run best = null;
    for (Run run : runs) {
      boolean counts = Double.isFinite(value(run));
      best = counts && (best == null || isBetter(run, best)) ? run : best;
    }
    return best;
  }

  private boolean isBetter(Run one, Run other) {
    return sweep.spec().metric().goal().better(value(one), value(other));
  }

  private double value(Run run) {
    Objective metric = sweep.spec().metric();
    return run.metrics().getOrDefault(metric.name(), Double.NaN);
  }

  private RunTask task(Run run, Decision end) {
    sweep.budget().expect(run.parameters());
    Stretch stretch = new Stretch(new Job(end.job(), run.number()), run.parameters(), run.epochs());
    Judge judge = new Judge(Pruner.NONE, stretch, end.known(), History.NOTHING, Integer.MAX_VALUE);
    return new RunTask(sweep, run, judge);
  }
}
