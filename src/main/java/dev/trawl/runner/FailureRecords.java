package dev.trawl.runner;

import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the candidates that failed outside their training, such as while they were generated. */
final class FailureRecords extends BaseStatusListener {
  private static final Logger log = LoggerFactory.getLogger(FailureRecords.class);

  private final SweepContext sweep;

  FailureRecords(SweepContext sweep) {
    this.sweep = sweep;
  }

  @Override
  public void onCandidateStatusChange(
      CandidateInfo candidate, IOptimizationRunner runner, @Nullable OptimizationResult result) {
    if (candidate.getCandidateStatus() != CandidateStatus.Failed || result != null) {
      return;
    }
    try {
      Run run =
          sweep
              .find(candidate.getIndex())
              .orElseGet(() -> sweep.create(candidate.getIndex(), 1, Map.of()));
      if (!run.status().isFinal()) {
        RunEnd end = new RunEnd(RunStatus.FAILED, candidate.getExceptionStackTrace(), 0, null);
        sweep.listeners().runEnded(sweep.end(run, end, Set.of()));
      }
    } catch (RecordingStoppedException e) {
      log.debug("number={} failed unrecorded: {}", candidate.getIndex(), e.getMessage());
    }
  }
}
