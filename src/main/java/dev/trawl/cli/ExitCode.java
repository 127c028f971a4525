package dev.trawl.cli;

/** What a command ends with. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;

  /** The command line or a sweep file is not valid. */
  static final int USAGE = 2;

  /** The sweep ended, but its best run is not as {@code --require} needs it. */
  static final int REQUIREMENT = 3;

  /** Stopped by a signal, with everything saved. */
  static final int INTERRUPTED = 130;

  /** The reader of stdout left, as the shell counts a death by SIGPIPE. */
  static final int READER_LEFT = 141;

  private ExitCode() {}
}
