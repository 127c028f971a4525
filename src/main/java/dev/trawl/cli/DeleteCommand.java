package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.track.Deletion;
import dev.trawl.track.RunStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = {
      "Deletes sweeps or runs: they are in no list, count or comparison any more.",
      "trawl undelete brings them back with everything, for 30 days at the least: after that trawl"
          + " gc erases them for good. What is RUNNING has to be stopped first."
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
  private List<SubjectArgument> arguments = List.of();

  @Mixin private Confirmation confirmation = new Confirmation();

  private final Output output;
  private final Wiring wiring;

  DeleteCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    try (RunStore store = wiring.database().openExisting()) {
      store.markInterrupted();
      List<Subject> subjects =
          arguments.stream()
              .distinct()
              .map(argument -> argument.find(store, wiring::next))
              .distinct()
              .toList();
      subjects.forEach(this::requireEnded);
      confirmation.ask(
          output, subjects.stream().map(Subject::describe).collect(Collectors.joining(", ")));
      List<Subject> deleted = subjects.stream().map(subject -> delete(store, subject)).toList();
      output
          .err()
          .printf(
              "%s brings %s back until %s, when gc may erase %2$s for good%n",
              wiring.next(
                  deleted.stream()
                      .map(Subject::shortId)
                      .collect(Collectors.joining(" ", "undelete ", ""))),
              deleted.size() == 1 ? "it" : "them",
              Wording.time(GcCommand.erasedFrom(firstDeleted(deleted))));
      return ExitCode.OK;
    }
  }

  private Subject delete(Deletion store, Subject subject) {
    boolean before = subject.deletedAt() != null;
    Subject deleted = subject.delete(store);
    output.err().printf(before ? "%s was deleted already%n" : "deleted %s%n", deleted.describe());
    return deleted;
  }

  private static Instant firstDeleted(List<Subject> deleted) {
    return deleted.stream()
        .map(Subject::deletedAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private void requireEnded(Subject subject) {
    if (subject.running()) {
      throw CommandException.failed(
          "need what is not RUNNING, found %s RUNNING; %s stops it"
              .formatted(subject.describe(), wiring.next("stop " + subject.shortId())));
    }
  }
}
