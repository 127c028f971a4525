package dev.trawl.runner;

import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session of a sweep, from its start or resumption to its end, on a thread of its own. */
final class SweepSession {
  private static final Logger log = LoggerFactory.getLogger(SweepSession.class);

  private final Sweep started;
  private final SweepContext context;
  private final Heartbeat heartbeat;
  private final JobLoop loop;

  SweepSession(Sweep started, SweepContext context, Heartbeat heartbeat, JobLoop loop) {
    this.started = started;
    this.context = context;
    this.heartbeat = heartbeat;
    this.loop = loop;
  }

  /** Runs what is left of the sweep, and returns it as it ended. */
  Sweep run() throws InterruptedException {
    log.info("sweep={} name={} started", started.id(), started.name());
    heartbeat.start();
    Sweep ended;
    try {
      context.listeners().sweepStarted(started);
      ended = end(execute());
    } finally {
      context.recorder().close();
      heartbeat.stop();
      closeTraining();
    }
    log.info("sweep={} status={} reason={}", ended.id(), ended.status(), ended.reason());
    context.listeners().sweepEnded(ended);
    return ended;
  }

  /** An error of our own ends the sweep, recorded; it is no single run's. */
  private @Nullable Ending execute() {
    try {
      loop.execute();
      return null;
    } catch (RuntimeException | Error e) {
      log.error("sweep={} failed", started.id(), e);
      return new Ending(SweepStatus.FAILED, RunTask.reason(e));
    }
  }

  private Sweep end(@Nullable Ending failure) {
    try {
      Ending ending = failure != null ? failure : ending();
      if (ending.status() == SweepStatus.FINISHED) {
        pruneWaiting();
      }
      return context
          .recorder()
          .record(
              store ->
                  heartbeat.last(
                      () -> store.endSweep(started.id(), ending.status(), ending.reason())));
    } catch (RecordingStoppedException e) {
      log.warn("sweep={} ends unrecorded: {}", started.id(), e.getMessage());
      String reason = context.haltReason();
      return unrecorded(reason.isEmpty() ? String.valueOf(e.getMessage()) : reason);
    }
  }

  /** Nothing will promote them any more, nor go on with one that went on after the search. */
  private void pruneWaiting() {
    if (runs().keySet().stream().allMatch(RunStatus::isFinal)) {
      return;
    }
    FinalRanks ranks = new FinalRanks(context);
    for (Run run : context.runs()) {
      if (run.status().isFinal() || run.isExternal()) {
        continue;
      }
      RunEnd end = new RunEnd(RunStatus.PRUNED, ranks.reason(run), 0, null);
      Set<Integer> kept = context.kept(context.checkpoints(run), run.bestEpoch(), false);
      context.listeners().runEnded(context.end(run, end, kept));
    }
  }

  private Ending ending() {
    Ending halt = context.control().halt();
    if (halt != null) {
      return halt;
    }
    FailureLimit failures = context.failures();
    if (failures.reached()) {
      return new Ending(
          SweepStatus.FAILED,
          "%d failed runs in a row (max_failures), the last: %s"
              .formatted(context.spec().execution().maxFailures(), failures.lastReason()));
    }
    if (allFailed()) {
      return new Ending(
          SweepStatus.FAILED,
          failures.lastReason() == null
              ? "all runs failed"
              : "all runs failed, the last: " + failures.lastReason());
    }
    if (context.target().reached()) {
      return new Ending(SweepStatus.FINISHED, "target reached");
    }
    String budget = context.budget().reason();
    boolean isIdle =
        budget.isEmpty() && context.spec().search().warmStart() != null && runs().isEmpty();
    return new Ending(
        SweepStatus.FINISHED, isIdle ? "warm_start left no new point to try" : budget);
  }

  private boolean allFailed() {
    return runs().keySet().equals(Set.of(RunStatus.FAILED));
  }

  private Map<RunStatus, Integer> runs() {
    return context.recorder().record(this::recorded).runs();
  }

  private Sweep recorded(RunStore store) {
    return store.sweep(started.id()).orElse(started);
  }

  /** A run that was left behind may still be in native code, which needs the data. */
  private void closeTraining() {
    if (loop.abandoned() == 0) {
      context.training().close();
    }
  }

  private Sweep unrecorded(String reason) {
    return started.with(SweepStatus.INTERRUPTED, reason);
  }
}
