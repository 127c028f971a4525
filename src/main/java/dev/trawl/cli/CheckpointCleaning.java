package dev.trawl.cli;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    List<Checkpoint> all = store.checkpoints();
    List<Checkpoint> dropped = new ArrayList<>();
    Map<String, List<Checkpoint>> byRun =
        all.stream()
            .collect(
                Collectors.groupingBy(Checkpoint::runId, LinkedHashMap::new, Collectors.toList()));
    for (List<Checkpoint> checkpoints : byRun.values()) {
      Run run = store.run(checkpoints.get(0).runId()).orElse(null);
      if (run == null) {
        continue; // erased meanwhile
      }
      Sweep sweep = chosen.get(run.sweepId());
      if (sweep != null && run.status() != RunStatus.RUNNING && !isDeleted(run, sweep)) {
        kept.computeIfAbsent(sweep.id(), id -> retention.apply(sweep))
            .ifPresent(keep -> dropped.addAll(clean(run, checkpoints, keep)));
      }
    }
    return DroppedCheckpoints.of(all, dropped);
  }

  /** What is deleted comes back with all that it had. */
  private static boolean isDeleted(Run run, Sweep sweep) {
    return run.deletedAt() != null || sweep.deletedAt() != null;
  }

  /** What it drops. */
  private List<Checkpoint> clean(Run run, List<Checkpoint> checkpoints, CheckpointRetention keep) {
    Set<Integer> kept =
        keep.kept(
            checkpoints.stream().map(Checkpoint::epoch).toList(),
            run.bestEpoch() == null ? 0 : run.bestEpoch(),
            !run.status().isFinal());
    List<Checkpoint> others =
        checkpoints.stream().filter(checkpoint -> !kept.contains(checkpoint.epoch())).toList();
    if (!others.isEmpty() && !dryRun) {
      store.keepCheckpoints(run.id(), kept);
    }
    return others;
  }
}
