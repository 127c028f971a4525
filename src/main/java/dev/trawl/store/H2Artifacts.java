package dev.trawl.store;

import dev.trawl.store.table.ArtifactTable;
import dev.trawl.store.table.CheckpointTable;
import dev.trawl.store.table.ContentStream;
import dev.trawl.store.table.ModelTable;
import dev.trawl.store.table.RunTable;
import dev.trawl.track.Artifact;
import dev.trawl.track.Artifacts;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files that belong to runs. */
interface H2Artifacts extends H2Role, Artifacts {
  @Override
  default List<Checkpoint> checkpoints(String runId) {
    return parts().read(handle -> CheckpointTable.ofRun(handle, RunTable.need(handle, runId)));
  }

  @Override
  default List<Checkpoint> checkpoints() {
    return parts().read(CheckpointTable::all);
  }

  @Override
  default Optional<InputStream> openCheckpoint(String runId, int epoch) {
    return findCheckpoint(runId, epoch).map(this::open);
  }

  @Override
  default Optional<CheckpointData> checkpoint(String runId, int epoch) {
    return findCheckpoint(runId, epoch)
        .map(found -> new CheckpointData(readAll(found), found.state()));
  }

  private Optional<CheckpointTable.Found> findCheckpoint(String runId, int epoch) {
    return parts()
        .read(handle -> CheckpointTable.find(handle, RunTable.need(handle, runId).uid(), epoch));
  }

  private InputStream open(CheckpointTable.Found checkpoint) {
    return new ContentStream(
        checkpoint.content(),
        offset -> parts().read(handle -> ModelTable.piece(handle, checkpoint, offset)));
  }

  private byte[] readAll(CheckpointTable.Found checkpoint) {
    byte[] model = new byte[Math.toIntExact(checkpoint.bytes())];
    try (InputStream stream = open(checkpoint)) {
      stream.readNBytes(model, 0, model.length);
      return model;
    } catch (IOException e) {
      throw new StoreException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  default Artifact putArtifact(String runId, String path, byte[] content) {
    Artifact.checkPath(path);
    needFree(path);
    byte[] bytes = content.clone();
    return parts()
        .runChanges()
        .write(
            runId,
            (transaction, run) -> {
              ArtifactTable.put(transaction, run.key(), path, bytes);
              RunTable.touch(transaction, run);
            },
            handle ->
                ArtifactTable.find(handle, RunTable.need(handle, runId), path)
                    .orElseThrow()
                    .artifact());
  }

  @Override
  default List<Artifact> artifacts(String runId) {
    return parts()
        .read(
            handle -> {
              RunTable.Entry run = RunTable.need(handle, runId);
              return Stream.concat(
                      ArtifactTable.ofRun(handle, run).stream(),
                      CheckpointTable.ofRun(handle, run).stream().map(H2Artifacts::artifact))
                  .sorted(Comparator.comparing(Artifact::path))
                  .toList();
            });
  }

  private static Artifact artifact(Checkpoint checkpoint) {
    return new Artifact(
        checkpoint.runId(),
        Artifact.checkpointPath(checkpoint.epoch()),
        checkpoint.bytes(),
        checkpoint.sha256(),
        checkpoint.createdAt());
  }

  @Override
  default Optional<InputStream> openArtifact(String runId, String path) {
    Optional<Integer> epoch = Artifact.epochOf(path);
    if (epoch.isPresent()) {
      return openCheckpoint(runId, epoch.get());
    }
    return parts()
        .read(handle -> ArtifactTable.find(handle, RunTable.need(handle, runId), path))
        .map(this::open);
  }

  private InputStream open(ArtifactTable.Found artifact) {
    return new ContentStream(
        artifact.content(),
        offset -> parts().read(handle -> ArtifactTable.piece(handle, artifact, offset)));
  }

  @Override
  default void removeArtifact(String runId, String path) {
    needFree(path);
    parts()
        .runChanges()
        .write(
            runId,
            (transaction, run) -> {
              if (ArtifactTable.remove(transaction.handle(), run.key(), path)) {
                RunTable.touch(transaction, run);
              }
            },
            handle -> true);
  }

  private static void needFree(String path) {
    needOutside(Artifact.CHECKPOINTS, "checkpoints", path);
    needOutside(Artifact.REGISTERED, "registered models", path);
  }

  private static void needOutside(String folder, String what, String path) {
    if (path.startsWith(folder)) {
      throw new IllegalArgumentException(
          "need a path outside of %s, which has the run's %s, found %s"
              .formatted(folder, what, path));
    }
  }
}
