package dev.trawl.track;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Files that belong to runs: their checkpoints. {@link RunStore} says what holds for each method.
 */
public interface Artifacts {
  /** A run's checkpoints by epoch. */
  List<Checkpoint> checkpoints(String runId);

  /** The checkpoints of all runs, run by run, by epoch. */
  List<Checkpoint> checkpoints();

  /**
   * The model file of a checkpoint, read from the store as it is read; the caller closes it. Empty
   * when it is not kept. A file that is damaged or dropped meanwhile is not read to its end: {@link
   * DamagedCheckpointException} or {@link java.io.IOException} comes before its last bytes.
   */
  Optional<InputStream> openCheckpoint(String runId, int epoch);

  /**
   * A checkpoint, whole and checked against its SHA-256.
   *
   * @throws DamagedCheckpointException when the bytes are damaged
   */
  Optional<CheckpointData> checkpoint(String runId, int epoch);
}
