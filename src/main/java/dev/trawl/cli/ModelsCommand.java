package dev.trawl.cli;

import dev.trawl.analysis.Accuracies;
import dev.trawl.cli.text.TextTable;
import dev.trawl.cli.text.Wording;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.NoDatabaseException;
import dev.trawl.track.RegisteredModel;
import dev.trawl.track.RunStore;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "models",
    description = {
      "Lists the registered models: verified exports under a name, version after version, kept in"
          + " the database.",
      "A name has letters, digits, dots, hyphens and underscores, at most 100. models:/NAME/3 is a"
          + " version, models:/NAME@champion the one that an alias stands for, models:/NAME the"
          + " newest: export, predict and serve-model take them."
    },
    synopsisSubcommandLabel = "[COMMAND]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl models add 5be01c77 digits --alias champion",
      "  trawl models show digits",
      "  trawl serve-model models:/digits@champion --watch"
    })
final class ModelsCommand implements Callable<Integer> {
  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  ModelsCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    List<RegisteredModel> models = models();
    if (json.json) {
      output.out().println(wiring.json().write(models.stream().map(wiring.json()::model).toList()));
    } else if (models.isEmpty()) {
      output
          .err()
          .println("no registered models yet; " + wiring.next("models add RUN NAME") + " adds one");
    } else {
      output.out().print(table(models));
    }
    return ExitCode.OK;
  }

  private List<RegisteredModel> models() {
    try (RunStore store = wiring.database().openToRead()) {
      return RegisteredModel.all(store);
    } catch (NoDatabaseException e) {
      if (wiring.database().isNamed()) {
        throw e;
      }
      return List.of();
    }
  }

  private String table(List<RegisteredModel> models) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("NAME"),
                TextTable.Column.right("NEWEST"),
                TextTable.Column.right("ACCURACY"),
                TextTable.Column.left("FORMATS"),
                TextTable.Column.right("SIZE"),
                TextTable.Column.left("REGISTERED"),
                TextTable.Column.left("ALIASES")));
    for (RegisteredModel model : models) {
      ModelVersion newest = model.newest().model();
      table.add(
          List.of(
              model.name(),
              String.valueOf(newest.version()),
              accuracy(newest),
              formats(newest),
              Wording.bytes(newest.bytes()),
              Wording.time(newest.registeredAt()),
              model.aliases().entrySet().stream()
                  .map(alias -> "%s: %d".formatted(alias.getKey(), alias.getValue()))
                  .collect(Collectors.joining(", "))));
    }
    return table.render(output.heading());
  }

  /** Of its first format, on the test images. */
  static String accuracy(ModelVersion version) {
    return version.verified().stream()
        .findFirst()
        .map(verified -> Accuracies.percent(verified.accuracy()))
        .orElse("");
  }

  static String formats(ModelVersion version) {
    return version.verified().stream()
        .map(ModelVersion.Verified::format)
        .collect(Collectors.joining(", "));
  }
}
