package dev.trawl.cli;

import dev.trawl.analysis.Accuracies;
import dev.trawl.cli.text.Wording;
import dev.trawl.export.ExportException;
import dev.trawl.export.ExportOptions;
import dev.trawl.export.ExportedModel;
import dev.trawl.export.FolderAddition;
import dev.trawl.export.ModelFormat;
import dev.trawl.track.Metric;
import dev.trawl.track.ModelReference;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.Verified;
import dev.trawl.track.RegisteredModel;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = {
      "Exports the best run of a sweep, one run, or a registered model, as a model folder.",
      "Each format is loaded again and must predict the test images as the run did; of 8 bits",
      "the accuracy counts."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl export mnist-quick -o best/",
      "  trawl export 5be01c77 -o run-3/",
      "  trawl export mnist-quick -o service/ --server",
      "  trawl export models:/digits@champion -o champion/"
    })
final class ExportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SWEEP|RUN|MODEL",
      description =
          "A sweep's name or id, for its best run, or a run's id, or a registered model such as"
              + " models:/digits@champion, which is exported as it is.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "The folder to write. An earlier export there is replaced.")
  private Path directory = Path.of("");

  @Mixin private FormatOptions formats = new FormatOptions();

  @Option(
      names = "--server",
      description =
          "Add serve.jar, with which java -jar alone serves the folder, and a Dockerfile; some 50"
              + " MB.")
  private boolean server;

  @Mixin private JsonOption json = new JsonOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Output output;
  private final Wiring wiring;

  ExportCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws IOException, ExportException {
    return ModelReference.isMeant(argument.name()) ? exportRegistered() : exportRun();
  }

  private int exportRun() throws IOException, ExportException {
    ExportOptions options = options();
    try (RunStore store = wiring.database().openToRead()) {
      store.markInterrupted();
      Run run = argument.bestRun(store, wiring::next);
      NativeCache.ofUser().announce(output.err());
      ExportedModel model = wiring.exporter(store).export(run.id(), directory, options);
      output
          .out()
          .print(
              json.json
                  ? wiring.json().write(ModelExport.report(model, directory, formats.tolerance()))
                      + "\n"
                  : text(run, model));
      return ExitCode.OK;
    }
  }

  private ExportOptions options() {
    ExportOptions options = formats.options(wiring.modelFormats(), additions());
    List<String> served = ServerFiles.formats(wiring.modelFormats().keys());
    if (server && options.formats().stream().map(ModelFormat::key).noneMatch(served::contains)) {
      throw CommandException.usage(
          "need %s in --format for --server, found %s"
              .formatted(String.join(" or ", served), formats.formats()));
    }
    return options;
  }

  private List<FolderAddition> additions() {
    return server ? List.of(new ServerFiles()) : List.of();
  }

  private int exportRegistered() throws ExportException {
    ModelReference reference = ModelArgument.reference(argument.name());
    refuse("--format");
    refuse("--tolerance");
    try (RunStore store = wiring.database().openToRead()) {
      ModelVersion version = store.needModel(reference);
      needServed(version);
      ExportedModel model = wiring.registeredModels(store).export(version, directory, additions());
      output.out().print(json.json ? record(store, version) + "\n" : registered(version, model));
      return ExitCode.OK;
    }
  }

  private void refuse(String option) {
    OptionSpec found = spec.commandLine().getParseResult().matchedOption(option);
    if (found != null) {
      throw CommandException.usage(
          "need no %s for a registered model, which is exported as it is, found %s"
              .formatted(option, String.join(", ", found.originalStringValues())));
    }
  }

  private void needServed(ModelVersion version) throws ExportException {
    List<String> found = version.verified().stream().map(Verified::format).toList();
    if (server && ServerFiles.formats(found).isEmpty()) {
      throw new ExportException(
          "need %s in %s for --server, found %s"
              .formatted(
                  String.join(" or ", ServerFiles.formats(wiring.modelFormats().keys())),
                  version.describe(),
                  found.isEmpty() ? "none" : String.join(", ", found)));
    }
  }

  private String record(RunStore store, ModelVersion version) {
    List<String> aliases = RegisteredModel.of(store, version.name()).aliasesOf(version);
    return wiring
        .json()
        .write(
            wiring
                .json()
                .modelVersion(RegisteredModel.lineage(store, version), aliases)
                .put("directory", directory.toString()));
  }

  private String registered(ModelVersion version, ExportedModel model) {
    return "%s: %s, %s of the test images right%n%n%s"
        .formatted(
            directory, version.describe(), Accuracies.percent(model.testAccuracy()), files(model));
  }

  private String files(ExportedModel model) {
    FileTable table = new FileTable();
    model.files().forEach(file -> table.add(file.name(), file.bytes(), file.sha256()));
    return table.render(output.heading());
  }

  private String text(Run run, ExportedModel model) {
    return "%s: run %d (%s), %s of the test images right, %s%n%n%s%n%s"
        .formatted(
            directory,
            run.number(),
            Wording.id(run.id()),
            Accuracies.percent(model.testAccuracy()),
            compared(run, model),
            files(model),
            new FormatTable(model.formats(), formats.tolerance()).text(output.heading()));
  }

  private static String compared(Run run, ExportedModel model) {
    Double tested = run.metrics().get(Metric.TEST_ACCURACY);
    return tested == null || tested == model.testAccuracy()
        ? "as the run had it"
        : "the run had %s %s"
            .formatted(
                Accuracies.percent(tested),
                model.formats().get(0).quantised() ? "in floats" : "on another processor");
  }
}
