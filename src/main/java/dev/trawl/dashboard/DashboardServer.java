package dev.trawl.dashboard;

import dev.trawl.http.BodyReader;
import dev.trawl.http.ConnectionWatch;
import dev.trawl.http.ContentPolicy;
import dev.trawl.http.GuardRules;
import dev.trawl.http.ListenAddress;
import dev.trawl.http.RequestGuard;
import dev.trawl.http.TokenGate;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.wire.RecordJson;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.time.Clock;
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

  /** The longest body that is read, in bytes. */
  static final int LONGEST_BODY = 1 << 20;

  static final int BODIES_AT_ONCE = 16;
  private static final int BODIES_WAITING = 64;

  /** What other machines could do without a token. */
  private static final String OTHERS = "start sweeps and read models";

  private static final GuardRules RULES =
      GuardRules.of(
          List.of("application/json", "application/yaml"),
          ctx -> WebApp.isView(ctx.path()),
          ContentPolicy.NOTHING);

  private final BodyReader bodies = new BodyReader(LONGEST_BODY, BODIES_AT_ONCE, BODIES_WAITING);
  private final RecordJson json = new RecordJson();
  private final WebApp web;
  private final SweepApi sweeps;
  private final SweepFileApi sweepFiles;
  private final ManyRunsApi many;
  private final AnalysisApi analysis;
  private final ReportApi reports;
  private final RunApi runs;
  private final BulkApi bulk;
  private final ViewApi views;
  private final RunLogApi logs;
  private final CompareApi comparisons;
  private final ImageApi images;
  private final FederatedApi federated;
  private final ServerApi self;
  private final LiveEvents events;
  private final Launches<Sweep> starts = new Launches<>("sweep");
  private final @Nullable ExportJobs exports;
  private final ExportApi exporting;
  private final ModelApi models;
  private final DamageNotice damage;
  private final ConnectionWatch watch = new ConnectionWatch();
  private final RunStore store;
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
    this(store, files, launcher, export, ImageSource.none(), SweepFileHelp.none());
  }

  /**
   * @param images shows what runs were measured on
   * @param help for whoever writes a sweep file
   */
  public DashboardServer(
      RunStore store,
      SweepFiles files,
      @Nullable SweepLauncher launcher,
      @Nullable RunExport export,
      ImageSource images,
      SweepFileHelp help) {
    this(store, files, launcher, export, images, help, "/web");
  }

  /**
   * @param webFolder where the built web app is on the class path
   */
  DashboardServer(
      RunStore store,
      SweepFiles files,
      @Nullable SweepLauncher launcher,
      @Nullable RunExport export,
      ImageSource images,
      SweepFileHelp help,
      String webFolder) {
    this.store = store;
    RunStore requests = store.forRequests();
    SweepBody sent = new SweepBody(json, bodies);
    web = new WebApp(webFolder);
    sweeps = new SweepApi(requests, files, launcher, starts, json, sent);
    sweepFiles = new SweepFileApi(requests, files, help, json, sent);
    SweepRuns all = new SweepRuns(requests);
    many = new ManyRunsApi(requests, all, json);
    analysis = new AnalysisApi(requests, all, files, json);
    reports = new ReportApi(requests, files, Clock.systemUTC());
    runs = new RunApi(requests, json, sent);
    bulk = new BulkApi(requests, json, sent);
    views = new ViewApi(requests, json, sent);
    logs = new RunLogApi(requests, json);
    Pictures pictures = new Pictures(images);
    comparisons = new CompareApi(requests, pictures, json);
    this.images = new ImageApi(requests, pictures, json);
    federated = new FederatedApi(requests, json);
    events = new LiveEvents(store, requests, watch, json);
    exports = export == null ? null : new ExportJobs(export, ExportJobs.KEPT, events::tell);
    exporting = new ExportApi(requests, exports, json, sent);
    models = new ModelApi(requests, Clock.systemUTC(), json, sent);
    self = new ServerApi(launcher != null, starts, export == null ? null : export.offer(), json);
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
    ListenAddress address = ListenAddress.of(host);
    TokenGate gate = address.gate(token, OTHERS);
    RequestGuard guard = new RequestGuard(address, RULES, bodies, gate);
    Javalin started = address.listen(port, PORTS, config -> configure(config, guard));
    server = started;
    int bound = started.port();
    uri = address.uri(bound);
    links = address.links(bound, gate);
    events.start();
    if (exports != null) {
      exports.start();
    }
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
    TokenGate unused = ListenAddress.of(host).gate(token, OTHERS);
  }

  /** Where it listens. */
  public URI uri() {
    if (uri == null) {
      throw new IllegalStateException("need a started server, found one that is not");
    }
    return uri;
  }

  /** Visits itself in the background, so that the first visit of somebody else takes no longer. */
  public void visitItself() {
    new FirstVisit(uri(), store).start();
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

  /** Ends all streams and stops listening; a second time does nothing. */
  @Override
  public void close() {
    if (server == null) {
      return;
    }
    events.close();
    watch.close();
    starts.close();
    if (exports != null) {
      exports.close();
    }
    server.stop();
    server = null;
    LOGGER.info("dashboard stopped uri={}", uri);
  }

  private void configure(JavalinConfig config, RequestGuard guard) {
    config.http.maxRequestSize = LONGEST_BODY;
    config.resourceHandler(web);
    new ErrorAnswers(json).register(config);
    config.routes.before(guard::check);
    for (Route route : routes()) {
      for (HandlerType method : route.methods()) {
        config.routes.addHttpHandler(method, route.path(), watched(route));
      }
    }
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
        Route.get("/api/v1/sweeps", sweeps::list, and("deleted", and("best", SweepQuery.KEYS))),
        Route.get("/api/v1/sweep-choices", sweeps::choices),
        Route.post("/api/v1/sweeps", sweeps::start),
        Route.get("/api/v1/sweeps/{id}", sweeps::show),
        Route.get("/api/v1/sweeps/{id}/runs", sweeps::runs, and("deleted", list)),
        Route.get(
            "/api/v1/sweeps/{id}/columns",
            many::columns,
            and("fields", and("digits", and("parameter_digits", list)))),
        Route.get("/api/v1/sweeps/{id}/runs.csv", sweeps::csv, and("history", list)),
        Route.get("/api/v1/sweeps/{id}/runs.jsonl", sweeps::jsonLines, and("history", list)),
        Route.post("/api/v1/sweeps/{id}/runs/delete", bulk::delete),
        Route.post("/api/v1/sweeps/{id}/runs/undelete", bulk::undelete),
        Route.post("/api/v1/sweeps/{id}/runs/tag", bulk::tag),
        Route.get(
            "/api/v1/sweeps/{id}/metrics",
            many::metrics,
            "key",
            "max_points",
            "filter",
            "most",
            "digits"),
        Route.get("/api/v1/sweeps/{id}/importance", analysis::importance),
        Route.get("/api/v1/sweeps/{id}/winner", analysis::winner),
        Route.get("/api/v1/sweeps/{id}/diagnosis", analysis::diagnosis, "ids"),
        Route.get("/api/v1/sweeps/{id}/run-findings", analysis::runFindings),
        Route.get("/api/v1/sweeps/{id}/decisions", analysis::decisions),
        Route.get("/api/v1/sweeps/{id}/advice", analysis::advice),
        Route.get("/api/v1/sweeps/{id}/report", reports::download),
        Route.get("/api/v1/sweeps/{id}/file", sweepFiles::again, "run"),
        Route.get("/api/v1/sweeps/{id}/events", events::ofSweep, "after"),
        Route.post("/api/v1/sweeps/{id}/stop", sweeps::stop),
        Route.post("/api/v1/sweeps/{id}/set", sweeps::set),
        Route.post("/api/v1/sweeps/{id}/resume", sweeps::resume),
        Route.delete("/api/v1/sweeps/{id}", sweeps::delete),
        Route.post("/api/v1/sweeps/{id}/undelete", sweeps::undelete),
        Route.put("/api/v1/sweeps/{id}/tags/<tag>", sweeps::tag),
        Route.delete("/api/v1/sweeps/{id}/tags/<tag>", sweeps::untag),
        Route.get("/api/v1/runs/{id}", runs::show),
        Route.get("/api/v1/runs/{id}/diagnosis", analysis::runDiagnosis),
        Route.get("/api/v1/runs/{id}/metrics", runs::metrics, "keys", "max_points"),
        Route.get(
            "/api/v1/runs/{id}/images",
            images::list,
            "part",
            "label",
            "predicted",
            "offset",
            "limit"),
        Route.get("/api/v1/runs/{id}/federated", federated::show),
        Route.get("/api/v1/runs/{id}/log", logs::show),
        Route.get("/api/v1/runs/{id}/log.txt", logs::file),
        Route.get("/api/v1/runs/{id}/process", logs::process),
        Route.get("/api/v1/runs/{id}/checkpoints", runs::checkpoints),
        Route.get("/api/v1/runs/{id}/checkpoints/{epoch}", runs::checkpoint),
        Route.post("/api/v1/runs/{id}/stop", runs::stop),
        Route.post("/api/v1/runs/{id}/export", exporting::export),
        Route.delete("/api/v1/runs/{id}", runs::delete),
        Route.post("/api/v1/runs/{id}/undelete", runs::undelete),
        Route.put("/api/v1/runs/{id}/tags/<tag>", runs::tag),
        Route.delete("/api/v1/runs/{id}/tags/<tag>", runs::untag),
        Route.get("/api/v1/exports", exporting::list),
        Route.get("/api/v1/exports/{id}", exporting::show),
        Route.get("/api/v1/exports/{id}/zip", exporting::zip),
        Route.delete("/api/v1/exports/{id}", exporting::delete),
        Route.get("/api/v1/compare", comparisons::show, "runs", "baseline"),
        Route.get("/api/v1/compare/metrics", comparisons::metrics, "runs", "key", "max_points"),
        Route.get("/api/v1/compare/images", comparisons::images, "runs", "part", "offset", "limit"),
        Route.get("/api/v1/models", models::list),
        Route.get("/api/v1/models/{name}", models::show),
        Route.get("/api/v1/models/{name}/versions/{version}", models::version),
        Route.get("/api/v1/models/{name}/versions/{version}/files/<path>", models::file),
        Route.delete("/api/v1/models/{name}/versions/{version}", models::deleteVersion),
        Route.put("/api/v1/models/{name}/aliases/{alias}", models::alias),
        Route.delete("/api/v1/models/{name}/aliases/{alias}", models::removeAlias),
        Route.get("/api/v1/views", views::list),
        Route.put("/api/v1/views/<view>", views::save),
        Route.post("/api/v1/views/<view>", views::rename),
        Route.delete("/api/v1/views/<view>", views::forget),
        Route.get("/api/v1/events", events::all, "after"),
        Route.get("/api/v1/schema", sweepFiles::schema),
        Route.post("/api/v1/check", sweepFiles::check, "estimate"));
  }

  private static String[] and(String key, String... keys) {
    return Stream.concat(Stream.of(key), Stream.of(keys)).toArray(String[]::new);
  }
}
