package dev.trawl.cli;

import dev.trawl.track.AliasMove;
import dev.trawl.track.ModelName;
import dev.trawl.track.ModelReference;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.RunStore;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "alias",
    description = {
      "Lets an alias stand for a version of a registered model, or takes it off.",
      "Each move is recorded: who, when, and the test, if there was one. An alias is no number and"
          + " not latest."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl models alias digits champion 3",
      "  trawl models alias digits champion 4 --if-better",
      "  trawl models alias digits champion --remove"
    })
final class ModelsAliasCommand implements Callable<Integer> {
  static final String BETTER =
      "by McNemar's test with p <= 0.05, on at least 1,000 images that neither was trained on;"
          + " validation images, or test images where too few are common. Else exit code 3.";

  @Parameters(index = "0", paramLabel = "NAME", description = "The model's name.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "ALIAS", description = "The alias, such as champion.")
  private String alias = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "The number of the version.")
  private @Nullable String version;

  @Option(names = "--remove", description = "Let it stand for none any more.")
  private boolean remove;

  @Option(
      names = "--if-better",
      description = "Only when the version is better than the one that has it: " + BETTER)
  private boolean ifBetter;

  @Mixin private ByOption by = new ByOption();

  private final Output output;
  private final Wiring wiring;

  ModelsAliasCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    if (remove == (version != null) || (remove && ifBetter)) {
      throw CommandException.usage(
          "need a version or --remove alone, found " + (version == null ? "none of them" : "both"));
    }
    String who = by.who();
    ModelReference reference = reference();
    try (RunStore store = wiring.database().openExisting()) {
      ModelVersion found = store.needModel(reference);
      return version == null
          ? remove(store, found, who)
          : new AliasMoving(output, wiring, store).move(found, alias, who, ifBetter);
    }
  }

  private ModelReference reference() {
    try {
      alias = ModelName.ofAlias(alias);
      ModelReference reference =
          ModelReference.parse(version == null ? name + "@" + alias : name + "/" + version);
      if (version != null && reference.version() == null) {
        throw new IllegalArgumentException("need the number of a version, found " + version);
      }
      return reference;
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  private int remove(RunStore store, ModelVersion before, String who) {
    store.moveAlias(new AliasMove(before.name(), alias, null, who, null, wiring.now()));
    output.err().printf("%s stands for none any more, it was %s%n", alias, before.describe());
    return ExitCode.OK;
  }
}
