package dev.trawl.runner;

import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Pruner;
import dev.trawl.sweep.Finals;
import dev.trawl.track.Decision;
import dev.trawl.track.FinalStanding;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The finals of a sweep, once its search is over: its best runs train again, in rounds, all with
 * the same new seed in a round. When a round has ended it is judged, and who is worse than the
 * leader by more than chance is in no later one. The last round's leader has won.
 *
 * <p>Their runs have the numbers after the search's, and their jobs the numbers after its jobs, in
 * the order of the rounds and, within one, of the candidates: they depend on no speed. A candidate
 * whose run does not finish leaves. Used by one thread.
 */
final class FinalsJobs {
  private static final Logger log = LoggerFactory.getLogger(FinalsJobs.class);

  private final SweepContext sweep;
  private final @Nullable Finals finals;
  private final Set<Jobs.Task> running = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Integer> ended = new HashSet<>();
  private final Queue<Run> due = new ArrayDeque<>();
  private List<Run> candidates = List.of();
  private List<FinalsRecord.Judged> judged = List.of();
  private int slots = 1;
  private int round;
  private int jobsBefore;
  private int lastNumber;
  private boolean isOver;

  /**
   * @param finals null for none
   */
  FinalsJobs(SweepContext sweep, @Nullable Finals finals) {
    this.sweep = sweep;
    this.finals = finals;
    isOver = finals == null;
  }

  /** Whether any of them is recorded: then the search is over, and stays so. */
  boolean haveBegun() {
    try {
      return !isOver && read().haveBegun();
    } catch (RecordingStoppedException e) {
      log.debug("finals not read: {}", e.getMessage());
      return false;
    }
  }

