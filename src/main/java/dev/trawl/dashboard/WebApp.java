package dev.trawl.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trawl.http.ContentPolicy;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.ResourceHandler;
import io.javalin.http.staticfiles.StaticFileConfig;
import io.javalin.security.RouteRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The built web app, from a folder of the class path. Names under {@code assets} carry a hash of
 * their content and are cached for ever; the page itself never is. A path without a dot that names
 * no file is a view of the app, which reads it from the address. Only asked for what no route has.
 */
final class WebApp implements ResourceHandler {
  /** Plain segments only, so that no spelling of {@code ..} leaves the folder. */
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)*/?");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("woff2", "font/woff2"));

  private static final String NOT_BUILT =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Trawl</title>
      <h1>Trawl</h1>
      <p>The web app is not part of this build: <code>./trawl</code> builds it.</p>
      <p>The API is here: <a href="/api/v1/sweeps">/api/v1/sweeps</a></p>
      </html>
      """;

  /** What stands in the built page where each answer has a nonce of its own. */
  private static final String NONCE = "TRAWL-NONCE";

  /** How the name of a file's compressed form ends, which the build puts beside it. */
  private static final String BROTLI = ".br";

  /** One of the encodings that a browser lists; of a quality of 0 it is refused. */
  private static final Pattern TAKES_BROTLI = Pattern.compile("br(\\s*;\\s*q=(?!0(\\.0*)?$).+)?");

  private final String folder;

  /**
   * @param folder of the class path, such as {@code /web}
   */
  WebApp(String folder) {
    this.folder = folder;
  }

  @Override
  public boolean canHandle(Context ctx) {
    String path = ctx.path();
    return isView(path) || (isPlain(path) && !path.endsWith("/") && resource(path) != null);
  }

  @Override
  public boolean handle(Context ctx) {
    if (!canHandle(ctx)) {
      return false;
    }
    String path = ctx.path();
    if (isView(path)) {
      page(ctx);
    } else {
      file(ctx, path, Objects.requireNonNull(resource(path)));
    }
    return true;
  }

  private void page(Context ctx) {
    ctx.header("Cache-Control", "no-cache");
    URL index = resource("/index.html");
    if (index == null) {
      ctx.html(NOT_BUILT);
    } else {
      String nonce = ContentPolicy.nonce();
      ctx.header(ContentPolicy.HEADER, ContentPolicy.app(nonce));
      String page = new String(bytes(index), UTF_8).replace(NONCE, nonce);
      ctx.contentType("text/html; charset=utf-8").result(page);
    }
  }

  /** As it was compressed when the app was built, where the browser takes that. */
  private void file(Context ctx, String path, URL file) {
    ctx.header(
        "Cache-Control",
        path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    String type =
        TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
    URL brotli = resource(path + BROTLI);
    if (brotli == null) {
      ctx.contentType(type).result(bytes(file));
      return;
    }
    ctx.header("Vary", "Accept-Encoding");
    if (takesBrotli(ctx.header("Accept-Encoding"))) {
      ctx.header("Content-Encoding", "br").contentType(type).result(bytes(brotli));
    } else {
      ctx.contentType(type).result(bytes(file));
    }
  }

  private static boolean takesBrotli(@Nullable String encodings) {
    return encodings != null
        && Arrays.stream(encodings.split(","))
            .anyMatch(each -> TAKES_BROTLI.matcher(each.strip()).matches());
  }

  /** Whether a path is the page's, whatever the page shows there. */
  static boolean isView(String path) {
    return isPlain(path) && path.indexOf('.') < 0;
  }

  private static boolean isPlain(String path) {
    return !path.equals("/api") && !path.startsWith("/api/") && PATH.matcher(path).matches();
  }

  private @Nullable URL resource(String path) {
    return WebApp.class.getResource(folder + path);
  }

  private static byte[] bytes(URL url) {
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Javalin's own static files are not used. */
  @Override
  public boolean addStaticFileConfig(StaticFileConfig config) {
    return false;
  }

  @Override
  public Set<RouteRole> resourceRouteRoles(Context ctx) {
    return Set.of();
  }
}
