package dev.trawl.serving;

import dev.trawl.http.BodyReader;
import dev.trawl.http.ConnectionWatch;
import dev.trawl.http.ErrorBody;
import dev.trawl.http.ErrorRoutes;
import dev.trawl.http.GuardRules;
import dev.trawl.http.ListenAddress;
import dev.trawl.http.RequestException;
import dev.trawl.http.RequestGuard;
import dev.trawl.http.TokenGate;
import dev.trawl.http.UnreadAnswers;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves an exported model: {@code /predict}, the Open Inference Protocol, MLflow's and TensorFlow
 * Serving's REST, metrics and a page. It answers when its model is checked and warm, by many
 * threads. Close it once.
 */
public final class PredictionServer implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(PredictionServer.class);

  /** The longest body that is read, in bytes: the most images as JSON are half of it. */
  static final int LONGEST_BODY = 4 << 20;

  /** Room for an answer of one image, in bytes; made for each. */
  private static final int USUAL_ANSWER = 1024;

  private static final int BODIES_AT_ONCE = 64;
  private static final int BODIES_WAITING = 96;

  /** How long the requests that are there at its end may take. */
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private static final List<String> BODIES =
      List.of(
          "application/json",
          "image/png",
          "image/jpeg",
          "application/x-www-form-urlencoded", // which curl -d says
          "");

  private static final Set<String> HEALTH =
      Set.of("/health", "/ping", "/v2/health/live", "/v2/health/ready");

  private static final String ROUTE = "route";
  private static final String OTHERS = "have the model predict";

  private final ServingMetrics metrics = new ServingMetrics();
  private final BodyReader bodies = new BodyReader(LONGEST_BODY, BODIES_AT_ONCE, BODIES_WAITING);
  private final ConnectionWatch watch = new ConnectionWatch();
  private final AtomicInteger underWay = new AtomicInteger();
  private final UnreadAnswers unread;
  private final CurrentModel current;
  private final @Nullable ModelFollower follower;
  private final ListenAddress address;
  private final @Nullable TokenGate gate;
  private final GuardRules rules;
  private final Javalin server;
  private final int port;
  private volatile boolean ending;

  private PredictionServer(
      ServingSettings settings,
      ListenAddress address,
      GuardRules rules,
      UnreadAnswers unread,
      IntConsumer calls)
      throws IOException {
    IntConsumer heard = calls.andThen(metrics::batch);
    this.unread = unread;
    this.address = address;
    this.rules = rules;
    gate = address.gate(settings.token(), OTHERS);
    String seen = look(settings.source());
    current = new CurrentModel(LoadedModel.open(settings.source(), settings.format(), heard));
    metrics.loaded(true);
    try {
      server = address.listen(settings.port(), 1, this::configure);
    } catch (IllegalStateException e) {
      current.close();
      throw e;
    }
    port = server.port();
    watch.start(() -> Stream.of(server.jettyServer().server().getConnectors()));
    follower = settings.watch() ? new ModelFollower(current, settings, metrics, seen) : null;
    if (follower != null) {
      follower.start();
    }
    LOGGER.info(
        "model served uri={} name={} version={} format={}",
        uri(),
        current.look().name(),
        current.look().record().version(),
        current.look().format().format());
  }

  /**
   * Checks and warms the model, then listens.
   *
   * @throws IOException when the model can't be served, with what was needed and found
   * @throws IllegalArgumentException for an unknown host, one beyond loopback without a token, a
   *     token that can be guessed, or allowed hosts and origins that are none
   * @throws IllegalStateException when the port is taken
   */
  public static PredictionServer start(ServingSettings settings) throws IOException {
    return start(settings, UnreadAnswers.ofHeap(), images -> {});
  }

  /**
   * The same.
   *
   * @param unread sends the predictions
   * @param calls is told the number of images of each call of the model that it starts with, before
   *     the call
   */
  static PredictionServer start(ServingSettings settings, UnreadAnswers unread, IntConsumer calls)
      throws IOException {
    GuardRules rules =
        new GuardRules(
            BODIES,
            ctx -> ctx.path().equals("/"),
            ctx -> HEALTH.contains(ctx.path()),
            ServingPage.CONTENT_SECURITY_POLICY,
            settings.allowedHosts(),
            settings.corsOrigins());
    return new PredictionServer(settings, ListenAddress.of(settings.host()), rules, unread, calls);
  }

  private static String look(ModelSource source) {
    try {
      return source.look();
    } catch (IOException e) {
      return ""; // what opens it says what is wrong
    }
  }

  private void configure(JavalinConfig config) {
    config.http.maxRequestSize = LONGEST_BODY;
    config.http.responseBufferSize = USUAL_ANSWER;
    new ErrorRoutes(new PlainErrors()).register(config);
    RequestGuard guard = new RequestGuard(address, rules, bodies, gate);
    config.routes.before(
        ctx -> {
          countUnderWay(ctx);
          if (ending) {
            ctx.header("Connection", "close");
          }
          guard.check(ctx);
        });
    config.requestLogger.http(
        (ctx, millis) -> {
          String route = Objects.requireNonNullElse(ctx.attribute(ROUTE), "none");
          metrics.answered(route, ctx.statusCode(), millis / 1000);
        });
    Predicting predicting = new Predicting(current, bodies, unread, metrics);
    ownRoutes(config, predicting);
    inferenceRoutes(config, new InferenceRoutes(predicting));
    ScoringRoutes scoring = new ScoringRoutes(predicting);
    post(config, "/invocations", scoring::invocations);
    get(config, "/ping", ctx -> ctx.contentType("application/json").result("\n"));
    for (String model : List.of("/v1/models/{model}", "/v1/models/{model}/versions/{version}")) {
      post(config, model + ":predict", scoring::predict);
      get(config, model + ":predict", PredictionServer::needPost); // else a model of such a name
      get(config, model, scoring::status);
    }
  }

  /** Until the last byte of its answer is written, which is after the request is logged. */
  private void countUnderWay(Context ctx) {
    underWay.incrementAndGet();
    Request.addCompletionListener(
        ServletContextRequest.getServletContextRequest(ctx.req()),
        failure -> underWay.decrementAndGet());
  }

  private void ownRoutes(JavalinConfig config, Predicting predicting) {
    PredictRoutes predict = new PredictRoutes(predicting);
    ServingPage page = new ServingPage(predicting);
    post(config, "/predict", predict::predict);
    get(config, "/model", predict::model);
    get(config, "/health", ctx -> health(ctx, "ready"));
    get(
        config,
        "/metrics",
        ctx ->
            ctx.contentType(ServingMetrics.CONTENT_TYPE)
                .result(metrics.text(current.look(), unread)));
    get(config, "/openapi.json", page::openApi);
    get(config, "/", page::html);
    get(config, "/page.js", page::script);
    get(config, "/page.css", page::style);
  }

  private void inferenceRoutes(JavalinConfig config, InferenceRoutes inference) {
    get(config, "/v2", inference::server);
    get(config, "/v2/health/live", ctx -> JsonAnswer.send(ctx, Map.of("live", true)));
    get(config, "/v2/health/ready", ctx -> health(ctx, "ready"));
    for (String model : List.of("/v2/models/{model}", "/v2/models/{model}/versions/{version}")) {
      get(config, model, inference::metadata);
      get(config, model + "/ready", inference::modelReady);
      post(config, model + "/infer", inference::infer);
    }
  }

  private static void needPost(Context ctx) {
    ctx.header("Allow", "POST");
    throw new RequestException(405, "Method Not Allowed", "need POST, found " + ctx.method());
  }

  private void health(Context ctx, String key) {
    ctx.status(ending ? 503 : 200);
    JsonAnswer.send(ctx, Map.of(key, !ending));
  }

  /** HEAD is answered likewise, without the body, which the server leaves out. */
  private static void get(JavalinConfig config, String path, Handler handler) {
    config.routes.addHttpHandler(HandlerType.GET, path, named(path, handler));
    config.routes.addHttpHandler(HandlerType.HEAD, path, named(path, handler));
  }

  private static void post(JavalinConfig config, String path, Handler handler) {
    config.routes.addHttpHandler(HandlerType.POST, path, named(path, handler));
  }

  private static Handler named(String path, Handler handler) {
    return ctx -> {
      ctx.attribute(ROUTE, path);
      handler.handle(ctx);
    };
  }

  /** {@code {"error": …}}, as the Open Inference Protocol has it. */
  private static final class PlainErrors implements ErrorBody {
    @Override
    public String contentType() {
      return "application/json";
    }

    @Override
    public byte[] of(int status, String title, String detail) {
      return JsonAnswer.bytes(Map.of("error", detail));
    }
  }

  /** Where it listens. */
  public URI uri() {
    return address.uri(port);
  }

  /** What opens the page in a browser; with the token, so for the eyes of who started it only. */
  public List<URI> links() {
    return address.links(port, gate);
  }

  /** What is served, in words. */
  public String description() {
    LoadedModel model = current.look();
    return "%s version %s, %s, %s"
        .formatted(
            model.name(), model.record().version(), model.format().format(), model.runtime());
  }

  /** Takes no new connections, answers the requests that are there, and frees the model. */
  @Override
  public void close() {
    ending = true;
    if (follower != null) {
      follower.close();
    }
    for (Connector connector : server.jettyServer().server().getConnectors()) {
      if (connector instanceof ServerConnector listening) {
        listening.close();
      }
    }
    awaitAnswers();
    watch.close();
    server.stop();
    current.close();
    LOGGER.info("model no longer served uri={}", uri());
  }

  private void awaitAnswers() {
    long end = System.nanoTime() + LONGEST_END.toNanos();
    try {
      while (underWay.get() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
