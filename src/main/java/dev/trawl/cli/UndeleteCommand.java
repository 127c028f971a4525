package dev.trawl.cli;

import dev.trawl.track.RunStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "undelete",
    description = {
      "Brings deleted sweeps or runs back, with all that was recorded of them.",
      "Until trawl gc erases them, which is after 30 days at the earliest. Of several deleted"
          + " sweeps of one name it is the one that was deleted last."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  trawl undelete mnist-quick", "  trawl undelete 5be01c77 1f3a9c04"})
final class UndeleteCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SWEEP|RUN",
      arity = "1..*",
      description = "Sweeps' names or ids, or runs' ids.")
  private List<SubjectArgument> arguments = List.of();

  private final Output output;
  private final Wiring wiring;

  UndeleteCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    try (RunStore store = wiring.database().openExisting()) {
      List<Subject> subjects =
          arguments.stream()
              .distinct()
              .map(argument -> argument.findDeleted(store, wiring::next))
              .distinct()
              .toList();
      for (Subject subject : subjects) {
        boolean deleted = subject.deletedAt() != null;
        Subject back = subject.undelete(store);
        output.err().printf(deleted ? "%s is back%n" : "%s is not deleted%n", back.describe());
      }
      return ExitCode.OK;
    }
  }
}
