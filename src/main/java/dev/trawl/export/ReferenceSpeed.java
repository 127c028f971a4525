package dev.trawl.export;

import java.util.List;

/**
 * How fast the floats are that a format is compared with, measured in the same process.
 *
 * @param format as {@code --format} names it; it need not be exported
 */
public record ReferenceSpeed(String format, Speed speed) {
  /**
   * ONNX's, or those of the first that has floats, or the first.
   *
   * @param speeds one for each format
   */
  static ReferenceSpeed of(List<ModelFormat> formats, List<Speed> speeds) {
    ModelFormat floats =
        formats.stream()
            .filter(format -> format.key().equals("onnx"))
            .findFirst()
            .or(() -> formats.stream().filter(format -> !format.isQuantised()).findFirst())
            .orElse(formats.get(0));
    return new ReferenceSpeed(floats.key(), speeds.get(formats.indexOf(floats)));
  }
}
