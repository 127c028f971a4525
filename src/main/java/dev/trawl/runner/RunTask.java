package dev.trawl.runner;

import dev.trawl.search.ForbiddenSpaceException;
import dev.trawl.track.Decision;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import dev.trawl.train.MachineLostException;
import dev.trawl.train.NoMachineException;
import dev.trawl.train.TrainingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job: a run from its record, or from where it waits, to its end or the next rung; attempt
 * after attempt. These are all the ways that it ends:
 *
 * <ul>
 *   <li>FINISHED, FAILED as diverged, PAUSED or PRUNED: as its training says, the latter two on the
 *       pruner's verdict;
 *   <li>FAILED, when the training throws anything that a JVM survives, takes longer than {@code
 *       training.timeout}, or loses {@link #MOST_LOSSES} machines without an epoch in between. It
 *       is tried again, as a new attempt, while {@code retries} are left;
 *   <li>FAILED without a start, when its point can't be trained at all;
 *   <li>KILLED, when a person stopped it, before it began or in the middle;
 *   <li>INTERRUPTED, when the sweep is halted; not at all, when it had not begun by then.
 * </ul>
 *
 * A machine that is lost is no end: the attempt goes on from its last checkpoint. Without any left
 * the sweep is halted.
 */
final class RunTask implements Jobs.Task {
  static final String KILLED_REASON = "stopped by a person";
  static final int MOST_LOSSES = 3;
  private static final Logger log = LoggerFactory.getLogger(RunTask.class);

  private final SweepContext sweep;
  private final Judge judge;
  private final UnaryOperator<RunEnd> recordedAs;
  private Run run;
  private @Nullable Ruling ruling;

  RunTask(SweepContext sweep, Run run, Judge judge) {
    this(sweep, run, judge, UnaryOperator.identity());
  }

  /**
   * @param recordedAs what is made of the run's end before it is recorded
   */
  RunTask(SweepContext sweep, Run run, Judge judge, UnaryOperator<RunEnd> recordedAs) {
    this.sweep = sweep;
    this.run = run;
    this.judge = judge;
    this.recordedAs = recordedAs;
  }

  @Override
  public int job() {
    return judge.stretch().number();
  }

  @Override
  public int number() {
    return judge.stretch().job().run();
  }

  @Override
  public boolean isStopped() {
    return ruling != null && ruling.kind() == Decision.Kind.STOP;
  }

  /** The run as the job leaves it, or as it was when its end can't be recorded. */
  @Override
  public Run call() {
    try {
      Optional<String> refusal = sweep.training().refusal(run.parameters());
      if (refusal.isPresent()) {
        return refused(refusal.get());
      }
      if (run.status() != RunStatus.FAILED) {
        run = attempt(run);
      }
      while (sweep.triesAgain(run, epochs())) {
        run = attempt(sweep.createNext(run));
      }
    } catch (RecordingStoppedException e) {
      log.debug("run={} ends unrecorded: {}", run.id(), e.getMessage());
    }
    return run;
  }

  /** How many a new attempt would have: to where its job ends. */
  private int epochs() {
    int all = sweep.spec().forRun(run.parameters()).training().epochs();
    return Math.min(all, judge.pruner().waitsAfter(judge.stretch().from()));
  }

  /**
   * A point that can't be trained is not started, and says nothing about the others: it counts
   * neither as failed in a row, nor is it tried again.
   */
  private Run refused(String reason) {
    if (!run.status().isFinal()) {
      run = end(AttemptOutcome.Ended.untrained(new RunEnd(RunStatus.FAILED, reason, 0, null)));
    }
    return run;
  }

  /** One attempt to its end, or to the next rung, on as many machines as it takes. */
  private Run attempt(Run scheduled) {
    run = scheduled;
    List<Integer> losses = new ArrayList<>();
    while (true) {
      Optional<Run> end =
          train()
              .fold(
                  over -> Optional.of(end(over)),
                  lost -> goesOn(lost, losses),
                  () -> Optional.of(run));
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  /**
   * Empty where the attempt goes on elsewhere.
   *
   * @param losses the epochs that machines were lost after, this one not yet
   */
  private Optional<Run> goesOn(AttemptOutcome.Lost lost, List<Integer> losses) {
    run = sweep.find(run.number()).orElse(run);
    int epochs = run.epochs();
    losses.add(epochs);
    if (Collections.frequency(losses, epochs) == MOST_LOSSES) {
      String where = "%s %d".formatted(sweep.spec().training().epochWord(), epochs);
      return Optional.of(end(lost.tooOften(MOST_LOSSES, where)));
    }
    log.warn(
        "run={} number={} goes on elsewhere: {}",
        run.id(),
        run.number(),
        lost.failure().end().reason());
    return Optional.empty();
  }

  private AttemptOutcome train() {
    if (sweep.control().killed(run.id())) {
      return AttemptOutcome.Ended.untrained(new RunEnd(RunStatus.KILLED, KILLED_REASON, 0, null));
    }
    if (sweep.isHalted()) {
      return new AttemptOutcome.Halted();
    }
    ResumePoint from = ResumePoint.find(sweep, run).orElse(null);
    return train(from, start(from));
  }

  private AttemptOutcome train(@Nullable ResumePoint from, RunRecording recording) {
    try {
      return recording.ended(
          sweep.training().train(run, from == null ? null : from.from(), recording));
    } catch (MachineLostException e) {
      return new AttemptOutcome.Lost(recording.failed(reason(e)));
    } catch (NoMachineException e) {
      sweep.control().halt(new Ending(SweepStatus.INTERRUPTED, reason(e)));
      return recording.interrupted(reason(e));
    } catch (RecordingStoppedException e) {
      throw e;
    } catch (TrainingException e) {
      return recording.failed(String.valueOf(e.getMessage()));
    } catch (Throwable t) {
      if (sweep.recorder().isClosed()) {
        throw new RecordingStoppedException("the training ended as it was stopped", t);
      }
      if (isFatal(t)) {
        throw t;
      }
      log.warn("run={} number={} failed", run.id(), run.number(), t);
      return recording.failed(reason(t));
    }
  }

  private RunRecording start(@Nullable ResumePoint from) {
    List<Integer> checkpoints = from == null ? List.of() : sweep.checkpoints(run);
    Run scheduled = run;
    run = sweep.recorder().record(store -> store.startRun(scheduled.id()));
    int after = from == null ? 0 : from.from().epoch();
    log.info(
        "sweep={} run={} number={} attempt={} started after {}={}",
        run.sweepId(),
        run.id(),
        run.number(),
        run.attempt(),
        sweep.spec().training().epochWord(),
        after);
    sweep.listeners().runStarted(run, after);
    return new RunRecording(sweep, run, judge, from, checkpoints);
  }

  /** A decision is recorded before the end that it makes: a resumed run is judged again. */
  private Run end(AttemptOutcome.Ended outcome) {
    ruling = outcome.ruling();
    if (ruling != null) {
      sweep.record(
          new Decision(
              job(),
              ruling.kind(),
              run.id(),
              ruling.epoch(),
              judge.known(),
              ruling.rank(),
              sweep.clock().instant()));
    }
    Run ended = sweep.end(run, recordedAs.apply(outcome.end()), outcome.kept());
    log.info(
        "sweep={} run={} number={} status={} epochs={} reason={}",
        ended.sweepId(),
        ended.id(),
        ended.number(),
        ended.status(),
        ended.epochs(),
        ended.reason());
    sweep.target().consider(ended);
    sweep.budget().ended(ended);
    sweep.listeners().runEnded(ended);
    return ended;
  }

  /** The exception's kind and what it says; of one that was to be expected, this alone. */
  static String reason(Throwable t) {
    return t instanceof ForbiddenSpaceException
            || t instanceof NoMachineException
            || t instanceof MachineLostException
        ? String.valueOf(t.getMessage())
        : t.getClass().getSimpleName() + ": " + t.getMessage();
  }

  /** What can't be blamed on one run, or survived. Running out of memory or stack can. */
  private static boolean isFatal(Throwable t) {
    return t instanceof VirtualMachineError
        && !(t instanceof OutOfMemoryError)
        && !(t instanceof StackOverflowError);
  }
}
