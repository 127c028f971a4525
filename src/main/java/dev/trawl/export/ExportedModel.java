package dev.trawl.export;

import java.nio.file.Path;
import java.util.List;

/**
 * A model folder that was written and verified.
 *
 * @param testAccuracy what the files predicted right of the test images, loaded again: what the run
 *     had, but for the rounding of another processor
 * @param formats in the order they were asked for
 */
public record ExportedModel(
    String runId,
    Path directory,
    double testAccuracy,
    List<ExportedFile> files,
    List<ExportedFormat> formats) {
  public ExportedModel {
    files = List.copyOf(files);
    formats = List.copyOf(formats);
  }

  /**
   * A file of the folder.
   *
   * @param sha256 in lower-case hexadecimal
   */
  public record ExportedFile(String name, long bytes, String sha256) {}
}
