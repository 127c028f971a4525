package dev.trawl.cli;

import dev.trawl.track.Checkpoint;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a cleaning dropped.
 *
 * @param bytes of the dropped models, without those that a kept checkpoint shares: they stay
 */
record DroppedCheckpoints(int runs, int checkpoints, long bytes) {
  /**
   * @param left all that there are now; in a dry run the dropped ones, too
   */
  static DroppedCheckpoints of(Collection<Checkpoint> left, Collection<Checkpoint> dropped) {
    Set<Checkpoint> gone = new HashSet<>(dropped);
    Set<String> kept =
        left.stream()
            .filter(checkpoint -> !gone.contains(checkpoint))
            .map(Checkpoint::sha256)
            .collect(Collectors.toSet());
    Map<String, Long> freed =
        gone.stream()
            .filter(checkpoint -> !kept.contains(checkpoint.sha256()))
            .collect(Collectors.toMap(Checkpoint::sha256, Checkpoint::bytes, (one, same) -> one));
    return new DroppedCheckpoints(
        (int) gone.stream().map(Checkpoint::runId).distinct().count(),
        gone.size(),
        freed.values().stream().mapToLong(Long::longValue).sum());
  }
}
