package dev.trawl.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Makes connections that end in peace when a request is answered before its body was read, as every
 * refusal is: most clients send all of it before they read, and a connection that is closed with
 * something unread is reset, which may take the answer with it. So the server ends its own half
 * with the answer, and drops what comes until the client ends, too. No thread waits for it; {@link
 * ConnectionWatch} ends a body that drips.
 */
final class DrainingConnections extends HttpConnectionFactory {
  /** Of one connection, in bytes: four times the longest body that a server of ours reads. */
  static final int MOST_DROPPED = 16 << 20;

  DrainingConnections(HttpConfiguration configuration) {
    super(configuration);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    HttpConnection made = new DrainingConnection(getHttpConfiguration(), connector, endPoint);
    made.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
    return configure(made, connector, endPoint);
  }

  private static final class DrainingConnection extends HttpConnection {
    DrainingConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
      super(configuration, connector, endPoint);
    }

    @Override
    protected HttpParser newHttpParser(HttpCompliance compliance) {
      HttpParser usual = super.newHttpParser(compliance); // knows the connection's handler
      return new DrainingParser(
          (HttpParser.RequestHandler) usual.getHandler(), getHttpConfiguration(), compliance);
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
      return new HttpStreamOverHTTP1(method, uri, version) {
        @Override
        public void failed(Throwable failure) {
          if (isAnsweredEarly()) {
            getEndPoint().shutdownOutput();
            succeeded(); // but for the rest of a body that nobody wants
          } else {
            super.failed(failure);
          }
        }
      };
    }

    /** Whether the whole answer is written, and not the whole body read. */
    private boolean isAnsweredEarly() {
      return getGenerator().isEnd() && getParser().inContentState() && getEndPoint().isOpen();
    }
  }

  /** A parser that takes what is left of a body when it is closed, where others take nothing. */
  private static final class DrainingParser extends HttpParser {
    private boolean draining;
    private int dropped;

    DrainingParser(
        RequestHandler handler, HttpConfiguration configuration, HttpCompliance compliance) {
      super(handler, configuration.getRequestHeaderSize(), compliance);
      setHeaderCacheSize(configuration.getHeaderCacheSize());
      setHeaderCacheCaseSensitive(configuration.isHeaderCacheCaseSensitive());
    }

    /** Its request is answered, and the last one of its connection. */
    @Override
    public void close() {
      draining = inContentState();
      super.close();
    }

    @Override
    public boolean isTerminated() {
      return !draining && super.isTerminated();
    }

    @Override
    public boolean parseNext(ByteBuffer buffer) {
      if (!draining) {
        return super.parseNext(buffer);
      }
      dropped += buffer.remaining();
      BufferUtil.clear(buffer);
      draining = dropped <= MOST_DROPPED;
      return false;
    }
  }
}
