package dev.trawl.analysis;

import dev.trawl.track.Run;
import java.util.Optional;

/** How a recorded run is repeated. */
public final class Reproduction {
  private static final int ID_LENGTH = 8;

  /** What is said of a run that Trawl did not train. */
  public static final String EXTERNAL = "# a program trained it in its own loop";

  private Reproduction() {}

  /**
   * The arguments of Trawl that train this run again; empty when a program trained it in its own
   * loop. A run is decided by its sweep's file, as it was recorded, and its number: parameters and
   * seeds derive from these alone. An attempt after the first is reached as it was then, by
   * retrying.
   */
  public static Optional<String> arguments(Run run) {
    return run.isExternal()
        ? Optional.empty()
        : Optional.of(
            "run --again " + run.id().substring(0, Math.min(ID_LENGTH, run.id().length())));
  }

  /** The shell command for the database in the usual place. */
  public static String command(Run run) {
    return arguments(run).map("./trawl "::concat).orElse(EXTERNAL);
  }
}
