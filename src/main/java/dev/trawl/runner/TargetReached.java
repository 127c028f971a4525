package dev.trawl.runner;

import dev.trawl.sweep.Objective;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;

/**
 * Starts nothing new while a run has reached the metric's target, from the epoch on at which it
 * did. A run that fails or is stopped afterwards no longer counts.
 */
final class TargetReached implements TerminationCondition {
  private final Objective objective;
  private final int exempt;
  private final Set<String> runIds = ConcurrentHashMap.newKeySet();

  /**
   * @param exempt how many candidates start anyway: the unfinished runs of a resumed sweep
   */
  TargetReached(Objective objective, int exempt) {
    this.objective = objective;
    this.exempt = exempt;
  }

  /** Looks at a run as it stands now. */
  void consider(Run run) {
    Double value = run.metrics().get(objective.name());
    boolean counts = run.status() == RunStatus.FINISHED || !run.status().isFinal();
    if (counts && value != null && objective.reached(value)) {
      runIds.add(run.id());
    } else {
      runIds.remove(run.id());
    }
  }

  boolean reached() {
    return !runIds.isEmpty();
  }

  @Override
  public void initialize(IOptimizationRunner runner) {}

  @Override
  public boolean terminate(IOptimizationRunner runner) {
    return reached() && runner.numCandidatesTotal() >= exempt;
  }
}
