package dev.trawl.store;

import dev.trawl.track.RunStore;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a file, as everybody uses it. */
final class H2RunStoreFileTest extends RunStoreContract {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path folder;

  @Override
  public RunStore open(String name, Clock clock) {
    return H2RunStore.open("jdbc:h2:file:" + folder.resolve(name), clock);
  }
}
