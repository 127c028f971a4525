package dev.trawl.dashboard;

import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body that is made while it is sent. When it can't be made to its end, the connection is cut
 * before the answer's last chunk: nobody can take what came for the whole.
 */
final class WholeAnswer extends FilterInputStream {
  private static final Logger LOGGER = LoggerFactory.getLogger(WholeAnswer.class);

  private final Context ctx;

  WholeAnswer(InputStream body, Context ctx) {
    super(body);
    this.ctx = ctx;
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException | RuntimeException e) {
      throw cut(e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return super.read(target, offset, length);
    } catch (IOException | RuntimeException e) {
      throw cut(e);
    }
  }

  /**
   * Closes the connection itself: were the answer aborted instead, Javalin would fail on it and log
   * that. As it is, the client seems to have gone away, which is no news.
   */
  private IOException cut(Exception reason) {
    LOGGER.error("answer cut off path={} reason={}", ctx.path(), reason.getMessage());
    LOGGER.debug("answer cut off", reason);
    ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
    return new EofException(reason);
  }
}
