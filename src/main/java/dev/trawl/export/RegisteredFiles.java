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
   * Writes a version's files to an empty folder, byte for byte, and nothing beside it: a database
   * may be somebody else's.
   *
   * @throws dev.trawl.track.StoreException when one is damaged, lost or no file of the folder, with
   *     its name
   */
  public void write(ModelVersion version, Path folder) throws IOException {
    Path own = folder.toAbsolutePath().normalize();
    for (ModelFile file : version.files()) {
      Path target = own.resolve(file.path()).normalize();
      if (!own.equals(target.getParent())) {
        throw damaged(version, "a file's name", file.path());
      }
      try (InputStream content =
          registry
              .openModelFile(version, file.path())
              .orElseThrow(() -> damaged(version, file.path(), "it lost"))) {
        Files.copy(content, target);
      }
    }
  }

  private static DamagedRecordException damaged(ModelVersion version, String needed, String found) {
    return new DamagedRecordException(
        new Damage(
            null,
            version.runId(),
            null,
            "need %s of %s, found %s".formatted(needed, version.describe(), found)));
  }
}
