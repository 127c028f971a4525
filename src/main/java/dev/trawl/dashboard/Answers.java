package dev.trawl.dashboard;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Writes answers. */
final class Answers {
  private Answers() {}

  /**
   * Bytes that are made as they are read; closed, no more are made. The first are made at once:
   * what fails with them fails before an answer has begun.
   */
  static InputStream stream(Iterator<byte[]> pieces) {
    return new InputStream() {
      private InputStream piece = next();

      private InputStream next() {
        return pieces.hasNext()
            ? new ByteArrayInputStream(pieces.next())
            : InputStream.nullInputStream();
      }

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int read = piece.read(target, offset, length);
        while (read < 0 && pieces.hasNext()) {
          piece = next();
          read = piece.read(target, offset, length);
        }
        return read;
      }
    };
  }

  /**
   * Sends bytes that are made as they are read, whole or so that the client sees an error. For
   * HEAD, none is made.
   */
  static void stream(Context ctx, InputStream body) {
    if (!isHead(ctx)) {
      ctx.result(new WholeAnswer(body, ctx));
      return;
    }
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the answer is to have no body. */
  static boolean isHead(Context ctx) {
    return ctx.method().equals(HandlerType.HEAD);
  }

  /** A file to keep; its name may be made of any text. */
  static void attachment(Context ctx, String name) {
    ctx.header(
        "Content-Disposition",
        "attachment; filename=\"%s\"".formatted(name.replaceAll("[^A-Za-z0-9._-]+", "_")));
  }

  static void json(Context ctx, String text) {
    ctx.contentType("application/json").result(text.getBytes(StandardCharsets.UTF_8));
  }
}
