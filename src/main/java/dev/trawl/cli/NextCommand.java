package dev.trawl.cli;

import java.util.regex.Pattern;

/**
 * Commands for the user to type or to copy, which find the same database.
 *
 * @param launcher how this command was called, such as {@code ./trawl}
 * @param database its {@code --db}
 */
record NextCommand(String launcher, String database) {
  /** Set by the launcher. */
  static final String LAUNCHER = "trawl.launcher";

  private static final Pattern UNQUOTED = Pattern.compile("[\\w./:=@%+,-]+");

  static NextCommand after(GlobalOptions options) {
    return new NextCommand(System.getProperty(LAUNCHER, "./trawl"), options.database);
  }

  /** Such as {@code ./trawl resume digits}. */
  String of(String words) {
    String command = quoted(launcher) + " " + words;
    return database.equals(GlobalOptions.DATABASE)
        ? command
        : command + " --db " + quoted(database);
  }

  /** As a POSIX shell reads it. */
  static String quoted(String word) {
    return UNQUOTED.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
