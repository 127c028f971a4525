package dev.trawl.cli;

import dev.trawl.analysis.NumberText;
import dev.trawl.export.ExportOptions;
import dev.trawl.export.FolderAddition;
import dev.trawl.export.ModelFormat;
import dev.trawl.export.ModelFormats;
import dev.trawl.sweep.yaml.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** In which formats a command exports, and what they may lose. */
final class FormatOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "dl4j,onnx",
      completionCandidates = Keys.class,
      description = "One or more of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private String formats = "";

  @Option(
      names = "--tolerance",
      paramLabel = "POINTS",
      defaultValue = "0.5",
      description = "Percentage points of accuracy that 8 bits may lose. Default: ${DEFAULT-VALUE}")
  private double tolerance = 100 * ExportOptions.TOLERANCE;

  /** What {@code --format} may name. */
  private static final class Keys extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Keys() {
      super(new ModelFormats().keys());
    }
  }

  /** As it was written. */
  String formats() {
    return formats;
  }

  /** Of accuracy, 0 to 1. */
  double tolerance() {
    return tolerance / 100;
  }

  List<ModelFormat> wanted(ModelFormats known) {
    return Stream.of(formats.split(",", -1)).map(name -> format(known, name)).distinct().toList();
  }

  ExportOptions options(ModelFormats known, List<FolderAddition> additions) {
    List<ModelFormat> wanted = wanted(known);
    if (!(tolerance >= 0 && tolerance <= 100)) {
      throw CommandException.usage(
          "need --tolerance between 0 and 100 points, found " + NumberText.of(tolerance));
    }
    return new ExportOptions(wanted, tolerance(), additions);
  }

  private static ModelFormat format(ModelFormats known, String named) {
    String format = named.toLowerCase(Locale.ROOT);
    String needed = "need --format " + String.join(", ", known.keys());
    return known
        .find(format)
        .orElseThrow(
            () -> {
              String nearest = NearestName.of(format, known.keys());
              return CommandException.usage(
                  "%s, found %s%s"
                      .formatted(
                          needed,
                          format.isEmpty() ? "none" : format,
                          nearest == null ? "" : " (did you mean %s?)".formatted(nearest)));
            });
  }
}
