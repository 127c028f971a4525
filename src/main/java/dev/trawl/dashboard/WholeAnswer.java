package dev.trawl.dashboard;

import jakarta.servlet.http.HttpServletResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that is made while it is sent. When it can't be made to its end, the connection is cut
 * before the answer's last chunk: nobody can take what came for the whole.
 */
final class WholeAnswer extends FilterInputStream {
  private final HttpServletResponse response;

  WholeAnswer(InputStream body, HttpServletResponse response) {
    super(body);
    this.response = response;
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException | RuntimeException e) {
      abort();
      throw e;
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return super.read(target, offset, length);
    } catch (IOException | RuntimeException e) {
      abort();
      throw e;
    }
  }

  /** So Jetty understands it; Javalin would end the answer as if it were whole. */
  private void abort() throws IOException {
    response.sendError(-1);
  }
}
