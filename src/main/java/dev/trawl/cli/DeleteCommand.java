package dev.trawl.cli;

import dev.trawl.track.RunStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = {
      "Deletes sweeps or runs: they are in no list, count or comparison any more.",
      "Nothing is lost: trawl undelete brings them back with everything. What is RUNNING has to be"
          + " stopped first."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl delete mnist-quick",
      "  trawl delete 5be01c77 1f3a9c04 --yes",
      "  trawl sweeps --deleted"
    })
final class DeleteCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SWEEP|RUN",
      arity = "1..*",
      description = "Sweeps' names or ids, or runs' ids.")
  private List<String> names = List.of();

  @Option(
      names = {"-y", "--yes"},
      description = "Don't ask. Needed where there is no terminal.")
  private boolean yes;

  private final Output output;
  private final Wiring wiring;

  DeleteCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    try (RunStore store = wiring.openStore()) {
      store.markInterrupted();
      List<Subject> subjects =
          names.stream().distinct().map(name -> Subject.find(store, name)).distinct().toList();
      subjects.forEach(DeleteCommand::requireEnded);
      confirm(subjects);
      for (Subject subject : subjects) {
        boolean before = subject.deletedAt() != null;
        Subject deleted = subject.delete(store);
        output
            .err()
            .printf(before ? "%s was deleted already%n" : "deleted %s%n", deleted.describe());
      }
      output
          .err()
          .printf(
              "./trawl undelete %s brings %s back%n",
              subjects.stream().map(Subject::shortId).collect(Collectors.joining(" ")),
              subjects.size() == 1 ? "it" : "them");
      return ExitCode.OK;
    }
  }

  private static void requireEnded(Subject subject) {
    if (subject.running()) {
      throw CommandException.failed(
          "need what is not RUNNING, found %s RUNNING; ./trawl stop %s stops it"
              .formatted(subject.describe(), subject.shortId()));
    }
  }

  private void confirm(List<Subject> subjects) {
    if (yes) {
      return;
    }
    if (!output.console().canAsk()) {
      throw CommandException.usage(
          "need --yes to delete without asking, found no terminal to ask on");
    }
    String what = subjects.stream().map(Subject::describe).collect(Collectors.joining(", "));
    String answer = output.console().ask("Delete " + what + "? (y/N) ");
    if (!List.of("y", "yes").contains(answer.toLowerCase(Locale.ROOT))) {
      throw CommandException.failed("nothing is deleted");
    }
  }
}
