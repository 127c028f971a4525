package dev.trawl.runner;

import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Promotion;
import dev.trawl.search.Proposal;
import dev.trawl.search.Proposer;
import dev.trawl.search.Pruner;
import dev.trawl.search.Trial;
import dev.trawl.track.Decision;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a sweep: the unfinished ones, and then what its search decides, until that has
 * nothing left, the cap or the metric's target is reached, or too many runs have failed.
 *
 * <p>Which jobs there are is a function of the file alone, whatever the number of workers and their
 * speed, after a kill too. For job k is decided on the results of the jobs up to k − lag, and not
 * before all of those have ended; the jobs between are running to it, whether they have ended or
 * not. A worker waits only when a job that far back still trains. The pruner is asked for a paused
 * run to promote, then the proposer for a new one. When neither has anything, both are asked again
 * with one more result, in the order of the jobs and not of their ends; when they have nothing with
 * all of them, the sweep is exhausted. With a lag of 0 no result counts, and nothing waits.
 *
 * <p>A job is recorded before it is handed out, so that the numbers of runs and jobs have no gaps.
 * A job that is promoted has its run's number and no new one: {@code run_cap} counts runs.
 */
final class SweepJobs implements Jobs {
  private static final Logger log = LoggerFactory.getLogger(SweepJobs.class);

  private final SweepContext sweep;
  private final Proposer proposer;
  private final Pruner pruner;
  private final int lag;
  private final JobHistory history;
  private final Queue<Unfinished> unfinished = new ArrayDeque<>();
  private final @Nullable Integer last;
  private int next;

  private record Unfinished(Stretch stretch, Run run) {}

  /**
   * @param left what is left of the sweep
   */
  SweepJobs(SweepContext sweep, Continuation left) {
    this.sweep = sweep;
    proposer = sweep.searches().proposer(sweep.spec());
    pruner = sweep.searches().pruner(sweep.spec());
    lag = sweep.searches().lag(sweep.spec());
    history = left.history();
    last = left.last(sweep.spec().search().runCap());
    next = left.first();
    for (Stretch stretch : history.running()) {
      Run run = left.unfinished().get(stretch.number());
      if (run != null) {
        unfinished.add(new Unfinished(stretch, run));
      }
    }
  }

  @Override
  public Optional<RunTask> next() {
    if (sweep.failures().reached()) {
      return Optional.empty();
    }
    return unfinished.isEmpty() ? decide() : goOn();
  }

  /** A kill may have come between a run and the decision that started it. */
  private Optional<RunTask> goOn() {
    Unfinished left = unfinished.remove();
    Stretch stretch = left.stretch();
    try {
      if (stretch.from() == 0) {
        recordStart(stretch, left.run(), known(stretch.number()));
      }
    } catch (RecordingStoppedException e) {
      log.debug("job={} not recorded: {}", stretch.number(), e.getMessage());
      return Optional.empty();
    }
    return Optional.of(task(stretch, left.run()));
  }

  private Optional<RunTask> decide() {
    while (!sweep.target().reached() && !sweep.failures().reached()) {
      Job job = new Job(Math.max(history.next(), next), next);
      Optional<RunTask> task = decide(job);
      if (task.isPresent() || next == job.run()) { // Else the run could not be proposed.
        return task;
      }
    }
    return Optional.empty();
  }

  /** Empty when nothing is left to do on what is known, or a run failed as it was proposed. */
  private Optional<RunTask> decide(Job job) {
    int known = known(job.number());
    int most = lag == 0 ? 0 : job.number() - 1;
    try {
      while (known <= most && history.haveEnded(known)) {
        History seen = seen(job.number(), known);
        Optional<Promotion> promotion = pruner.promote(job, seen);
        Optional<RunTask> task =
            promotion.isPresent()
                ? Optional.of(promote(job, promotion.get(), known, seen))
                : propose(job, known, seen);
        if (task.isPresent() || next > job.run()) {
          return task;
        }
        known++;
      }
    } catch (RecordingStoppedException e) {
      log.debug("job={} not recorded: {}", job.number(), e.getMessage());
    }
    return Optional.empty();
  }

  /** The last job whose results count for another one. */
  private int known(int job) {
    return lag == 0 ? 0 : Math.max(0, job - lag);
  }

