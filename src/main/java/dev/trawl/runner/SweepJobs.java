package dev.trawl.runner;

import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Proposal;
import dev.trawl.search.Proposer;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a sweep: its unfinished runs, and then what its search proposes, until that is
 * exhausted, the cap or the metric's target is reached, or too many runs have failed. A run is
 * recorded before its job is handed out, so that the recorded numbers have no gaps.
 */
final class SweepJobs implements Jobs {
  private static final Logger log = LoggerFactory.getLogger(SweepJobs.class);

  private final SweepContext sweep;
  private final Queue<Run> unfinished;
  private final Proposer proposer;
  private final @Nullable Integer last;
  private int next;

  /**
   * @param left what is left of the sweep
   */
  SweepJobs(SweepContext sweep, Continuation left) {
    this.sweep = sweep;
    unfinished = new ArrayDeque<>(left.unfinished());
    proposer = sweep.searches().proposer(sweep.spec());
    last = left.last(sweep.spec().runCap());
    next = left.first();
  }

  @Override
  public Optional<RunTask> next() {
    if (sweep.failures().reached()) {
      return Optional.empty();
    }
    Run left = unfinished.poll();
    return left == null ? propose() : Optional.of(new RunTask(sweep, left));
  }

  /** A run that can't be proposed or recorded counts as started and failed. */
  private Optional<RunTask> propose() {
    while (!sweep.target().reached()
        && !sweep.failures().reached()
        && (last == null || next <= last)) {
      int number = next;
      try {
        Proposal proposal = proposer.next(new Job(number, number), History.NOTHING);
        if (!(proposal instanceof Proposal.Start start)) {
          return Optional.empty();
        }
        next++;
        return Optional.of(new RunTask(sweep, sweep.create(number, 1, start.parameters())));
      } catch (RecordingStoppedException e) {
        log.debug("number={} not recorded: {}", number, e.getMessage());
        return Optional.empty();
      } catch (RuntimeException e) {
        next = number + 1;
        failed(number, e);
      }
    }
    return Optional.empty();
  }

  @Override
  public void ended(Run run) {
    if (run.startedAt() != null) { // One that can't be trained says nothing about the others.
      sweep.failures().consider(run.status(), run.reason());
    }
  }

  @Override
  public void failed(Task job, Throwable cause) {
    failed(job.number(), cause);
  }

  private void failed(int number, Throwable cause) {
    log.warn("number={} failed outside its training", number, cause);
    String reason = RunTask.reason(cause);
    sweep.failures().consider(RunStatus.FAILED, reason);
    try {
      Run run = sweep.find(number).orElseGet(() -> sweep.create(number, 1, Map.of()));
      if (!run.status().isFinal()) {
        RunEnd end = new RunEnd(RunStatus.FAILED, reason, 0, null);
        sweep.listeners().runEnded(sweep.end(run, end, Set.of()));
      }
    } catch (RecordingStoppedException e) {
      log.debug("number={} failed unrecorded: {}", number, e.getMessage());
    }
  }
}
