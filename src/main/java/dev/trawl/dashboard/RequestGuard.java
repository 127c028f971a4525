package dev.trawl.dashboard;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what no page of this server would send. Any page in a browser can reach a loopback port:
 * under a name of its own that it points here (so the Host must be one of ours), or by a form or a
 * plain-text post that needs no preflight (so what changes something must say that it is JSON or
 * YAML), and so may come from our own origin only. Safe for use by many threads.
 */
final class RequestGuard {
  private static final Set<HandlerType> SAFE =
      Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

  /** Of {@code Sec-Fetch-Site}: the own origin, and what a person typed. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private static final Set<String> BODIES = Set.of("application/json", "application/yaml");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]]+)(?::(\\d{1,5}))?");

  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\\s\";]*)", Pattern.CASE_INSENSITIVE);

  private final Set<String> names;
  private final @Nullable TokenGate gate;

  /**
   * @param host what the server is bound to
   * @param gate lets in who may be; null lets everybody in
   */
  RequestGuard(InetAddress host, String hostName, @Nullable TokenGate gate) {
    this.gate = gate;
    names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    names.add(hostName.toLowerCase(Locale.ROOT));
    names.add(literal(host));
    if (host.isAnyLocalAddress()) {
      names.addAll(ownNames());
    }
  }

  void check(Context ctx) {
    addHeaders(ctx);
    String host = requireOwnHost(ctx);
    requireOwnSite(ctx, host);
    requireUtf8(ctx);
    BodyReader.checkLength(ctx);
    if (gate != null) {
      gate.check(ctx);
    }
    if (!SAFE.contains(ctx.method())) {
      if (!ctx.method().equals(HandlerType.DELETE)) { // which no form can send, and has no body
        requireBodyType(ctx);
      }
    }
  }

  private static void addHeaders(Context ctx) {
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header(
        "Content-Security-Policy",
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    ctx.header("Cache-Control", "no-store");
  }

  private String requireOwnHost(Context ctx) {
    String host = ctx.header("Host");
    Matcher parts = HOST.matcher(host == null ? "" : host.toLowerCase(Locale.ROOT));
    int port = ctx.req().getLocalPort();
    if (!parts.matches()
        || !names.contains(parts.group(1))
        || port != (parts.group(2) == null ? 80 : Integer.parseInt(parts.group(2)))) {
      throw ApiException.of(
          403,
          "Not this host",
          "need a Host header such as localhost:%d, found %s".formatted(port, host));
    }
    return parts.group();
  }

  /**
   * What another site's page has a browser send is refused, reading too: it may cost much though
   * its page can't see the answer. A link may open a page. Programs send none of these headers.
   */
  private static void requireOwnSite(Context ctx, String host) {
    String site = ctx.header("Sec-Fetch-Site");
    boolean opens =
        ctx.method().equals(HandlerType.GET)
            && "navigate".equals(ctx.header("Sec-Fetch-Mode"))
            && WebApp.isView(ctx.path());
    if (site != null && !OWN_SITES.contains(site) && !opens) {
      throw ApiException.of(
          403,
          "Not this origin",
          "need a request of a page from http://%s, found one of another site (%s)"
              .formatted(host, site));
    }
    requireOwnOrigin(ctx, host);
  }

  private static void requireOwnOrigin(Context ctx, String host) {
    String origin = ctx.header("Origin");
    if (origin != null && !origin.toLowerCase(Locale.ROOT).equals("http://" + host)) {
      throw ApiException.of(
          403,
          "Not this origin",
          "need a request from http://%s, found one from %s".formatted(host, origin));
    }
  }

  private static void requireBodyType(Context ctx) {
    String type = bodyType(ctx);
    if (!BODIES.contains(type)) {
      throw ApiException.of(
          415,
          "Not this kind of body",
          "need Content-Type application/json or application/yaml, found "
              + (type.isEmpty() ? "none" : type));
    }
  }

  /** Javalin reads the query in the body's character set, and fails on one that Java lacks. */
  private static void requireUtf8(Context ctx) {
    Matcher charset = CHARSET.matcher(Objects.requireNonNullElse(ctx.contentType(), ""));
    if (charset.find() && !charset.group(1).equalsIgnoreCase("utf-8")) {
      throw ApiException.of(
          415, "Not this kind of body", "need charset=utf-8, or none, found " + charset.group(1));
    }
  }

  /** The content type without parameters, in lower case; empty without one. */
  static String bodyType(Context ctx) {
    String type = ctx.contentType();
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** As a URL has it: without a zone, and an IPv6 address in brackets. */
  static String literal(InetAddress address) {
    String text = address.getHostAddress().split("%", 2)[0];
    return text.contains(":") ? "[" + text + "]" : text;
  }

  private static Set<String> ownNames() {
    Set<String> found = new HashSet<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .forEach(address -> found.add(literal(address)));
    } catch (SocketException e) {
      // Fewer names are accepted, and the refusal says which are needed.
    }
    ownHostName().ifPresent(found::add);
    return found;
  }

  /** What this machine calls itself; empty where that is no address of its own. */
  static Optional<String> ownHostName() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
