package dev.trawl.cli;

import dev.trawl.track.AliasMove;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that records who did something. */
final class ByOption {
  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "Who is recorded to have moved the alias. Default: the system's user")
  private @Nullable String by;

  String who() {
    try {
      return AliasMove.who(by);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--by: " + e.getMessage());
    }
  }
}
