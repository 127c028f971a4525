package dev.trawl.cli;

import dev.trawl.draft.Draft;
import dev.trawl.export.RegisteredFiles;
import dev.trawl.serving.ModelSource;
import dev.trawl.track.DamagedCheckpointException;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.ModelReference;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.NoModelException;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A registered model, read from the database, which is open until this is closed. */
final class RegisteredSource implements ModelSource, AutoCloseable {
  private final ModelReference reference;
  private final RunStore store;
  private boolean closed;

  RegisteredSource(ModelReference reference, Wiring wiring) {
    this.reference = reference;
    this.store = wiring.database().openToRead();
  }

  @Override
  public String look() throws IOException {
    try {
      ModelVersion version = store.needModel(reference);
      return version.version() + "\n" + version.files();
    } catch (NoModelException | StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public <T> T read(Reading<T> reading) throws IOException {
    try (Draft draft = Draft.elsewhere("trawl-model-")) {
      new RegisteredFiles(store).write(store.needModel(reference), draft.folder());
      return reading.read(draft.folder());
    } catch (NoModelException | DamagedRecordException | DamagedCheckpointException e) {
      throw new IOException(e.getMessage(), e);
    } catch (StoreException e) {
      throw new UncheckedIOException(e.getMessage(), new IOException(e));
    }
  }

  /** A second time does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      store.close();
    }
  }
}
