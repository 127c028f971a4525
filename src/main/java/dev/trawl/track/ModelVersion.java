package dev.trawl.track;

import java.time.Instant;
import java.util.List;

/**
 * An exported, verified model that is registered under a name.
 *
 * @param version from 1, one more than the last one of the same name
 * @param runId the run that trained it
 * @param location the folder of its files
 */
public record ModelVersion(
    String name,
    int version,
    String runId,
    String location,
    List<ModelFile> files,
    Instant registeredAt) {
  public ModelVersion {
    files = List.copyOf(files);
  }

  /**
   * A file of a model.
   *
   * @param path within the model's folder
   * @param sha256 of its content when it was verified, in lower-case hexadecimal
   */
  public record ModelFile(String path, long bytes, String sha256) {}
}
