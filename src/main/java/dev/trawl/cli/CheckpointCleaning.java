package dev.trawl.cli;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Drops the checkpoints of runs that nobody trains, as far as they are not to be kept. */
final class CheckpointCleaning {
  private final RunStore store;
  private final Function<Sweep, Optional<CheckpointRetention>> retention;
  private final boolean dryRun;

  CheckpointCleaning(
      RunStore store, Function<Sweep, Optional<CheckpointRetention>> retention, boolean dryRun) {
    this.store = store;
    this.retention = retention;
    this.dryRun = dryRun;
  }

  DroppedCheckpoints clean(List<Sweep> sweeps) {
    Map<String, Sweep> chosen =
        sweeps.stream().collect(Collectors.toMap(Sweep::id, sweep -> sweep));
    Map<String, Optional<CheckpointRetention>> kept = new HashMap<>();
    List<Checkpoint> dropped = new ArrayList<>();
    for (String id : runsWithCheckpoints()) {
      Run run = store.run(id).orElse(null);
      if (run == null) {
        continue; // erased meanwhile
      }
      Sweep sweep = chosen.get(run.sweepId());
      if (sweep != null && !isDeleted(run, sweep)) {
        kept.computeIfAbsent(sweep.id(), key -> retention.apply(sweep))
            .ifPresent(keep -> dropped.addAll(store.keepCheckpoints(id, keep, dryRun)));
      }
    }
    return DroppedCheckpoints.of(store.checkpoints(), dropped);
  }

  private Set<String> runsWithCheckpoints() {
    return store.checkpoints().stream()
        .map(Checkpoint::runId)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** What is deleted comes back with all that it had. */
  private static boolean isDeleted(Run run, Sweep sweep) {
    return run.info().deletedAt() != null || sweep.info().deletedAt() != null;
  }
}
