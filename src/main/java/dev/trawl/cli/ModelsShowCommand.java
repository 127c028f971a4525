package dev.trawl.cli;

import dev.trawl.analysis.ModelComparison;
import dev.trawl.cli.text.TextTable;
import dev.trawl.cli.text.Wording;
import dev.trawl.track.AliasMove;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.ModelReference;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.RegisteredModel;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = {
      "Shows a registered model's versions and how its aliases were moved; of one version its"
          + " files with their SHA-256, and where it comes from."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl models show digits",
      "  trawl models show digits/3",
      "  trawl models show digits@champion --json"
    })
final class ModelsShowCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description = "NAME; or one of its versions: NAME/VERSION or NAME@ALIAS.")
  private String name = "";

  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  ModelsShowCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    ModelReference reference = ModelArgument.reference(name);
    boolean isOne = name.contains("@") || name.replaceFirst("^models:/", "").contains("/");
    try (RunStore store = wiring.database().openToRead()) {
      ModelVersion version = store.needModel(reference);
      RegisteredModel model = RegisteredModel.of(store, version.name());
      if (isOne) {
        RegisteredModel.Version lineage = RegisteredModel.lineage(store, version);
        List<String> aliases = model.aliasesOf(version);
        print(wiring.json().modelVersion(lineage, aliases), text(lineage, aliases));
      } else {
        print(wiring.json().model(model), text(model));
      }
      return ExitCode.OK;
    }
  }

  private void print(Object record, String text) {
    output.out().print(json.json ? wiring.json().write(record) + "\n" : text);
  }

  private String text(RegisteredModel model) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.right("VERSION"),
                TextTable.Column.right("ACCURACY"),
                TextTable.Column.left("FORMATS"),
                TextTable.Column.right("SIZE"),
                TextTable.Column.left("RUN"),
                TextTable.Column.left("SWEEP"),
                TextTable.Column.left("REGISTERED"),
                TextTable.Column.left("ALIASES")));
    for (RegisteredModel.Version version : model.versions()) {
      ModelVersion found = version.model();
      table.add(
          List.of(
              String.valueOf(found.version()),
              ModelsCommand.accuracy(found),
              ModelsCommand.formats(found),
              Wording.bytes(found.bytes()),
              Wording.id(found.runId()),
              Optional.ofNullable(version.sweep()).map(Sweep::name).orElse("lost"),
              Wording.time(found.registeredAt()),
              String.join(", ", model.aliasesOf(found))));
    }
    return table.render(output.heading()) + moves(model);
  }

  private String moves(RegisteredModel model) {
    if (model.moves().isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("MOVED"),
                TextTable.Column.left("ALIAS"),
                TextTable.Column.left("TO"),
                TextTable.Column.left("BY"),
                TextTable.Column.left("TEST")));
    for (AliasMove move : model.moves()) {
      table.add(
          List.of(
              Wording.time(move.movedAt()),
              move.alias(),
              move.version() == null ? "none" : "version " + move.version(),
              move.by(),
              move.test() == null ? "none" : ModelComparison.sentence(move.test())));
    }
    return "\n" + table.render(output.heading());
  }

  private String text(RegisteredModel.Version version, List<String> aliases) {
    ModelVersion model = version.model();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s%s, registered %s"
            .formatted(
                model.describe(),
                aliases.isEmpty() ? "" : " (%s)".formatted(String.join(", ", aliases)),
                Wording.time(model.registeredAt())));
    lines.add("accuracy   %s on the test images".formatted(ModelsCommand.accuracy(model)));
    Run run = version.run();
    lines.add(
        "run        %s%s".formatted(run == null ? "lost, " : run.number() + ", ", model.runId()));
    Sweep sweep = version.sweep();
    if (sweep != null) {
      lines.add("sweep      %s (%s)".formatted(sweep.name(), Wording.id(sweep.id())));
      lines.add("file       " + sweep.source().file());
      sweep.dataset().map(ModelsShowCommand::data).ifPresent(lines::add);
    }
    FileTable table = new FileTable();
    model.files().forEach(file -> table.add(file.path(), file.bytes(), file.sha256()));
    return String.join("\n", lines) + "\n\n" + table.render(output.heading());
  }

  private static String data(DatasetInfo data) {
    return "data       %s, SHA-256 %s".formatted(data.name(), data.sha256());
  }
}
