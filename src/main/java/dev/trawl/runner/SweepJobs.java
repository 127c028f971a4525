package dev.trawl.runner;

import dev.trawl.search.ForbiddenSpaceException;
import dev.trawl.search.Job;
import dev.trawl.search.SearchSpace;
import dev.trawl.search.Trial;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Decision;
import dev.trawl.track.KnownRun;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.util.ArrayDeque;
import java.util.List;
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
 * nothing left, the cap or the metric's target is reached, or too many runs have failed; and then
 * its {@link FinalsJobs} and its {@link Audits}.
 *
 * <p>Which jobs there are is a function of the file alone, whatever the number of workers and their
 * speed, after a kill too: {@link Decider} says how. A worker waits only when a job that is {@code
 * lag} behind still trains.
 *
 * <p>A job is recorded before it is handed out, so that the numbers of runs and jobs have no gaps.
 * A job that is promoted has its run's number and no new one: {@code run_cap} counts runs.
 */
final class SweepJobs implements Jobs {
  private static final Logger log = LoggerFactory.getLogger(SweepJobs.class);

  private final SweepContext sweep;
  private final Decider decider;
  private final JobHistory history;
  private final Queue<Unfinished> unfinished = new ArrayDeque<>();
  private @Nullable Integer planned;
  private final FinalsJobs finals;
  private final BestWaiting waiting;
  private volatile int slots;
  private final Audits audits;
  private int next;
  private @Nullable Boolean searchIsOver;

  private record Unfinished(Stretch stretch, Run run) {}

  /**
   * @param known what the search knows from the start
   * @param left what is left of the sweep
   * @param slots how many jobs run at once, until that is changed
   */
  SweepJobs(SweepContext sweep, List<KnownRun> known, Continuation left, int slots) {
    this.sweep = sweep;
    decider = new Decider(sweep.searches(), sweep.course(), known, left.last());
    this.slots = slots;
    history = left.history();
    finals = new FinalsJobs(sweep, left.isOfAll() ? sweep.spec().search().finals() : null);
    waiting = new BestWaiting(sweep);
    audits = new Audits(sweep);
    planned = decider.plannedRuns(history);
    next = left.first();
    for (Stretch stretch : history.running()) {
      Run run = left.unfinished().get(stretch.number());
      if (run != null) {
        unfinished.add(new Unfinished(stretch, run));
      }
    }
  }

  /** How many runs a sweep has, if nothing shortens it; null when nothing bounds them. */
  static @Nullable Integer plannedRuns(SweepSpec spec, List<KnownRun> known) {
    return SearchSpace.of(spec).plannedRuns(WarmStarts.beginning(spec, known, Set.of(), 0));
  }

  /** How many jobs run at once now, with what people changed since this was asked last. */
  int slots() {
    adjust();
    return slots;
  }

  /**
   * What people changed holds from the next job on; once the search is over, from one beyond it.
   */
  private void adjust() {
    if (!sweep.control().takeChanged()) {
      return;
    }
    boolean isOver = searchIsOver != null && searchIsOver;
    int following = Math.max(history.next(), next);
    int job = isOver ? Math.max(following + 1, finals.nextJob()) : following;
    try {
      List<Adjustment> all =
          sweep.recorder().record(store -> store.holdAdjustments(sweep.sweepId(), job));
      sweep.course().take(all);
      if (!isOver) {
        sweep.budget().change();
        planned = decider.plannedRuns(history);
        recordPlan();
      }
      List<Adjustment> now = all.stream().filter(each -> each.job() == job).toList();
      now.forEach(
          each -> log.info("sweep={} from job={} on: {}", sweep.sweepId(), job, each.override()));
      if (now.stream().anyMatch(each -> each.key().equals("workers"))) {
        Integer workers = sweep.spec().execution().workers();
        slots = workers == null ? sweep.training().slots() : workers;
      }
    } catch (RecordingStoppedException e) {
      log.debug("changes not recorded: {}", e.getMessage());
    }
  }

  /** How many runs there are in all, of a sweep that was changed: those that have begun stay. */
  void recordPlan() {
    Integer runs = planned == null ? null : (Integer) Math.max(planned, next - 1);
    Sweep unused = sweep.recorder().record(store -> store.planRuns(sweep.sweepId(), runs));
  }

  @Override
  public Optional<RunTask> next() {
    if (sweep.failures().reached()) {
      return Optional.empty();
    }
    if (!unfinished.isEmpty()) {
      return goOn();
    }
    if (searchIsOver == null) {
      searchIsOver = finals.haveBegun();
    }
    Optional<RunTask> decided = searchIsOver ? Optional.empty() : decide();
    searchIsOver |= decided.isEmpty() && history.running().isEmpty();
    return searchIsOver && !sweep.failures().reached() ? afterSearch() : decided;
  }

  /** Audits fill the slots that wait for a round of the finals to end, unless time is short. */
  private Optional<RunTask> afterSearch() {
    Optional<RunTask> best = waiting.next();
    if (best.isPresent() || waiting.isRunning()) {
      return best;
    }
    Optional<RunTask> repeated = finals.next(history.next() - 1, next - 1, slots);
    boolean isOver = sweep.target().reached() || sweep.budget().hasEnded();
    return repeated.isPresent() || isOver ? repeated : audits.next();
  }

