package dev.trawl.dashboard;

import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body that is made while it is sent. When it can't be made to its end, the connection is cut
 * before the answer's last chunk: nobody can take what came for the whole.
 */
final class WholeAnswer extends FilterInputStream {
  private static final Logger LOGGER = LoggerFactory.getLogger(WholeAnswer.class);
  private static final int END = -1;

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
      return cut(e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return super.read(target, offset, length);
    } catch (IOException | RuntimeException e) {
      return cut(e);
    }
  }

  /**
   * Ends the connection, and for Javalin the body: it has nothing left to answer with, and would
   * only log that, twice.
   */
  private int cut(Exception reason) throws IOException {
    LOGGER.error("answer cut off path={} reason={}", ctx.path(), reason.getMessage());
    LOGGER.debug("answer cut off", reason);
    ctx.res().sendError(-1); // So Jetty understands it.
    return END;
  }
}
