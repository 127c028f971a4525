package dev.trawl.dashboard;

import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.wire.RecordJson;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the dashboard and the REST interface over a store. It does not own the store. Start it
 * once and close it once; requests are answered by many threads.
 */
public final class DashboardServer implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(DashboardServer.class);

  /** How many ports are tried, from the one that was asked for on. */
  private static final int PORTS = 100;

  /**
   * The longest head of a request, in bytes: a metric's name of 5,000 letters takes up to 60 kB.
   */
  private static final int LONGEST_HEAD = 1 << 16;

  private final RecordJson json = new RecordJson();
  private final WebApp web;
  private final SweepApi sweeps;
  private final RunApi runs;
  private final ServerApi self;
  private final LiveEvents events;
  private final Launches<Sweep> starts = new Launches<>("sweep");
  private final Launches<RunExport.Report> exports = new Launches<>("export");
  private final DamageNotice damage;
  private final ConnectionWatch watch = new ConnectionWatch();
  private @Nullable Javalin server;
  private @Nullable URI uri;
  private List<URI> links = List.of();

  /**
   * @param launcher starts and resumes sweeps; null shows only
   * @param export exports runs; null shows only
   */
  public DashboardServer(
      RunStore store,
      SweepFiles files,
      @Nullable SweepLauncher launcher,
      @Nullable RunExport export) {
    this(store, files, launcher, export, "/web");
  }

  /**
   * @param webFolder where the built web app is on the class path
   */
  DashboardServer(
      RunStore store,
      SweepFiles files,
      @Nullable SweepLauncher launcher,
      @Nullable RunExport export,
      String webFolder) {
    RunStore requests = store.forRequests();
    SweepBody bodies = new SweepBody(json, new BodyReader());
    web = new WebApp(webFolder);
    sweeps = new SweepApi(requests, files, launcher, starts, json, bodies);
    runs = new RunApi(requests, export, exports, json, bodies);
    self = new ServerApi(launcher != null, starts, exports, json);
    events = new LiveEvents(store, requests, watch, json);
    damage = new DamageNotice(requests, json);
  }

  /**
   * Listens on a loopback address; as {@link #start(String, int, String)} without a token.
   *
   * @throws IllegalArgumentException for a host that is not this machine's loopback
   */
  public int start(String host, int port) {
    return start(host, port, null);
  }

  /**
   * Listens, on {@code port} or the next one that is free.
   *
   * @param host a name or address of this machine
   * @param port 0 takes any
   * @param token what each request must bear: as {@code Authorization: Bearer …}, or in the cookie
   *     that a page opened with {@code ?token=…} sets; null or blank needs none, and is for
   *     loopback only
   * @return the port that it listens on
   * @throws IllegalArgumentException for an unknown host, or one beyond loopback without a token
   * @throws IllegalStateException when no port is free
   */
  public int start(String host, int port, @Nullable String token) {
    InetAddress address = address(host);
    TokenGate gate = gate(host, address, token);
    RequestGuard guard = new RequestGuard(address, host, gate);
    Javalin started = listen(address, port, guard);
    server = started;
    int bound = started.port();
    uri = URI.create("http://%s:%d/".formatted(RequestGuard.literal(address), bound));
    links = links(address, bound, gate == null ? "" : "?" + gate.parameter());
    events.start();
    watch.start(() -> Stream.of(started.jettyServer().server().getConnectors()));
    if (port != 0 && bound != port) {
      LOGGER.info("dashboard port {} is taken, took {}", port, bound);
    }
    LOGGER.info("dashboard started uri={}", uri);
    return bound;
  }

  /**
   * Refuses what {@link #start(String, int, String)} would, before anything is made for it.
   *
   * @throws IllegalArgumentException for an unknown host, one beyond loopback without a token, or a
   *     token that can be guessed
   */
  public static void checkAccess(String host, @Nullable String token) {
    TokenGate unused = gate(host, address(host), token);
  }

  private static @Nullable TokenGate gate(
      String host, InetAddress address, @Nullable String token) {
    TokenGate gate = token == null || token.isBlank() ? null : new TokenGate(token);
    if (gate == null && !address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "need a token to listen beyond loopback, where other machines could start sweeps and read"
              + " models; found host %s without one".formatted(host));
    }
    return gate;
  }

  /** Where it listens. */
  public URI uri() {
    if (uri == null) {
      throw new IllegalStateException("need a started server, found one that is not");
    }
    return uri;
  }

  /**
   * How many clients follow the events, as every page does that is seen, and one of those that a
   * browser hides. One that left is counted for a moment longer.
   */
  public int openPages() {
    return events.clients();
  }

  /**
   * What opens the page in a browser, on this machine first. Each has the token, so it is for the
   * eyes of whoever started the server and for no log.
   */
  public List<URI> links() {
    return links;
  }

  private static List<URI> links(InetAddress address, int port, String query) {
    Stream<String> hosts =
        address.isAnyLocalAddress()
            ? Stream.concat(Stream.of("127.0.0.1"), RequestGuard.ownHostName().stream())
            : Stream.of(RequestGuard.literal(address));
    return hosts.map(host -> URI.create("http://%s:%d/%s".formatted(host, port, query))).toList();
  }

  /** Ends all streams and stops listening; a second time does nothing. */
  @Override
  public void close() {
    if (server == null) {
      return;
    }
    events.close();
    watch.close();
    starts.close();
    exports.close();
    server.stop();
    server = null;
    LOGGER.info("dashboard stopped uri={}", uri);
  }

  private Javalin listen(InetAddress address, int port, RequestGuard guard) {
    int last = port == 0 ? 0 : Math.min(port + PORTS - 1, 65_535);
    for (int candidate = port; candidate <= last; candidate++) {
      if (isFree(address, candidate)) {
        try {
          return Javalin.create(config -> configure(config, guard))
              .start(address.getHostAddress(), candidate);
        } catch (JavalinBindException e) {
          LOGGER.debug("port {} was taken meanwhile", candidate, e);
        }
      }
    }
    throw new IllegalStateException(
        "need a free port from %d to %d on %s, found none"
            .formatted(port, last, address.getHostAddress()));
  }

  /** Asked beforehand, because Javalin reports a taken port as an error of its own. */
  private static boolean isFree(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, address)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private void configure(JavalinConfig config, RequestGuard guard) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = BodyReader.LONGEST;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.addCustomizer(PlainRequest::of);
          http.setRequestHeaderSize(LONGEST_HEAD);
        });
    config.resourceHandler(web);
    new ErrorAnswers(json).register(config);
    config.routes.before(guard::check);
    routes()
        .forEach(
            route -> config.routes.addHttpHandler(route.method(), route.path(), watched(route)));
  }

  private Handler watched(Route route) {
    boolean reads = route.method().equals(HandlerType.GET);
    return ctx -> {
      QueryKeys.check(ctx.queryString(), route.keys());
      try {
        if (reads) {
          Runnable unwatch = watch.watch(ctx);
          try {
            route.handler().handle(ctx);
          } finally {
            unwatch.run();
          }
        } else {
          route.handler().handle(ctx);
        }
      } finally {
        damage.mark(ctx);
      }
    };
  }

  /** The REST interface. */
  List<Route> routes() {
    String[] list = {"after", "offset", "limit", "sort", "filter"};
    return List.of(
        Route.get("/api/v1/server", self::show),
        Route.get("/api/v1/damage", damage::list),
        Route.get("/api/v1/sweeps", sweeps::list, "deleted"),
        Route.post("/api/v1/sweeps", sweeps::start),
        Route.get("/api/v1/sweeps/{id}", sweeps::show),
        Route.get("/api/v1/sweeps/{id}/runs", sweeps::runs, and("deleted", list)),
        Route.get("/api/v1/sweeps/{id}/runs.csv", sweeps::csv, and("history", list)),
        Route.get("/api/v1/sweeps/{id}/runs.jsonl", sweeps::jsonLines, and("history", list)),
        Route.get("/api/v1/sweeps/{id}/metrics", sweeps::metrics, "key", "max_points"),
        Route.get("/api/v1/sweeps/{id}/importance", sweeps::importance),
        Route.get("/api/v1/sweeps/{id}/diagnosis", sweeps::diagnosis),
        Route.get("/api/v1/sweeps/{id}/events", events::ofSweep, "after"),
        Route.post("/api/v1/sweeps/{id}/stop", sweeps::stop),
        Route.post("/api/v1/sweeps/{id}/resume", sweeps::resume),
        Route.delete("/api/v1/sweeps/{id}", sweeps::delete),
        Route.post("/api/v1/sweeps/{id}/undelete", sweeps::undelete),
        Route.put("/api/v1/sweeps/{id}/tags/<tag>", sweeps::tag),
        Route.delete("/api/v1/sweeps/{id}/tags/<tag>", sweeps::untag),
        Route.get("/api/v1/runs/{id}", runs::show),
        Route.get("/api/v1/runs/{id}/metrics", runs::metrics, "keys", "max_points"),
        Route.get("/api/v1/runs/{id}/checkpoints", runs::checkpoints),
        Route.get("/api/v1/runs/{id}/checkpoints/{epoch}", runs::checkpoint),
        Route.post("/api/v1/runs/{id}/stop", runs::stop),
        Route.post("/api/v1/runs/{id}/export", runs::export),
        Route.delete("/api/v1/runs/{id}", runs::delete),
        Route.post("/api/v1/runs/{id}/undelete", runs::undelete),
        Route.put("/api/v1/runs/{id}/tags/<tag>", runs::tag),
        Route.delete("/api/v1/runs/{id}/tags/<tag>", runs::untag),
        Route.get("/api/v1/events", events::all, "after"),
        Route.post("/api/v1/check", sweeps::check));
  }

  private static String[] and(String key, String... keys) {
    return Stream.concat(Stream.of(key), Stream.of(keys)).toArray(String[]::new);
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "need a name or address of this machine, found " + host, e);
    }
  }
}
