package dev.trawl.cli;

import dev.trawl.analysis.Accuracies;
import dev.trawl.cli.text.Wording;
import dev.trawl.export.ExportException;
import dev.trawl.export.ExportOptions;
import dev.trawl.export.RegisteredModels;
import dev.trawl.track.ModelName;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.RegisteredModel;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = {
      "Exports and verifies a run's model, and registers it as the next version of a name: its"
          + " files are kept in the database.",
      "The run, and its sweep, can't be deleted before the version is."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl models add 5be01c77 digits",
      "  trawl models add mnist-quick digits --format dl4j,onnx,onnx-int8",
      "  trawl models add 5be01c77 digits --alias champion --if-better"
    })
final class ModelsAddCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "SWEEP|RUN",
      description = "A sweep's name or id, for its best run, or a run's id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Parameters(index = "1", paramLabel = "NAME", description = "The model's name.")
  private String name = "";

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      description = "Let this alias stand for the new version, such as champion.")
  private @Nullable String alias;

  @Option(
      names = "--if-better",
      description =
          "Move the alias only when the version is better than the one that has it: "
              + ModelsAliasCommand.BETTER)
  private boolean ifBetter;

  @Mixin private ByOption by = new ByOption();
  @Mixin private FormatOptions formats = new FormatOptions();
  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  ModelsAddCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws ExportException, IOException {
    ExportOptions options = formats.options(wiring.modelFormats(), List.of());
    checkNames();
    String who = by.who();
    try (RunStore store = wiring.database().openExisting()) {
      store.markInterrupted();
      Run run = argument.bestRun(store, wiring::next);
      NativeCache.ofUser().announce(output.err());
      RegisteredModels.Added added = wiring.registeredModels(store).add(run.id(), name, options);
      try {
        return alias == null ? ExitCode.OK : move(store, added.version(), alias, who);
      } finally {
        print(store, run, added); // It is registered, whatever became of the alias.
      }
    }
  }

  private int move(RunStore store, ModelVersion version, String alias, String who) {
    try {
      return new AliasMoving(output, wiring, store).move(version, alias, who, ifBetter);
    } catch (RefusedChangeException e) {
      throw new RefusedChangeException(
          "%s; %s stays registered, and %s where it was"
              .formatted(e.getMessage(), version.describe(), alias));
    }
  }

  private void checkNames() {
    try {
      ModelName.of(name);
      if (alias != null) {
        ModelName.ofAlias(alias);
      }
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
    if (ifBetter && alias == null) {
      throw CommandException.usage("need --alias beside --if-better, found none");
    }
  }

  private void print(RunStore store, Run run, RegisteredModels.Added added) {
    ModelVersion version = added.version();
    List<String> aliases = RegisteredModel.of(store, version.name()).aliasesOf(version);
    output
        .out()
        .print(
            json.json
                ? wiring
                        .json()
                        .write(
                            wiring
                                .json()
                                .modelVersion(RegisteredModel.lineage(store, version), aliases))
                    + "\n"
                : text(run, added));
  }

  private static String text(Run run, RegisteredModels.Added added) {
    ModelVersion version = added.version();
    return "models:/%s/%d: run %d (%s), %s of the test images right, %s in %s%n"
        .formatted(
            version.name(),
            version.version(),
            run.number(),
            Wording.id(run.id()),
            Accuracies.percent(added.model().testAccuracy()),
            ModelsCommand.formats(version),
            Wording.bytes(version.bytes()));
  }
}
