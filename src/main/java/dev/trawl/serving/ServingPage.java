package dev.trawl.serving;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The page where one draws and sees the answer, and the description of the interface. */
final class ServingPage {
  /** Nothing but the page's own files, and no script or style inside of it. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  private final Predicting predicting;

  ServingPage(Predicting predicting) {
    this.predicting = predicting;
  }

  void html(Context ctx) {
    send(ctx, "page.html", "text/html; charset=utf-8");
  }

  void script(Context ctx) {
    send(ctx, "page.js", "text/javascript; charset=utf-8");
  }

  void style(Context ctx) {
    send(ctx, "page.css", "text/css; charset=utf-8");
  }

  private static void send(Context ctx, String file, String type) {
    ctx.contentType(type).result(read(file));
  }

  /** OpenAPI 3.1, for the sizes and the name of the model that is served. */
  void openApi(Context ctx) {
    LoadedModel model = predicting.model();
    String text =
        new String(read("openapi.json"), StandardCharsets.UTF_8)
            .replace("@NAME@", model.name())
            .replace("@INPUT@", model.format().input().name())
            .replace("@BARE@", model.record().channels() == 1 ? "Plane" : "Planes")
            .replace("@CHANNELS@", String.valueOf(model.record().channels()))
            .replace("@HEIGHT@", String.valueOf(model.record().height()))
            .replace("@WIDTH@", String.valueOf(model.record().width()))
            .replace("@CLASSES@", String.valueOf(model.classes()));
    ctx.contentType("application/json").result(text);
  }

  private static byte[] read(String file) {
    try (InputStream in =
        Objects.requireNonNull(ServingPage.class.getResourceAsStream(file), file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
