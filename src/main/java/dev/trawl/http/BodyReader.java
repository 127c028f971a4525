package dev.trawl.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;

/**
 * Reads requests' bodies, each of which holds a thread: only so many at once, so long and so slow.
 * Some more wait for their turn, so that bodies that are there already are never too many. Safe for
 * use by many threads.
 */
public final class BodyReader {
  private static final Duration LONGEST_TIME = Duration.ofSeconds(10);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(3);

  private final int longest;
  private final Places places;

  /**
   * @param longest body that is read, in bytes
   * @param mostAtOnce of the server's 200 threads
   * @param mostWaiting of these threads too
   */
  public BodyReader(int longest, int mostAtOnce, int mostWaiting) {
    this.longest = longest;
    places = new Places("requests that send", mostAtOnce, mostWaiting);
  }

  /** Refuses what says itself that it is too long. */
  void checkLength(Context ctx) {
    if (ctx.req().getContentLengthLong() > longest) {
      throw tooLong(ctx);
    }
  }

  /** The whole body. */
  public byte[] read(Context ctx) {
    return places.in(ctx, () -> readInPlace(ctx));
  }

  private byte[] readInPlace(Context ctx) {
    try {
      return isHere(ctx)
          ? ctx.req().getInputStream().readNBytes(ctx.req().getContentLength())
          : readSlowly(ctx);
    } catch (IOException e) {
      throw refused(
          ctx,
          400,
          "The request is not valid",
          "need a whole body, found one that broke off, or nothing for %d s"
              .formatted(LONGEST_SILENCE.toSeconds()));
    }
  }

  /** Whether all of the body has come: then nobody keeps its thread waiting. */
  private boolean isHere(Context ctx) throws IOException {
    int length = ctx.req().getContentLength();
    return length >= 0 && length <= longest && ctx.req().getInputStream().available() >= length;
  }

  private byte[] readSlowly(Context ctx) throws IOException {
    EndPoint connection = ConnectionWatch.connection(ctx);
    long usual = connection.getIdleTimeout();
    connection.setIdleTimeout(LONGEST_SILENCE.toMillis());
    try {
      return read(ctx, ctx.req().getInputStream());
    } finally {
      connection.setIdleTimeout(usual);
    }
  }

  private byte[] read(Context ctx, InputStream in) throws IOException {
    long started = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      body.write(piece, 0, read);
      if (body.size() > longest) {
        throw tooLong(ctx);
      }
      if (System.nanoTime() - started > LONGEST_TIME.toNanos()) {
        throw refused(
            ctx,
            408,
            "The body is too slow",
            "need a whole body within %d s, found %d bytes of it"
                .formatted(LONGEST_TIME.toSeconds(), body.size()));
      }
    }
    return body.toByteArray();
  }

  private RequestException tooLong(Context ctx) {
    return refused(
        ctx, 413, "The body is too long", "need at most %d bytes, found more".formatted(longest));
  }

  /** What is left of the body is nobody's: the connection ends. */
  private static RequestException refused(Context ctx, int status, String title, String detail) {
    ctx.header("Connection", "close");
    return new RequestException(status, title, detail);
  }
}
