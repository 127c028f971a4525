package dev.trawl.runner;

import dev.trawl.sweep.Objective;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a run of the search has reached the metric's target: from the epoch on at which it did. A
 * run that fails or is stopped afterwards no longer counts. Safe for use by many threads.
 */
final class TargetReached {
  private final Objective objective;
  private final Set<String> runIds = ConcurrentHashMap.newKeySet();

  TargetReached(Objective objective) {
    this.objective = objective;
  }

  /** Looks at a run as it stands now. */
  void consider(Run run) {
    Double value = run.metrics().get(objective.name());
    boolean stands = run.status() == RunStatus.FINISHED || !run.status().isFinal();
    boolean counts = stands && !run.isOfFinals();
    if (counts && value != null && objective.reached(value)) {
      runIds.add(run.id());
    } else {
      runIds.remove(run.id());
    }
  }

  boolean reached() {
    return !runIds.isEmpty();
  }
}
