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

  /**
   * How many times the longest body is read of one that is too long: a client that still sends when
   * its connection is closed can't read why.
   */
  private static final int MOST_READ = 4;

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

  /** Refuses what says itself that it is far too long, or asks before it is sent. */
  void checkLength(Context ctx) {
    long length = ctx.req().getContentLengthLong();
    if (length > (ctx.header("Expect") == null ? mostRead() : longest)) {
      throw tooLong(ctx);
    }
  }

  private long mostRead() {
    return (long) MOST_READ * longest;
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
    long length = 0;
    byte[] piece = new byte[8192];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      length += read;
      boolean late = System.nanoTime() - started > LONGEST_TIME.toNanos();
      if (length > mostRead() || (length > longest && late)) {
        throw tooLong(ctx);
      }
      if (late) {
        throw refused(
            ctx,
            408,
            "The body is too slow",
            "need a whole body within %d s, found %d bytes of it"
                .formatted(LONGEST_TIME.toSeconds(), length));
      }
      if (length <= longest) {
        body.write(piece, 0, read);
      }
    }
    if (length > longest) {
      throw tooLong(ctx);
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
