package dev.trawl.runner;

import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.train.Resumption;
import dev.trawl.train.TrainingException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run from its record to its end, attempt after attempt.
 *
 * <p>A run ends as its training says; as FAILED, when its training throws anything that a JVM
 * survives, or can't be trained at all, or takes longer than {@code training.timeout}; as KILLED,
 * when a person stopped it; as INTERRUPTED, when the sweep is halted. A failed run is tried again
 * while attempts are left.
 */
final class RunTask implements Jobs.Task {
  static final String KILLED_REASON = "stopped by a person";
  private static final Logger log = LoggerFactory.getLogger(RunTask.class);

  private final SweepContext sweep;
  private final int number;
  private Run run;

  RunTask(SweepContext sweep, Run run) {
    this.sweep = sweep;
    number = run.number();
    this.run = run;
  }

  @Override
  public int number() {
    return number;
  }

  /** The run as it is when it has ended, or when its end can't be recorded. */
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
      while (sweep.triesAgain(run)) {
        run = attempt(sweep.create(run.number(), run.attempt() + 1, run.parameters()));
      }
    } catch (RecordingStoppedException e) {
      log.debug("run={} ends unrecorded: {}", run.id(), e.getMessage());
    }
    return run;
  }

  /**
   * A point that can't be trained is not started, and says nothing about the others: it counts
   * neither as failed in a row, nor is it tried again.
   */
  private Run refused(String reason) {
    if (!run.status().isFinal()) {
      run = end(run, new RunEnd(RunStatus.FAILED, reason, 0, null), Set.of());
    }
    return run;
  }

  private Run attempt(Run scheduled) {
    if (sweep.control().killed(scheduled.id())) {
      return end(scheduled, new RunEnd(RunStatus.KILLED, KILLED_REASON, 0, null), Set.of());
    }
    if (sweep.isHalted()) {
      return scheduled;
    }
    ResumePoint from = ResumePoint.find(sweep, scheduled).orElse(null);
    List<Integer> checkpoints = from == null ? List.of() : sweep.checkpoints(scheduled);
    Run started = sweep.recorder().record(store -> store.startRun(scheduled.id()));
    run = started;
    int after = from == null ? 0 : from.from().epoch();
    log.info(
        "sweep={} run={} number={} attempt={} started after epoch={}",
        started.sweepId(),
        started.id(),
        started.number(),
        started.attempt(),
        after);
    sweep.listeners().runStarted(started, after);
    RunRecording recording = new RunRecording(sweep, started, from, checkpoints);
    RunEnd end = train(started, from == null ? null : from.from(), recording);
    return end(started, end, recording.kept(end.status()));
  }

  private RunEnd train(Run started, @Nullable Resumption from, RunRecording recording) {
    try {
      RunEnd end = sweep.training().train(started, from, recording);
      return recording.timed(end);
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
      log.warn("run={} number={} failed", started.id(), started.number(), t);
      return recording.failed(reason(t));
    }
  }

  private Run end(Run started, RunEnd end, Set<Integer> kept) {
    Run ended = sweep.end(started, end, kept);
    log.info(
        "sweep={} run={} number={} status={} epochs={} reason={}",
        ended.sweepId(),
        ended.id(),
        ended.number(),
        ended.status(),
        ended.epochs(),
        ended.reason());
    sweep.target().consider(ended);
    sweep.listeners().runEnded(ended);
    return ended;
  }

  /** The exception's kind and what it says. */
  static String reason(Throwable t) {
    return t.getClass().getSimpleName() + ": " + t.getMessage();
  }

  /** What can't be blamed on one run, or survived. Running out of memory or stack can. */
  private static boolean isFatal(Throwable t) {
    return t instanceof VirtualMachineError
        && !(t instanceof OutOfMemoryError)
        && !(t instanceof StackOverflowError);
  }
}