  /**
   * The next one; empty while a round has yet to end, when they are over, and when the sweep no
   * longer records.
   *
   * @param searched how many jobs the search had
   * @param runs how many runs
   * @param atOnce how many train at once
   */
  Optional<RunTask> next(int searched, int runs, int atOnce) {
    jobsBefore = searched - runs;
    slots = atOnce;
    try {
      while (!isOver && due.isEmpty() && running.isEmpty()) {
        goOn();
      }
      return due.isEmpty() ? Optional.empty() : Optional.of(begin(due.remove()));
    } catch (RecordingStoppedException e) {
      log.debug("finals not recorded: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** The number after the jobs that are recorded; 0 before any of these. */
  int nextJob() {
    return lastNumber == 0 ? 0 : lastNumber + jobsBefore + 1;
  }

  /**
   * Has the budget keep time for them.
   *
   * @param run what one of them takes, in seconds
   * @param atOnce how many train at once
   */
  void keepTime(double run, int atOnce) {
    if (finals != null) {
      int turns = (finals.top() + atOnce - 1) / atOnce;
      sweep.budget().keepForFinals(finals.seeds(), turns * run);
    }
  }

  private FinalsRecord read() {
    Finals wanted = finals;
    if (wanted == null) {
      throw new IllegalStateException("need finals, found a sweep without them");
    }
    return sweep
        .recorder()
        .record(store -> FinalsRecord.read(store, sweep.sweepId(), wanted, sweep.spec().metric()));
  }

  /** To the runs of the next round that have not ended, or to the end. */
  private void goOn() {
    FinalsRecord recorded = read();
    lastNumber = recorded.lastNumber();
    if (round == 0) {
      round = 1;
      candidates = recorded.candidates();
      isOver = candidates.isEmpty();
    }
    boolean isWhole =
        candidates.stream().allMatch(each -> recorded.repeat(each, round).isPresent());
    if (!isOver && !isWhole) {
      if (recorded.hasBegun(candidates, round) || isInTime()) {
        create(recorded);
      } else {
        end(recorded.lastNumber());
      }
    } else if (!isOver) {
      candidates.stream()
          .map(candidate -> recorded.repeat(candidate, round).orElseThrow())
          .filter(repeat -> !isOver(repeat))
          .forEach(due::add);
      if (due.isEmpty()) {
        judge(recorded);
      }
    }
  }

  /** Whether a round can end before the budget does. A new seed may need some more epochs. */
  private boolean isInTime() {
    Budget budget = sweep.budget();
    if (!budget.isLimited()) {
      return true;
    }
    double longest = 0;
    for (Run candidate : candidates) {
      budget.expect(candidate.parameters());
      int most = sweep.spec().forRun(candidate.parameters()).training().epochs();
      int epochs = Math.min(most, candidate.epochs() + (candidate.epochs() + 3) / 4);
      longest = Math.max(longest, budget.needed(candidate.parameters(), epochs));
    }
    int turns = (candidates.size() + slots - 1) / slots;
    return budget.allowsRound(turns * longest);
  }

  private void create(FinalsRecord recorded) {
    for (Run candidate : candidates) {
      if (recorded.repeat(candidate, round).isEmpty()) {
        lastNumber++;
        sweep.createFinal(lastNumber, candidate, round);
      }
    }
  }

  private boolean isOver(Run repeat) {
    return ended.contains(repeat.number())
        || repeat.info().deletedAt() != null
        || (repeat.status().isFinal()
            && !Continuation.hasAttemptsLeft(repeat, sweep.spec().execution().retries()));
  }

  private RunTask begin(Run run) {
    sweep.budget().expect(run.parameters());
    Job job = new Job(run.number() + jobsBefore, run.number());
    sweep.record(
        Decision.ofFinals(
            job.number(), Decision.Kind.REPEAT, run.id(), 0, null, sweep.clock().instant()));
    Stretch stretch = new Stretch(job, run.parameters(), 0);
    Judge judge = new Judge(Pruner.NONE, stretch, 0, History.NOTHING, Integer.MAX_VALUE);
    RunTask task = new RunTask(sweep, run, judge);
    running.add(task);
    return task;
  }

  private void judge(FinalsRecord recorded) {
    if (!recorded.isHeld(candidates, round)) {
      end(recorded.lastNumber());
      return;
    }
    judged = sweep.recorder().record(store -> recorded.judge(round, candidates, store));
    int known = recorded.lastNumber() + jobsBefore;
    for (FinalsRecord.Judged each : judged) {
      record(
          each.repeat().number() + jobsBefore,
          each.result().stays() ? Decision.Kind.KEEP : Decision.Kind.DROP,
          each,
          known);
    }
    List<Run> staying = recorded.staying(judged);
    log.info(
        "sweep={} round={} of the finals ended: {} of {} candidates stay",
        sweep.sweepId(),
        round,
        staying.size(),
        candidates.size());
    if (recorded.isOver(round, staying)) {
      end(recorded.lastNumber());
    } else {
      candidates = staying;
      round++;
    }
  }

  /** Who leads after the last round that was judged has won. */
  private void end(int lastNumber) {
    isOver = true;
    int known = lastNumber + jobsBefore;
    if (!judged.isEmpty() && judged.get(0).result().stays()) {
      record(known + 1, Decision.Kind.WIN, judged.get(0), known);
    }
  }

  private void record(int job, Decision.Kind kind, FinalsRecord.Judged judged, int known) {
    FinalStanding standing = judged.result().standing();
    sweep.record(
        Decision.ofFinals(
            job, kind, judged.candidate().id(), known, standing, sweep.clock().instant()));
  }

  /** Whether a task is one of these, which is no longer running. */
  boolean ended(Jobs.Task task) {
    ended.add(task.number());
    return running.remove(task);
  }

  /** Whether a task is one of these; its run ends as FAILED, and its candidate leaves. */
  boolean failed(Jobs.Task task, Throwable cause) {
    if (!ended(task)) {
      return false;
    }
    log.warn("number={} of the finals failed outside its training", task.number(), cause);
    try {
      sweep
          .find(task.number())
          .filter(run -> !run.status().isFinal())
          .ifPresent(
              run -> {
                RunEnd end = new RunEnd(RunStatus.FAILED, RunTask.reason(cause), 0, null);
                sweep.listeners().runEnded(sweep.end(run, end, Set.of()));
              });
    } catch (RecordingStoppedException e) {
      log.debug("number={} failed unrecorded: {}", task.number(), e.getMessage());
    }
    return true;
  }
}
