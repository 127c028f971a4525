package dev.trawl.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import java.nio.ByteBuffer;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every error one shape, whether a route, Javalin or Jetty found it. What nobody expected is
 * logged, and the client learns that it happened and nothing of it.
 */
public final class ErrorRoutes {
  private static final Logger LOGGER = LoggerFactory.getLogger(ErrorRoutes.class);

  private static final String UNEXPECTED = "an error in Trawl, written to its log";

  private final ErrorBody body;

  public ErrorRoutes(ErrorBody body) {
    this.body = body;
  }

  public void register(JavalinConfig config) {
    config.routes.exception(
        RequestException.class, (e, ctx) -> answer(ctx, e.status(), e.title(), e.detail()));
    config.routes.exception(MethodNotAllowedResponse.class, (e, ctx) -> methodNotAllowed(ctx, e));
    config.routes.exception(
        HttpResponseException.class,
        (e, ctx) ->
            answer(ctx, e.getStatus(), "nothing at %s %s".formatted(ctx.method(), ctx.path())));
    config.routes.exception(UnsupportedCharsetException.class, (e, ctx) -> notUtf8(ctx));
    config.routes.exception(IllegalCharsetNameException.class, (e, ctx) -> notUtf8(ctx));
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

  public void answer(Context ctx, int status, String title, String detail) {
    ctx.status(status);
    ctx.contentType(body.contentType());
    ctx.result(body.of(status, title, detail));
  }

  private void answer(Context ctx, int status, String detail) {
    answer(ctx, status, HttpStatus.forStatus(status).getMessage(), detail);
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

  private void failed(Context ctx, Exception e) {
    LOGGER.error("request failed path={}", ctx.path(), e);
    answer(ctx, 500, UNEXPECTED);
  }

  /** What Javalin answered by itself, after an Error. */
  private void shape(Context ctx) {
    if (!body.contentType().equals(ctx.res().getContentType())) {
      answer(ctx, 500, UNEXPECTED);
    }
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
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, body.contentType());
      String title = HttpStatus.forStatus(code).getMessage();
      byte[] answer = body.of(code, title, "the request can't be answered");
      response.write(true, ByteBuffer.wrap(answer), callback);
    }
  }
}
