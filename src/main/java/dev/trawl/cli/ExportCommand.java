package dev.trawl.cli;

import dev.trawl.analysis.Accuracies;
import dev.trawl.analysis.NumberText;
import dev.trawl.cli.text.TextTable;
import dev.trawl.cli.text.Wording;
import dev.trawl.export.ExportException;
import dev.trawl.export.ExportOptions;
import dev.trawl.export.ExportedModel;
import dev.trawl.export.ModelFormat;
import dev.trawl.export.ModelFormats;
import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = {
      "Exports the best run of a sweep, or one run, as a model folder.",
      "Each format is loaded again and must predict the test images as the run did; of 8 bits",
      "the accuracy counts."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl export mnist-quick -o best/",
      "  trawl export 5be01c77 -o run-3/",
      "  trawl export mnist-quick -o service/ --server"
    })
final class ExportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SWEEP|RUN",
      description = "A sweep's name or id, for its best run, or a run's id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "The folder to write. An earlier export there is replaced.")
  private Path directory = Path.of("");

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

  @Option(
      names = "--server",
      description =
          "Add serve.jar, with which java -jar alone serves the folder, and a Dockerfile; some 50"
              + " MB.")
  private boolean server;

  /** What {@code --format} may name. */
  private static final class Keys extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Keys() {
      super(new ModelFormats().keys());
    }
  }

  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  ExportCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws IOException, ExportException {
    ModelFormats known = wiring.modelFormats();
    List<ModelFormat> wanted =
        Stream.of(formats.split(",", -1)).map(name -> format(known, name)).distinct().toList();
    ExportOptions options = options(wanted);
    try (RunStore store = wiring.openStoreToRead()) {
      store.markInterrupted();
      Run run =
          argument
              .find(store, wiring::next)
              .fold(of -> best(store, of.sweep()), Subject.OfRun::run);
      NativeCache.ofUser().announce(output.err());
      ExportedModel model = wiring.exporter(store).export(run.id(), directory, options);
      output
          .out()
          .print(
              json.json
                  ? wiring.json().write(ModelExport.report(model, directory, tolerance / 100))
                      + "\n"
                  : text(run, model));
      return ExitCode.OK;
    }
  }

  private ExportOptions options(List<ModelFormat> wanted) {
    if (!(tolerance >= 0 && tolerance <= 100)) {
      throw CommandException.usage(
          "need --tolerance between 0 and 100 points, found " + NumberText.of(tolerance));
    }
    List<String> served = ServerFiles.formats(new ModelFormats().keys());
    if (server && wanted.stream().map(ModelFormat::key).noneMatch(served::contains)) {
      throw CommandException.usage(
          "need %s in --format for --server, found %s"
              .formatted(String.join(" or ", served), formats));
    }
    return new ExportOptions(
        wanted, tolerance / 100, server ? List.of(new ServerFiles()) : List.of());
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

  private Run best(RunStore store, Sweep sweep) {
    return Optional.ofNullable(sweep.bestRunId())
        .map(best -> new SubjectArgument(best).run(store, wiring::next).run())
        .orElseThrow(
            () ->
                CommandException.failed(
                    "need a sweep with a FINISHED run, found none in " + sweep.name()));
  }

  private String text(Run run, ExportedModel model) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("FILE"),
                TextTable.Column.right("SIZE"),
                TextTable.Column.left("SHA-256")));
    model
        .files()
        .forEach(
            file -> table.add(List.of(file.name(), Wording.bytes(file.bytes()), file.sha256())));
    return "%s: run %d (%s), %s of the test images right, %s%n%n%s%n%s"
        .formatted(
            directory,
            run.number(),
            Wording.id(run.id()),
            Accuracies.percent(model.testAccuracy()),
            compared(run, model),
            table.render(output.heading()),
            new FormatTable(model.formats(), tolerance / 100).text(output.heading()));
  }

  private static String compared(Run run, ExportedModel model) {
    Double tested = run.metrics().get(Metric.TEST_ACCURACY);
    return tested == null || tested == model.testAccuracy()
        ? "as the run had it"
        : "the run had %s on another processor".formatted(Accuracies.percent(tested));
  }
}
