package dev.trawl.dashboard;

import dev.trawl.sweep.yaml.Problem;
import dev.trawl.track.DamagedCheckpointException;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.ReadLimitException;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.StoreException;
import dev.trawl.wire.RecordJson;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import java.nio.ByteBuffer;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every error one shape, whether a route, Javalin or Jetty found it. */
final class ErrorAnswers {
  static final String CONTENT_TYPE = "application/problem+json";

  private static final Logger LOGGER = LoggerFactory.getLogger(ErrorAnswers.class);

  private final RecordJson json;

  ErrorAnswers(RecordJson json) {
    this.json = json;
  }

  void register(JavalinConfig config) {
    config.routes.exception(
        ApiException.class,
        (e, ctx) ->
            answer(
                ctx, e.status(), e.title(), Objects.requireNonNull(e.getMessage()), e.problems()));
    config.routes.exception(MethodNotAllowedResponse.class, (e, ctx) -> methodNotAllowed(ctx, e));
    config.routes.exception(
        HttpResponseException.class, (e, ctx) -> answer(ctx, e.getStatus(), detail(ctx)));
    config.routes.exception(
        RefusedChangeException.class,
        (e, ctx) ->
            answer(
                ctx, 409, "Not possible now", Objects.requireNonNull(e.getMessage()), List.of()));
    config.routes.exception(
        RefusedException.class,
        (e, ctx) ->
            answer(
                ctx, 409, "Not possible now", Objects.requireNonNull(e.getMessage()), List.of()));
    config.routes.exception(UnsupportedCharsetException.class, (e, ctx) -> notUtf8(ctx));
    config.routes.exception(IllegalCharsetNameException.class, (e, ctx) -> notUtf8(ctx));
    config.routes.exception(ReadLimitException.class, (e, ctx) -> tooSlow(ctx, e));
    config.routes.exception(DamagedRecordException.class, this::damaged);
    config.routes.exception(DamagedCheckpointException.class, this::damaged);
    config.routes.exception(StoreException.class, (e, ctx) -> storeFailed(ctx, e));
    config.routes.exception(Exception.class, (e, ctx) -> failed(ctx, e));
    config.router.javaLangErrorHandler(
        (response, error) -> {
          LOGGER.error("request failed", error);
          response.setStatus(500);
        });
    config.routes.error(500, this::shape);
    ErrorHandler jetty = new JettyErrors();
    config.jetty.modifyServer(server -> server.setErrorHandler(jetty));
    config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(jetty));
  }

  private void methodNotAllowed(Context ctx, MethodNotAllowedResponse e) {
    String allowed = e.getDetails().getOrDefault("availableMethods", "GET");
    ctx.header(HttpHeader.ALLOW.asString(), allowed);
    answer(ctx, 405, "need %s, found %s".formatted(allowed, ctx.method()));
  }

  /** Javalin looks for the character set that a request says before any handler does. */
  private void notUtf8(Context ctx) {
    answer(ctx, 415, "need charset=utf-8, or none, found one that there is not");
  }

  private void tooSlow(Context ctx, ReadLimitException e) {
    LOGGER.info("request given up path={} reason={}", ctx.path(), e.getMessage());
    ctx.header("Retry-After", "10");
    answer(ctx, 503, "It takes too long", Objects.requireNonNull(e.getMessage()), List.of());
  }

  /** Trying again is of no use, unlike when the store can't be reached. */
  private void damaged(StoreException e, Context ctx) {
    answer(ctx, 500, "Damaged record", Objects.requireNonNull(e.getMessage()), List.of());
  }

  private void storeFailed(Context ctx, StoreException e) {
    LOGGER.error("request failed path={}", ctx.path(), e);
    answer(ctx, 503, "The store can't do it", Objects.requireNonNull(e.getMessage()), List.of());
  }

  private void failed(Context ctx, Exception e) {
    LOGGER.error("request failed path={}", ctx.path(), e);
    answer(ctx, 500, "an error in Trawl, written to its log");
  }

  /** What Javalin answered by itself, after an Error. */
  private void shape(Context ctx) {
    if (!CONTENT_TYPE.equals(ctx.res().getContentType())) {
      answer(ctx, 500, "an error in Trawl, written to its log");
    }
  }

  private void answer(Context ctx, int status, String detail) {
    answer(ctx, status, HttpStatus.forStatus(status).getMessage(), detail, List.of());
  }

  private void answer(
      Context ctx, int status, String title, String detail, List<Problem> problems) {
    ctx.status(status);
    ctx.contentType(CONTENT_TYPE);
    ctx.result(body(status, title, detail, problems));
  }

  private byte[] body(int status, String title, String detail, List<Problem> problems) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("title", title);
    body.put("status", status);
    body.put("detail", detail);
    body.put("problems", problems);
    return json.write(body).getBytes(StandardCharsets.UTF_8);
  }

  /** What is refused before it reaches a route: a request that is not HTTP, or not sane. */
  private final class JettyErrors extends ErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
      return true;
    }

    @Override
    protected void generateResponse(
        Request request,
        Response response,
        int code,
        @Nullable String message,
        @Nullable Throwable cause,
        Callback callback) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
      response.write(true, ByteBuffer.wrap(ofJetty(code)), callback);
    }

    private byte[] ofJetty(int status) {
      String title = HttpStatus.forStatus(status).getMessage();
      return body(status, title, "the request can't be answered", List.of());
    }
  }

  private static String detail(Context ctx) {
    return "nothing at %s %s".formatted(ctx.method(), ctx.path());
  }
}
