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

  /**
   * Puts a file in the place of the one with the same path; it is a change of its run.
   *
   * @param content held in memory, and written in one transaction: up to some hundred MB
   * @throws IllegalArgumentException for a path that {@link Artifact#checkPath} refuses, or one of
   *     checkpoints or registered models
   */
  Artifact putArtifact(String runId, String path, byte[] content);

  /** A run's files by path, its checkpoints among them. */
  List<Artifact> artifacts(String runId);

  /**
   * A file's content, a checkpoint's too, read as {@link #openCheckpoint} does: the last bytes of
   * one that is damaged are not read, but a {@link StoreException} is thrown. Empty when there is
   * none.
   */
  Optional<InputStream> openArtifact(String runId, String path);

  /**
   * Removes a file for good; one that is not there is none.
   *
   * @throws IllegalArgumentException for a path of checkpoints or registered models
   */
  void removeArtifact(String runId, String path);
}
