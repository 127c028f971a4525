package dev.trawl.runner;

import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.jspecify.annotations.Nullable;

/**
 * Starts nothing new once so many runs in a row have failed, in the order in which they ended; runs
 * that train meanwhile finish. A run that a person stopped counts neither way.
 */
final class FailureLimit extends BaseStatusListener implements TerminationCondition {
  private final int limit;
  private int inARow;
  private boolean reached;
  private @Nullable String lastReason;

  FailureLimit(int limit) {
    this.limit = limit;
  }

  @Override
  public void initialize(IOptimizationRunner runner) {}

  @Override
  public boolean terminate(IOptimizationRunner runner) {
    return reached();
  }

  /** For good: a later success doesn't take it back. */
  synchronized boolean reached() {
    return reached;
  }

  /** Why the latest failed run failed; null before there is one. */
  synchronized @Nullable String lastReason() {
    return lastReason;
  }

  @Override
  public synchronized void onCandidateStatusChange(
      CandidateInfo candidate, IOptimizationRunner runner, @Nullable OptimizationResult result) {
    if (candidate.getCandidateStatus() == CandidateStatus.Complete) {
      inARow = 0;
    } else if (candidate.getCandidateStatus() == CandidateStatus.Failed) {
      inARow++;
      lastReason = candidate.getExceptionStackTrace();
      reached |= inARow >= limit;
    }
  }
}
