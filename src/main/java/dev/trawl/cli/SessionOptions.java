package dev.trawl.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a sweep is run, whatever its file says. */
final class SessionOptions {
  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "How many runs train at once. Default: the file's, else one a core.")
  @Nullable Integer workers;

  @Option(names = "--serve", description = "Keep the dashboard up at the end, until Ctrl-C.")
  boolean serve;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = ServeCommand.DEFAULT_PORT,
      description =
          "The dashboard's port; the next free one if it is taken. Default: ${DEFAULT-VALUE}")
  int port;

  @Option(names = "--no-dashboard", description = "Don't start the dashboard.")
  boolean noDashboard;

  void check() {
    if (workers != null && workers < 1) {
      throw CommandException.usage("need 1 worker or more, found --workers " + workers);
    }
    if (serve && noDashboard) {
      throw CommandException.usage("need one of --serve and --no-dashboard, found both");
    }
    ServeCommand.checkPort(port);
  }
}
