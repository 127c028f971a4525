package dev.trawl.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what no page of this server would send. Any page in a browser can reach a loopback port:
 * under a name of its own that it points here (so the Host must be one of ours), or by a form or a
 * plain-text post that needs no preflight (so what changes something must say what it is), and so
 * may come from our own origin only, or from one that the rules name. Safe for use by many threads.
 */
public final class RequestGuard {
  private static final Set<HandlerType> SAFE =
      Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

  /** Of {@code Sec-Fetch-Site}: the own origin, and what a person typed. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  /** As a content coding, none. */
  private static final String PLAIN = "identity";

  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]]+)(?::(\\d{1,5}))?");

  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\\s\";]*)", Pattern.CASE_INSENSITIVE);

  private final Set<String> names;
  private final GuardRules rules;
  private final BodyReader bodies;
  private final @Nullable TokenGate gate;

  /**
   * @param address what the server is bound to
   * @param bodies reads the bodies, and knows how long they may be
   * @param gate lets in who may be; null lets everybody in
   */
  public RequestGuard(
      ListenAddress address, GuardRules rules, BodyReader bodies, @Nullable TokenGate gate) {
    this.names = address.names();
    this.rules = rules;
    this.bodies = bodies;
    this.gate = gate;
  }

  /** Throws, or ends the request, when it is not let in; to be asked before any route. */
  public void check(Context ctx) {
    addHeaders(ctx);
    String host = requireOwnHost(ctx);
    if (!isOfNamedOrigin(ctx)) {
      requireOwnSite(ctx, host);
    } else if (isPreflight(ctx)) {
      ctx.status(204).skipRemainingHandlers();
      return;
    }
    requireUtf8(ctx);
    bodies.checkLength(ctx);
    if (gate != null && !rules.isPublic().test(ctx)) {
      gate.check(ctx, rules.isPage().test(ctx));
    }
    if (!SAFE.contains(ctx.method())) {
      if (!ctx.method().equals(HandlerType.DELETE)) { // which no form can send, and has no body
        requireBodyType(ctx);
        requireUncompressed(ctx);
      }
    }
  }

  private void addHeaders(Context ctx) {
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header(ContentPolicy.HEADER, rules.contentSecurityPolicy());
    ctx.header("Cache-Control", "no-store");
  }

  private String requireOwnHost(Context ctx) {
    String host = ctx.header("Host");
    Matcher parts = HOST.matcher(host == null ? "" : host.toLowerCase(Locale.ROOT));
    int port = ctx.req().getLocalPort();
    if (!parts.matches()
        || !(isOwn(parts, port) || rules.namesHost(parts.group(), parts.group(1)))) {
      throw new RequestException(
          403,
          "Not this host",
          "need a Host header such as localhost:%d, found %s"
              .formatted(port, host == null ? "none" : host));
    }
    return parts.group();
  }

  private boolean isOwn(Matcher host, int port) {
    return names.contains(host.group(1))
        && port == (host.group(2) == null ? 80 : Integer.parseInt(host.group(2)));
  }

  /** Whether it is of a page that the rules name; its browser is told so. */
  private boolean isOfNamedOrigin(Context ctx) {
    if (rules.origins().isEmpty()) {
      return false;
    }
    ctx.header("Vary", "Origin");
    String origin = ctx.header("Origin");
    if (origin == null || !rules.origins().contains(origin.toLowerCase(Locale.ROOT))) {
      return false;
    }
    ctx.header("Access-Control-Allow-Origin", origin);
    return true;
  }

  /** The question that a browser asks before the request of another site's page; answers it. */
  private static boolean isPreflight(Context ctx) {
    if (!ctx.method().equals(HandlerType.OPTIONS)
        || ctx.header("Access-Control-Request-Method") == null) {
      return false;
    }
    ctx.header("Access-Control-Allow-Methods", "GET, POST");
    ctx.header("Access-Control-Allow-Headers", "Authorization, Content-Type");
    ctx.header("Access-Control-Max-Age", "600");
    return true;
  }

  /**
   * What another site's page has a browser send is refused, reading too: it may cost much though
   * its page can't see the answer. A link may open a page. Programs send none of these headers.
   */
  private void requireOwnSite(Context ctx, String host) {
    String site = ctx.header("Sec-Fetch-Site");
    boolean opens =
        ctx.method().equals(HandlerType.GET)
            && "navigate".equals(ctx.header("Sec-Fetch-Mode"))
            && rules.isPage().test(ctx);
    if (site != null && !OWN_SITES.contains(site) && !opens) {
      throw new RequestException(
          403,
          "Not this origin",
          "need a request of a page from http://%s, found one of another site (%s)"
              .formatted(host, site));
    }
    requireOwnOrigin(ctx, host);
  }

  /** What serves a host that the rules name may be reached through a proxy that speaks TLS. */
  private void requireOwnOrigin(Context ctx, String host) {
    String origin = ctx.header("Origin");
    if (origin == null) {
      return;
    }
    String found = origin.toLowerCase(Locale.ROOT);
    boolean secure =
        found.equals("https://" + host) && rules.namesHost(host, host.replaceFirst(":\\d+$", ""));
    if (!secure && !found.equals("http://" + host)) {
      throw new RequestException(
          403,
          "Not this origin",
          "need a request from http://%s, found one from %s".formatted(host, origin));
    }
  }

  private void requireBodyType(Context ctx) {
    List<String> types = all(ctx, "Content-Type");
    String type = types.size() > 1 ? String.join(", ", types) : bodyType(ctx);
    if (!rules.bodyTypes().contains(type)) {
      throw new RequestException(
          415,
          "Not this kind of body",
          "need Content-Type %s, found %s"
              .formatted(rules.neededTypes(), type.isEmpty() ? "none" : type));
    }
  }

  /** A short body could become a very long one; what would do is said as RFC 7694 has it. */
  private static void requireUncompressed(Context ctx) {
    String codings = String.join(", ", all(ctx, "Content-Encoding")).strip();
    if (!codings.isEmpty() && !codings.equalsIgnoreCase(PLAIN)) {
      ctx.header("Accept-Encoding", PLAIN);
      throw new RequestException(
          415, "Not this kind of body", "need a body without Content-Encoding, found " + codings);
    }
  }

  /** A header's values: whoever else reads it may take another one than the first. */
  private static List<String> all(Context ctx, String header) {
    return Collections.list(ctx.req().getHeaders(header));
  }

  /** Javalin reads the query in the body's character set, and fails on one that Java lacks. */
  private static void requireUtf8(Context ctx) {
    Matcher charset = CHARSET.matcher(Objects.requireNonNullElse(ctx.contentType(), ""));
    if (charset.find() && !charset.group(1).equalsIgnoreCase("utf-8")) {
      throw new RequestException(
          415, "Not this kind of body", "need charset=utf-8, or none, found " + charset.group(1));
    }
  }

  /** The content type without parameters, in lower case; empty without one. */
  public static String bodyType(Context ctx) {
    String type = ctx.contentType();
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