  private History seen(int job, int known) {
    return lag == 0 ? History.NOTHING : history.before(job, known);
  }

  private RunTask promote(Job job, Promotion promotion, int known, History seen) {
    Trial waiting =
        seen.trials().stream()
            .filter(trial -> trial.run() == promotion.run())
            .filter(trial -> trial.status() == RunStatus.PAUSED)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "need a paused run to promote, found " + promotion.run()));
    Run run = sweep.find(promotion.run()).orElseThrow();
    Job goesOn = new Job(job.number(), run.number());
    Stretch stretch = new Stretch(goesOn, waiting.parameters(), run.epochs());
    sweep.record(
        new Decision(
            job.number(),
            Decision.Kind.PROMOTE,
            run.id(),
            run.epochs(),
            known,
            promotion.rank(),
            sweep.clock().instant()));
    history.begin(stretch);
    return task(stretch, run);
  }

  /** A run that can't be proposed or recorded counts as started and failed. */
  private Optional<RunTask> propose(Job job, int known, History seen) {
    if (last != null && job.run() > last) {
      return Optional.empty();
    }
    try {
      return proposer
          .next(job, seen)
          .fold(start -> Optional.of(start(job, start, known)), Optional::empty);
    } catch (RecordingStoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      next = job.run() + 1;
      failed(new Stretch(job, Map.of(), 0), known, e);
      return Optional.empty();
    }
  }

  private RunTask start(Job job, Proposal.Start start, int known) {
    next++;
    Run run = sweep.create(job.run(), 1, start.parameters());
    Stretch stretch = new Stretch(job, run.parameters(), 0);
    begin(stretch, run, known);
    return task(stretch, run);
  }

  private void begin(Stretch stretch, Run run, int known) {
    recordStart(stretch, run, known);
    history.begin(stretch);
  }

  private void recordStart(Stretch stretch, Run run, int known) {
    sweep.record(
        new Decision(
            stretch.number(),
            Decision.Kind.START,
            run.id(),
            0,
            known,
            null,
            sweep.clock().instant()));
  }

  private RunTask task(Stretch stretch, Run run) {
    int known = known(stretch.number());
    History seen = seen(stretch.number(), known);
    int epochs = sweep.spec().training().epochs();
    return new RunTask(sweep, run, new Judge(pruner, stretch, known, seen, epochs));
  }

  @Override
  public void ended(Task job, Run run) {
    if (run.timing().startedAt()
        != null) { // One that can't be trained says nothing about the others.
      sweep.failures().consider(run.status(), run.reason());
    }
    remember(job.job(), run);
  }

  /** What the search may know of it; a run that has not ended is only left behind by a halt. */
  private void remember(int job, Run run) {
    if (lag == 0 || !(run.status().isFinal() || run.status() == RunStatus.PAUSED)) {
      return;
    }
    try {
      SortedMap<Integer, Double> values = RecordedJobs.values(sweep.objective(run), run.epochs());
      history.end(job, new Trial(run.number(), run.parameters(), run.status(), values));
    } catch (RecordingStoppedException e) {
      log.debug("job={} ended unread: {}", job, e.getMessage());
    }
  }

  @Override
  public void failed(Task job, Throwable cause) {
    failed(history.stretch(job.job()), known(job.job()), cause);
  }

  private void failed(Stretch stretch, int known, Throwable cause) {
    int number = stretch.job().run();
    log.warn("number={} failed outside its training", number, cause);
    String reason = RunTask.reason(cause);
    sweep.failures().consider(RunStatus.FAILED, reason);
    try {
      Run run = sweep.find(number).orElseGet(() -> sweep.create(number, 1, Map.of()));
      if (!run.status().isFinal()) {
        RunEnd end = new RunEnd(RunStatus.FAILED, reason, 0, null);
        run = sweep.end(run, end, Set.of());
        sweep.listeners().runEnded(run);
      }
      if (!history.contains(stretch.number())) {
        begin(stretch, run, known);
      }
      remember(stretch.number(), run);
    } catch (RecordingStoppedException e) {
      log.debug("number={} failed unrecorded: {}", number, e.getMessage());
    }
  }
}
