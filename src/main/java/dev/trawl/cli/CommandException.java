package dev.trawl.cli;

/** A command could not do its work; the message is all that its user needs. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** It failed: exit code 1. */
  static CommandException failed(String message) {
    return new CommandException(ExitCode.FAILED, message);
  }

  /** It was asked for something that can't be: exit code 2. */
  static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }

  int exitCode() {
    return exitCode;
  }
}
