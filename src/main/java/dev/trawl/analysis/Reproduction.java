package dev.trawl.analysis;

import dev.trawl.sweep.SweepSource;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.util.regex.Pattern;

/** How to get a run's numbers again. */
public final class Reproduction {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Reproduction() {}

  /**
   * The shell command that trains this run again. A run is decided by its sweep's file, overrides
   * and its number: candidates and seeds derive from these alone, so the command repeats the sweep,
   * but only this number of it. An attempt after the first is reached as it was then, by retrying.
   */
  public static String command(Sweep sweep, Run run) {
    if (run.isExternal()) {
      return "# a program trained it in its own loop";
    }
    SweepSource source = sweep.source();
    StringBuilder command = new StringBuilder("./trawl run ").append(quoted(source.file()));
    for (String override : source.overrides()) {
      command.append(" --set ").append(quoted(override));
    }
    return command.append(" --new --only ").append(run.number()).toString();
  }

  private static String quoted(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
