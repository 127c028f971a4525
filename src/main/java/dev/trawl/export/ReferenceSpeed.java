package dev.trawl.export;

import java.util.List;

/**
 * How fast the floats are that a format is compared with, measured in the same process.
 *
 * @param format as {@code --format} names it; it need not be exported
 */
public record ReferenceSpeed(String format, Speed speed) {
  /**
   * Of 8 bits their own floats; of floats ONNX's, or the first; its own where there are none.
   *
   * @param formats that were measured, this one too
   * @param speeds one for each of these
   */
  static ReferenceSpeed of(ModelFormat format, List<ModelFormat> formats, List<Speed> speeds) {
    List<ModelFormat> floats = formats.stream().filter(each -> !each.isQuantised()).toList();
    ModelFormat reference =
        floats.stream()
            .filter(each -> format.isQuantised() ? isOf(each, format) : each.key().equals("onnx"))
            .findFirst()
            .or(() -> floats.stream().findFirst())
            .orElse(format);
    return new ReferenceSpeed(reference.key(), speeds.get(formats.indexOf(reference)));
  }

  /** Whether 8 bits are a format's, as {@code onnx-int8} is {@code onnx}'s. */
  static boolean isOf(ModelFormat floats, ModelFormat eightBits) {
    return !floats.isQuantised() && eightBits.key().startsWith(floats.key() + "-");
  }
}
