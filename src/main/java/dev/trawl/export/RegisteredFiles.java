package dev.trawl.export;

import dev.trawl.track.Damage;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.ModelRegistry;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of registered models. Safe for use by many threads. */
public final class RegisteredFiles {
  private final ModelRegistry registry;

  public RegisteredFiles(ModelRegistry registry) {
    this.registry = registry;
  }

  /**
   * Writes a version's files to an empty folder, byte for byte.
   *
   * @throws dev.trawl.track.StoreException when one is damaged or lost, with its name
   */
  public void write(ModelVersion version, Path folder) throws IOException {
    for (ModelFile file : version.files()) {
      try (InputStream content =
          registry.openModelFile(version, file.path()).orElseThrow(() -> lost(version, file))) {
        Files.copy(content, folder.resolve(file.path()));
      }
    }
  }

  private static DamagedRecordException lost(ModelVersion version, ModelFile file) {
    return new DamagedRecordException(
        new Damage(
            null,
            version.runId(),
            null,
            "need %s of %s, found it lost".formatted(file.path(), version.describe())));
  }
}
