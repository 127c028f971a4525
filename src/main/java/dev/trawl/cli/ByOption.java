package dev.trawl.cli;

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
    if (by != null && by.isBlank()) {
      throw CommandException.usage("need a name after --by, found a blank one");
    }
    return by == null ? System.getProperty("user.name", "unknown") : by;
  }
}
