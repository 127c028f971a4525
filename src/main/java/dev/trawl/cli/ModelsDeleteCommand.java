package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.track.ModelReference;
import dev.trawl.track.RegisteredModel;
import dev.trawl.track.RunStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = {
      "Deletes a version of a registered model with its files, for good; its run stays, and can be"
          + " exported again.",
      "A version that an alias stands for, and a model's only version, are not deleted by number:"
          + " NAME with --all deletes a model with all of its versions and aliases. Numbers are not"
          + " given again, and the history of the aliases stays."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  trawl models delete digits/2", "  trawl models delete digits --all --yes"})
final class ModelsDeleteCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME[/VERSION]", description = "A version, or with --all a model.")
  private String name = "";

  @Option(names = "--all", description = "Delete the model with all of its versions.")
  private boolean all;

  @Mixin private Confirmation confirmation = new Confirmation();
  @Mixin private ByOption by = new ByOption();

  private final Output output;
  private final Wiring wiring;

  ModelsDeleteCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    ModelReference reference = ModelArgument.reference(name);
    Integer version = reference.version();
    boolean isName = name.endsWith(reference.name());
    if (all ? !isName : version == null) {
      throw CommandException.usage("need NAME/VERSION, or NAME with --all, found " + name);
    }
    String who = by.who();
    try (RunStore store = wiring.database().openExisting()) {
      store.needModel(reference);
      RegisteredModel model = RegisteredModel.of(store, reference.name());
      String what =
          version == null
              ? describe(model)
              : "version %d of model %s".formatted(version, model.name());
      confirmation.ask(output, what + " for good");
      if (version == null) {
        store.deleteModel(model.name(), who);
      } else {
        store.deleteModelVersion(model.name(), version);
      }
      output.err().println("deleted " + what);
      return ExitCode.OK;
    }
  }

  private static String describe(RegisteredModel model) {
    return "model %s with %s and %s"
        .formatted(
            model.name(),
            Wording.count(model.versions().size(), "version"),
            model.aliases().size() == 1 ? "1 alias" : model.aliases().size() + " aliases");
  }
}