  /** A kill may have come between a run and the decision that started it. */
  private Optional<RunTask> goOn() {
    Unfinished left = unfinished.remove();
    Stretch stretch = left.stretch();
    sweep.budget().expect(stretch.parameters());
    try {
      if (stretch.from() == 0) {
        recordStart(stretch, left.run(), decider.known(stretch.number()));
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
    try {
      return decider
          .decide(job, history)
          .filter(choice -> isInTime(job, choice))
          .flatMap(
              choice ->
                  choice.fold(
                      promote -> Optional.of(promote(job, promote)),
                      start -> start(job, start),
                      unproposed -> notStarted(job, unproposed.known(), unproposed.cause())));
    } catch (RecordingStoppedException e) {
      log.debug("job={} not recorded: {}", job.number(), e.getMessage());
      return Optional.empty();
    }
  }

  /** A run that is promoted goes on as far as there is time; a new one has to come to its end. */
  private boolean isInTime(Job job, Choice choice) {
    return !sweep.budget().isLimited()
        || choice.fold(
            promote -> isInTime(promote.waiting().parameters(), 1),
            start -> isInTime(job, start.proposal().parameters()),
            unproposed -> true);
  }

  private boolean isInTime(Map<String, Object> parameters, int epochs) {
    sweep.budget().expect(parameters);
    return sweep.budget().allows(parameters, epochs);
  }

  /** With no other run to export, one begins that can't come to its end. */
  private boolean isInTime(Job job, Map<String, Object> parameters) {
    Budget budget = sweep.budget();
    budget.expect(parameters);
    int epochs = sweep.spec().forRun(parameters).training().epochs();
    finals.keepTime(budget.needed(parameters, epochs), slots);
    return budget.allows(parameters, decider.epochs(job.number(), parameters, 0))
        || (!history.hasSurvivors() && budget.allowsPart(job.run(), parameters, epochs));
  }

  private RunTask promote(Job job, Choice.Promote choice) {
    Run run = sweep.find(choice.promotion().run()).orElseThrow();
    Job goesOn = new Job(job.number(), run.number());
    Stretch stretch = new Stretch(goesOn, choice.waiting().parameters(), run.epochs());
    sweep.record(
        new Decision(
            job.number(),
            Decision.Kind.PROMOTE,
            run.id(),
            run.epochs(),
            choice.known(),
            choice.promotion().rank(),
            sweep.clock().instant()));
    history.begin(stretch);
    return task(stretch, run);
  }

  private Optional<RunTask> start(Job job, Choice.Start choice) {
    next++;
    try {
      Run run = sweep.create(job.run(), choice.proposal().parameters());
      Stretch stretch = new Stretch(job, run.parameters(), 0);
      begin(stretch, run, choice.known());
      return Optional.of(task(stretch, run));
    } catch (RecordingStoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      return notStarted(job, choice.known(), e);
    }
  }

  /** A run that can't be proposed or recorded counts as started and failed. */
  private Optional<RunTask> notStarted(Job job, int known, RuntimeException cause) {
    next = job.run() + 1;
    failed(new Stretch(job, Map.of(), 0), known, cause);
    return Optional.empty();
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
    return new RunTask(sweep, run, decider.judge(stretch, history));
  }

  @Override
  public boolean isBehind() {
    boolean runsAreLeft = planned == null || next <= planned;
    return runsAreLeft && !history.haveEnded(decider.known(history.next()));
  }

  @Override
  public void ended(Task job, Run run) {
    if (audits.has(job) || waiting.ended(job) || finals.ended(job)) {
      return;
    }
    if (run.timing().startedAt()
        != null) { // One that can't be trained says nothing about the others.
      sweep.failures().consider(run.status(), run.reason());
    }
    remember(job.job(), run, job.isStopped() ? RunStatus.PRUNED : run.status());
  }

  /** What the search may know of it; a run that has not ended is only left behind by a halt. */
  private void remember(int job, Run run, RunStatus status) {
    if (!run.status().isFinal() && run.status() != RunStatus.PAUSED) {
      return;
    }
    try {
      List<Metric> measured = decider.looksAtResults() ? sweep.objective(run) : List.of();
      SortedMap<Integer, Double> values = RecordedJobs.values(measured, run.epochs());
      history.end(job, new Trial(run.number(), run.parameters(), status, values));
    } catch (RecordingStoppedException e) {
      log.debug("job={} ended unread: {}", job, e.getMessage());
    }
  }

  @Override
  public void failed(Task job, Throwable cause) {
    if (audits.has(job) || waiting.ended(job)) {
      log.warn("number={} failed outside its training, after the search", job.number(), cause);
      return;
    }
    if (finals.failed(job, cause)) {
      return;
    }
    failed(history.stretch(job.job()), decider.known(job.job()), cause);
  }

  private void failed(Stretch stretch, int known, Throwable cause) {
    int number = stretch.job().run();
    String reason = RunTask.reason(cause);
    if (cause instanceof ForbiddenSpaceException) {
      log.warn("number={} could not be proposed: {}", number, reason);
    } else {
      log.warn("number={} failed outside its training", number, cause);
    }
    sweep.failures().consider(RunStatus.FAILED, reason);
    try {
      Run run = sweep.find(number).orElseGet(() -> sweep.create(number, Map.of()));
      if (!run.status().isFinal()) {
        RunEnd end = new RunEnd(RunStatus.FAILED, reason, 0, null);
        run = sweep.end(run, end, Set.of());
        sweep.listeners().runEnded(run);
      }
      if (!history.contains(stretch.number())) {
        begin(stretch, run, known);
      }
      remember(stretch.number(), run, run.status());
    } catch (RecordingStoppedException e) {
      log.debug("number={} failed unrecorded: {}", number, e.getMessage());
    }
  }
}
