package dev.trawl.export;

import java.util.List;

/**
 * How a run is exported.
 *
 * @param formats at least one; {@code model.json} describes the first one's file
 * @param tolerance of test accuracy that a format of 8 bits may lose, 0 to 1
 * @param additions more files; of those that the exporter knows
 */
public record ExportOptions(
    List<ModelFormat> formats, double tolerance, List<FolderAddition> additions) {
  /** Half a point. */
  public static final double TOLERANCE = 0.005;

  public ExportOptions {
    formats = List.copyOf(formats);
    additions = List.copyOf(additions);
    if (formats.isEmpty() || !(tolerance >= 0 && tolerance <= 1)) {
      throw new IllegalArgumentException(
          "need formats and a tolerance between 0 and 1, found %d formats and %s"
              .formatted(formats.size(), tolerance));
    }
  }

  /** Without additions. */
  public ExportOptions(List<ModelFormat> formats, double tolerance) {
    this(formats, tolerance, List.of());
  }
}
