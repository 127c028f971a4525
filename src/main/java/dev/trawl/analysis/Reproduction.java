package dev.trawl.analysis;

import dev.trawl.track.Run;

/** How a recorded run is repeated. */
public final class Reproduction {
  private static final int ID_LENGTH = 8;

  private Reproduction() {}

  /**
   * The shell command that trains this run again. A run is decided by its sweep's file, as it was
   * recorded, and its number: parameters and seeds derive from these alone. An attempt after the
   * first is reached as it was then, by retrying.
   */
  public static String command(Run run) {
    return run.isExternal()
        ? "# a program trained it in its own loop"
        : "./trawl run --again " + run.id().substring(0, Math.min(ID_LENGTH, run.id().length()));
  }
}
