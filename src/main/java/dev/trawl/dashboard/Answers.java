package dev.trawl.dashboard;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/** Writes answers. */
final class Answers {
  private Answers() {}

  static void json(Context ctx, String text) {
    ctx.contentType("application/json").result(text.getBytes(StandardCharsets.UTF_8));
  }
}
