package dev.trawl.cli;

import dev.trawl.store.backup.DatabaseRepair;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "repair",
    description = {
      "Makes a sound database of what is whole in a damaged one, which stays as it is.",
      "The new one is beside it, NAME-repaired.mv.db. Nothing that the file contains is run. Where"
          + " a part is lost, an older version of it is taken, with what was erased since."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl repair .trawl/trawl.mv.db",
      "  trawl sweeps --db .trawl/trawl-repaired",
      "",
      "Exit codes: 0 something came through, 1 nothing did, 2 wrong usage."
    })
final class RepairCommand implements Callable<Integer> {
  /** More names say little. */
  private static final int MOST_NAMES = 50;

  @Parameters(
      paramLabel = "FILE",
      description = "The database's file; no process may have it open.")
  private Path file = Path.of("");

  private final Output output;

  RepairCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    Optional<DatabaseRepair.Repaired> repaired = new DatabaseRepair(file).repair();
    if (repaired.isEmpty()) {
      output.err().printf("trawl: need a sweep that can be read in %s, found none%n", file);
      return ExitCode.FAILED;
    }
    print(repaired.get());
    return ExitCode.OK;
  }

  private void print(DatabaseRepair.Repaired repaired) {
    for (DatabaseRepair.Count count : repaired.counts()) {
      output.out().println(describe(count));
    }
    if (!repaired.told().isEmpty()) {
      output
          .out()
          .println(
              "told by what their rows look like, for their names are lost: "
                  + String.join(", ", repaired.told()));
    }
    print("not brought over", repaired.lost());
    print("to be checked", repaired.uncertain());
    String name = repaired.file().toString().replaceFirst("\\.mv\\.db$", "");
    output.out().printf("in %s; look at it with trawl sweeps --db %s%n", repaired.file(), name);
  }

  private void print(String what, List<String> messages) {
    messages.stream()
        .limit(MOST_NAMES)
        .forEach(message -> output.out().printf("%s: %s%n", what, message));
    if (messages.size() > MOST_NAMES) {
      output.out().printf("%s: %d more%n", what, messages.size() - MOST_NAMES);
    }
  }

  private static String describe(DatabaseRepair.Count count) {
    return count.expected().isEmpty()
        ? "%s: %d came through, of how many is lost".formatted(count.what(), count.found())
        : "%s: %d of %d came through"
            .formatted(count.what(), count.found(), count.expected().getAsLong());
  }
}
