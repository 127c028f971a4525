package dev.trawl.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The option of every command that deletes, and its question. */
final class Confirmation {
  @Option(
      names = {"-y", "--yes"},
      description = "Don't ask. Needed where there is no terminal.")
  private boolean yes;

  /**
   * Asks, unless it was answered.
   *
   * @param what is deleted
   */
  void ask(Output output, String what) {
    if (yes) {
      return;
    }
    if (!output.console().canAsk()) {
      throw CommandException.usage(
          "need --yes to delete without asking, found no terminal to ask on");
    }
    String answer = output.ask("Delete " + what + "? (y/N) ");
    if (!List.of("y", "yes").contains(answer.toLowerCase(Locale.ROOT))) {
      throw CommandException.failed("nothing is deleted");
    }
  }
}
