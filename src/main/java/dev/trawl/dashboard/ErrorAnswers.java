package dev.trawl.dashboard;

import dev.trawl.http.ErrorBody;
import dev.trawl.http.ErrorRoutes;
import dev.trawl.sweep.yaml.Problem;
import dev.trawl.track.DamagedCheckpointException;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.NoModelException;
import dev.trawl.track.ReadLimitException;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.StoreException;
import dev.trawl.wire.RecordJson;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every error one shape, whether a route, Javalin or Jetty found it. */
final class ErrorAnswers implements ErrorBody {
  static final String CONTENT_TYPE = "application/problem+json";

  private static final Logger LOGGER = LoggerFactory.getLogger(ErrorAnswers.class);

  private final ErrorRoutes routes = new ErrorRoutes(this);
  private final RecordJson json;

  ErrorAnswers(RecordJson json) {
    this.json = json;
  }

  void register(JavalinConfig config) {
    routes.register(config);
    config.routes.exception(
        ApiException.class,
        (e, ctx) -> {
          routes.answer(ctx, e.status(), e.title(), e.detail());
          ctx.result(body(e.status(), e.title(), e.detail(), e.problems()));
        });
    config.routes.exception(
        NoModelException.class,
        (e, ctx) -> routes.answer(ctx, 404, "Not found", String.valueOf(e.getMessage())));
    config.routes.exception(RefusedChangeException.class, this::refused);
    config.routes.exception(RefusedException.class, this::refused);
    config.routes.exception(ReadLimitException.class, (e, ctx) -> tooSlow(ctx, e));
    config.routes.exception(DamagedRecordException.class, this::damaged);
    config.routes.exception(DamagedCheckpointException.class, this::damaged);
    config.routes.exception(StoreException.class, (e, ctx) -> storeFailed(ctx, e));
  }

  private void refused(Exception e, Context ctx) {
    routes.answer(ctx, 409, "Not possible now", String.valueOf(e.getMessage()));
  }

  private void tooSlow(Context ctx, ReadLimitException e) {
    LOGGER.info("request given up path={} reason={}", ctx.path(), e.getMessage());
    ctx.header("Retry-After", "10");
    routes.answer(ctx, 503, "It takes too long", String.valueOf(e.getMessage()));
  }

  /** Trying again is of no use, unlike when the store can't be reached. */
  private void damaged(StoreException e, Context ctx) {
    routes.answer(ctx, 500, "Damaged record", String.valueOf(e.getMessage()));
  }

  private void storeFailed(Context ctx, StoreException e) {
    LOGGER.error("request failed path={}", ctx.path(), e);
    routes.answer(ctx, 503, "The store can't do it", String.valueOf(e.getMessage()));
  }

  @Override
  public String contentType() {
    return CONTENT_TYPE;
  }

  @Override
  public byte[] of(int status, String title, String detail) {
    return body(status, title, detail, List.of());
  }

  private byte[] body(int status, String title, String detail, List<Problem> problems) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("title", title);
    body.put("status", status);
    body.put("detail", detail);
    body.put("problems", problems);
    return json.write(body).getBytes(StandardCharsets.UTF_8);
  }
}
