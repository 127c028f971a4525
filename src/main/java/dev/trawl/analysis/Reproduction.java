package dev.trawl.analysis;

import dev.trawl.track.Run;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How a recorded run is repeated. */
public final class Reproduction {
  private static final int ID_LENGTH = 8;

  /** What is said of a run that Trawl did not train. */
  static final String EXTERNAL = "# a program trained it in its own loop";

  /** What is said of a run of the finals. */
  static final String FINAL = "# it repeats another run in the finals of its sweep";

  private Reproduction() {}

  /** The arguments, or why there are none, for people. */
  public static String text(Run run, UnaryOperator<String> command) {
    String none = run.isOfFinals() ? FINAL : EXTERNAL;
    return arguments(run).map(command).orElse(none);
  }

  /**
   * The arguments of Trawl that train this run again; empty when a program trained it in its own
   * loop, or it is of the finals, which all its sweep reproduces. A run is decided by its sweep's
   * file, as it was recorded, and its number: parameters and seeds derive from these alone. An
   * attempt after the first is reached as it was then, by retrying.
   */
  public static Optional<String> arguments(Run run) {
    return run.isExternal() || run.isOfFinals()
        ? Optional.empty()
        : Optional.of("run --again " + shortId(run.id()));
  }

  /** How a command names a record shortly. */
  public static String shortId(String id) {
    return id.substring(0, Math.min(ID_LENGTH, id.length()));
  }

  /** The shell command for the database in the usual place. */
  public static String command(Run run) {
    return text(run, "./trawl "::concat);
  }
}
