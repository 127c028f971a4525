package dev.trawl.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has, before or after its name. */
final class GlobalOptions {
  static final String DATABASE = "jdbc:h2:file:./.trawl/trawl";

  @Option(
      names = "--db",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      defaultValue = DATABASE,
      description = "The database. Default: ${DEFAULT-VALUE}")
  String database = "";

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "No colours. The environment variable NO_COLOR does the same.")
  boolean noColor;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log more to stderr, with the stack trace of an error.")
  boolean verbose;

  /** The database's, of what may be a path alone; not checked. */
  String databaseUrl() {
    return database.startsWith("jdbc:h2:") ? database : "jdbc:h2:file:" + database;
  }
}
