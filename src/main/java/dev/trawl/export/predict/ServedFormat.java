package dev.trawl.export.predict;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses the file of a folder that {@link OnnxPredictor} runs. */
public final class ServedFormat {
  private static final String USUAL = "onnx";
  private static final List<String> RUN = List.of(USUAL, "onnx-int8");

  private ServedFormat() {}

  /**
   * The model of this format.
   *
   * @param format as {@code --format} names it; null takes {@code onnx}, or what there is in ONNX
   * @throws IOException when the folder has none, with those that it has
   */
  public static FormatRecord of(ModelRecord model, @Nullable String format) throws IOException {
    List<FormatRecord> served =
        model.formats().stream().filter(each -> RUN.contains(each.format())).toList();
    String wanted =
        format != null || served.isEmpty() || model.find(USUAL).isPresent()
            ? (format == null ? USUAL : format)
            : served.get(0).format();
    return served.stream()
        .filter(each -> each.format().equals(wanted))
        .findFirst()
        .orElseThrow(() -> missing(model, wanted));
  }

  private static IOException missing(ModelRecord model, String wanted) {
    if (!RUN.contains(wanted)) {
      return new IOException(
          "need a format that predicts here, %s, found %s"
              .formatted(String.join(" or ", RUN), wanted));
    }
    return new IOException(
        "need a folder with the format %s, found %s; trawl export --format writes it, %s"
            .formatted(
                wanted,
                model.formats().isEmpty()
                    ? "none"
                    : model.formats().stream()
                        .map(FormatRecord::format)
                        .collect(Collectors.joining(", ")),
                "and what predicts takes " + String.join(" and ", RUN)));
  }
}
