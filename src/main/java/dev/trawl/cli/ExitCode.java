package dev.trawl.cli;

/** What a command ends with. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;

  /** The command line or a sweep file is not valid. */
  static final int USAGE = 2;

  /** Stopped by a signal, with everything saved. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
