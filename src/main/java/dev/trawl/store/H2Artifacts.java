package dev.trawl.store;

import dev.trawl.track.Artifacts;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

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
    return new CheckpointStream(
        checkpoint, offset -> parts().read(handle -> ModelTable.piece(handle, checkpoint, offset)));
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
}
