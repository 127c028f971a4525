package dev.trawl.cli;

import dev.trawl.dashboard.DashboardServer;
import dev.trawl.track.Sweep;
import java.io.PrintWriter;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The dashboard beside a command, or none. */
final class Dashboard implements AutoCloseable {
  private final @Nullable DashboardServer server;

  private Dashboard(@Nullable DashboardServer server) {
    this.server = server;
  }

  static Dashboard none() {
    return new Dashboard(null);
  }

  /** Serves from now on, and says where. */
  static Dashboard started(
      DashboardServer server, String host, int port, @Nullable String token, PrintWriter err) {
    int bound;
    try {
      bound = server.start(host, port, token);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw CommandException.failed(String.valueOf(e.getMessage()));
    }
    String taken = port == 0 || bound == port ? "" : " (port " + port + " is taken)";
    err.println("dashboard  " + server.uri() + taken);
    return new Dashboard(server);
  }

  /** The sweep's page; null without a dashboard. */
  @Nullable String page(Sweep sweep) {
    if (server == null) {
      return null;
    }
    URI uri = server.uri();
    return uri.resolve("sweeps/" + sweep.id()).toString();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
