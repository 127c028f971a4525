package dev.trawl.dashboard;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Iterator;

/** Writes answers. */
final class Answers {
  private Answers() {}

  /** Bytes that are made as they are read. */
  @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing else
  static InputStream stream(Iterator<byte[]> pieces) {
    Enumeration<InputStream> streams =
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return pieces.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return new ByteArrayInputStream(pieces.next());
          }
        };
    return new SequenceInputStream(streams);
  }

  /** Sends bytes that are made as they are read, whole or so that the client sees an error. */
  static void stream(Context ctx, InputStream body) {
    ctx.result(new WholeAnswer(body, ctx));
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
