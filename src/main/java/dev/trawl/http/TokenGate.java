package dev.trawl.http;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who bears the server's token. A program sends it as a header. A browser can't when it
 * opens a page, so a page's address may carry it once: the answer is a cookie and the same address
 * without it, so that it stays in no history and no Referer. The cookie is made of the token but
 * does not hold it, and outlives the server. Safe for use by many threads.
 */
public final class TokenGate {
  /** The parameter of a page's address. */
  private static final String PARAMETER = "token";

  private static final String NEEDED =
      "need the server's token: as the header Authorization: Bearer TOKEN, or in a browser once as"
          + " the page's address /?token=TOKEN";

  /** The fewest characters of a token: in hexadecimal digits, 64 bits. */
  private static final int SHORTEST = 16;

  private final byte[] token;
  private final byte[] cookie;
  private final GuessLimit guesses = new GuessLimit(System::nanoTime);

  /**
   * @throws IllegalArgumentException for a token that can be guessed
   */
  TokenGate(String token) {
    if (token.codePointCount(0, token.length()) < SHORTEST) {
      throw new IllegalArgumentException(
          "need a token of %d characters or more, found %d; make one: openssl rand -hex 16, or: head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \\n'"
              .formatted(SHORTEST, token.codePointCount(0, token.length())));
    }
    this.token = bytes(token);
    cookie = bytes(derived(this.token));
  }

  /**
   * Ends the request, or throws, when it isn't let in.
   *
   * @param view whether it is a page's address, which may carry a token
   */
  void check(Context ctx, boolean view) {
    boolean page = view && ctx.method().equals(HandlerType.GET);
    String query = ctx.queryString();
    if (page && query != null && query.contains(PARAMETER + "=")) {
      Escapes.needWhole(query);
    }
    String carried = page ? ctx.queryParam(PARAMETER) : null;
    boolean right = is(token, carried);
    if (right) {
      ctx.cookie(cookie(ctx));
    }
    boolean in = right || is(cookie, ctx.cookie(name(ctx))) || bearsHeader(ctx);
    if (in && carried != null) {
      ctx.redirect(withoutToken(ctx), HttpStatus.SEE_OTHER);
      ctx.skipRemainingHandlers();
    } else if (!in) {
      boolean guess = carried != null || ctx.header("Authorization") != null;
      Duration delay = guess ? guesses.delay(ctx.req().getRemoteAddr()) : Duration.ZERO;
      ctx.skipRemainingHandlers();
      if (delay.isZero()) {
        refuse(ctx, page, carried != null);
      } else { // without a thread, so that guesses keep nobody else waiting
        EndPoint connection = ConnectionWatch.connection(ctx);
        Executor later = CompletableFuture.delayedExecutor(delay.toMillis(), MILLISECONDS);
        ctx.future(
            () ->
                CompletableFuture.runAsync(() -> refuse(ctx, page, carried != null), later)
                    .exceptionallyCompose(failure -> unlessGone(failure, connection)));
      }
    }
  }

  /** The server may have stopped meanwhile: then there is nobody to answer, and nothing to say. */
  private static CompletionStage<Void> unlessGone(Throwable failure, EndPoint connection) {
    return connection.isOpen()
        ? CompletableFuture.failedFuture(failure)
        : new CompletableFuture<>();
  }

  private static void refuse(Context ctx, boolean page, boolean wrong) {
    ctx.header("WWW-Authenticate", "Bearer");
    if (!page) {
      throw new RequestException(401, "A token is needed", NEEDED);
    }
    String nonce = ContentPolicy.nonce();
    ctx.header(ContentPolicy.HEADER, ContentPolicy.text(nonce));
    ctx.status(401).html(TokenPage.html(withoutToken(ctx), wrong, nonce));
  }

  private boolean bearsHeader(Context ctx) {
    String header = ctx.header("Authorization");
    String scheme = "Bearer ";
    return header != null
        && header.regionMatches(true, 0, scheme, 0, scheme.length())
        // The server reads a byte as a character: those that were sent are the token's own.
        && MessageDigest.isEqual(
            token, header.substring(scheme.length()).strip().getBytes(ISO_8859_1));
  }

  /** For this session of the browser; no script reads it, and no other site's page sends it. */
  private Cookie cookie(Context ctx) {
    Cookie made = new Cookie(name(ctx), new String(cookie, UTF_8));
    made.setPath("/");
    made.setHttpOnly(true);
    made.setSameSite(SameSite.STRICT);
    return made;
  }

  /** A browser sends a host's cookies to all of its ports: each port's server has its own. */
  private static String name(Context ctx) {
    return "trawl-" + ctx.req().getLocalPort();
  }

  /** The request's own path and query. */
  private static String withoutToken(Context ctx) {
    String query =
        ctx.queryParamMap().entrySet().stream()
            .filter(each -> !each.getKey().equals(PARAMETER))
            .flatMap(each -> each.getValue().stream().map(value -> pair(each.getKey(), value)))
            .collect(Collectors.joining("&"));
    return ctx.path() + (query.isEmpty() ? "" : "?" + query);
  }

  /** What a page's address carries to be let in. */
  String parameter() {
    return pair(PARAMETER, new String(token, UTF_8));
  }

  private static String pair(String name, String value) {
    return encode(name, UTF_8) + "=" + encode(value, UTF_8);
  }

  /** Compares in a time that tells nothing of how much is right. */
  private static boolean is(byte[] expected, @Nullable String found) {
    return found != null && MessageDigest.isEqual(expected, bytes(found));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String derived(byte[] token) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(token, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(bytes("the page's cookie")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("need HmacSHA256, which every JDK has, found none", e);
    }
  }
}
