package dev.trawl.cli;

import dev.trawl.dashboard.DashboardServer;
import dev.trawl.track.Sweep;
import java.io.PrintWriter;
import java.net.URI;
import java.util.stream.Collectors;
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

  /** Refuses a host or a token before anything is made for the server. */
  static void check(String host, @Nullable String token) {
    try {
      DashboardServer.checkAccess(host, token);
    } catch (IllegalArgumentException e) {
      throw CommandException.failed(String.valueOf(e.getMessage()));
    }
  }

  /** Serves from now on. */
  static Dashboard started(DashboardServer server, String host, int port, @Nullable String token) {
    try {
      server.start(host, port, token);
      return new Dashboard(server);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw CommandException.failed(String.valueOf(e.getMessage()));
    }
  }

  /**
   * So that the first visit takes no longer than others; one with a token lets nobody in without
   * it.
   */
  void visitItself() {
    if (server != null) {
      server.visitItself();
    }
  }

  /** Says what opens it, and that it is not where it was wanted. */
  void announce(int wanted, PrintWriter err) {
    if (server != null) {
      boolean taken = wanted != 0 && server.uri().getPort() != wanted;
      String links =
          server.links().stream().map(URI::toString).collect(Collectors.joining("\n       or  "));
      err.printf("dashboard  %s%s%n", links, taken ? " (" + wanted + " is taken)" : "");
    }
  }

  /** The sweep's page; null without a dashboard. */
  @Nullable String page(Sweep sweep) {
    if (server == null) {
      return null;
    }
    URI uri = server.uri();
    return uri.resolve("sweeps/" + sweep.id()).toString();
  }

  /** How many pages are open in browsers, to within some seconds. */
  int openPages() {
    return server == null ? 0 : server.openPages();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
