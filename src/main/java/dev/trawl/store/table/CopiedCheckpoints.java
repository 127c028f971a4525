package dev.trawl.store.table;

import dev.trawl.track.Checkpoint;
import dev.trawl.track.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The checkpoints of a copied database, each compared with its SHA-256; a model that several share
 * is read once, some megabytes at a time.
 */
public final class CopiedCheckpoints {
  private final Handle copy;
  private final Map<Long, Boolean> whole = new HashMap<>();

  public CopiedCheckpoints(Handle copy) {
    this.copy = copy;
  }

  /** Those that are damaged. */
  public List<Checkpoint> damaged() {
    List<Checkpoint> damaged = new ArrayList<>();
    for (Checkpoint checkpoint : CheckpointTable.all(copy)) {
      CheckpointTable.Found found = find(copy, checkpoint).orElseThrow();
      if (!whole.computeIfAbsent(found.modelKey(), key -> ContentStream.isWhole(copy, found))) {
        damaged.add(checkpoint);
      }
    }
    return damaged;
  }

  /**
   * Of checkpoints that are damaged in the copy, the names of those that are so in the original,
   * too.
   *
   * @throws StoreException when one is not, or is not there any more: it was lost in copying
   */
  public static List<String> alsoDamaged(Handle original, List<Checkpoint> damaged) {
    List<String> names = new ArrayList<>();
    for (Checkpoint checkpoint : damaged) {
      boolean lost =
          find(original, checkpoint)
              .map(found -> ContentStream.isWhole(original, found))
              .orElse(true);
      if (lost) {
        throw new StoreException(
            "need a copy whose checkpoints are whole, found %s damaged in the copy alone"
                .formatted(name(checkpoint)),
            null);
      }
      names.add(name(checkpoint));
    }
    return names;
  }

  private static String name(Checkpoint checkpoint) {
    return "checkpoint %s/%d".formatted(checkpoint.runId(), checkpoint.epoch());
  }

  private static Optional<CheckpointTable.Found> find(Handle handle, Checkpoint checkpoint) {
    return CheckpointTable.find(handle, checkpoint.runId(), checkpoint.epoch());
  }
}
