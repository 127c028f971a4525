package dev.trawl.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the connections, a few times a second: interrupts the thread that works for a client
 * that has left, cuts a connection whose input only drips in, and those that have waited longest
 * for their clients to read when too many do. Safe for use by many threads.
 */
public final class ConnectionWatch implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionWatch.class);
  private static final int ROUND_MILLIS = 250;

  /** The longest that a request's head, or a body that no route reads, may take. */
  private static final Duration LONGEST_DRIP = Duration.ofSeconds(20);

  /** Connections that may wait for their clients to read, each with one of the 200 threads. */
  private static final int MOST_UNREAD = 100;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(ConnectionWatch::daemon);
  private final Set<Work> works = ConcurrentHashMap.newKeySet();
  private final Map<EndPoint, Input> inputs = new WeakHashMap<>(); // the thread's alone
  private final Set<EndPoint> unread = new LinkedHashSet<>(); // the thread's alone; oldest first
  private final int mostUnread;

  public ConnectionWatch() {
    this(MOST_UNREAD);
  }

  /**
   * @param mostUnread connections that may wait for their clients to read
   */
  ConnectionWatch(int mostUnread) {
    this.mostUnread = mostUnread;
  }

  /** Watches the connections that there are, until it is closed. */
  public void start(Supplier<Stream<Connector>> connectors) {
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            () -> attempt(connectors), ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void attempt(Supplier<Stream<Connector>> connectors) {
    try {
      works.forEach(Work::look);
      unread.removeIf(connection -> !isUnread(connection));
      connectors
          .get()
          .map(Connector::getConnectedEndPoints)
          .flatMap(Collection::stream)
          .forEach(this::look);
      cutUnread();
    } catch (RuntimeException e) {
      LOGGER.warn("connections not looked after", e); // A further round must follow.
    }
  }

  /**
   * From now on this thread is interrupted when the client of a request without a body leaves.
   *
   * @return ends that; for the same thread
   */
  public Runnable watch(Context ctx) {
    EndPoint connection = connection(ctx);
    if (!(connection instanceof SocketChannelEndPoint socket)) {
      return () -> {};
    }
    Work work = new Work(Thread.currentThread(), socket.getChannel());
    works.add(work);
    return () -> {
      works.remove(work);
      if (work.end()) {
        ctx.header("Connection", "close");
      }
    };
  }

  static EndPoint connection(Context ctx) {
    return ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint();
  }

  /** A thread that works for the client of a connection. */
  private static final class Work {
    private final Thread worker;
    private final SocketChannel client;
    private boolean ended;
    private boolean tookInput;

    Work(Thread worker, SocketChannel client) {
      this.worker = worker;
      this.client = client;
    }

    /** Nobody else reads: the request is whole, and a client waits for its answer. */
    synchronized void look() {
      if (ended || tookInput) {
        return;
      }
      try {
        int read = client.read(ByteBuffer.allocate(1));
        tookInput = read > 0; // Of a request sent ahead, which has to be sent again.
        if (read >= 0) {
          return;
        }
      } catch (IOException e) {
        LOGGER.debug("client gone", e);
      }
      ended = true;
      worker.interrupt();
    }

    /** Whether the connection can't be used for a further request. */
    synchronized boolean end() {
      if (ended) {
        Thread.interrupted(); // Meant for the work, not for what the thread does next.
      }
      boolean unusable = ended || tookInput;
      ended = true;
      return unusable;
    }
  }

  /** What came since the last whole request's head; times by {@link System#nanoTime}. */
  private record Input(long requests, long bytes, long first, long last) {
    Input now(Connection connection) {
      long now = System.nanoTime();
      if (connection.getMessagesIn() != requests) {
        return of(connection);
      }
      return connection.getBytesIn() == bytes
          ? this
          : new Input(requests, connection.getBytesIn(), first == last ? now - 1 : first, now);
    }

    static Input of(Connection connection) {
      long now = System.nanoTime();
      return new Input(connection.getMessagesIn(), connection.getBytesIn(), now, now);
    }
  }

  private void look(EndPoint connection) {
    cutDrip(connection);
    if (isUnread(connection)) {
      unread.add(connection);
    }
  }

  /** Whether an answer waits for its client to read. */
  private static boolean isUnread(EndPoint connection) {
    return connection instanceof AbstractEndPoint written && written.getWriteFlusher().isPending();
  }

  private void cutUnread() {
    Iterator<EndPoint> oldest = unread.iterator();
    while (unread.size() > mostUnread) {
      EndPoint connection = oldest.next();
      oldest.remove();
      LOGGER.debug("connection cut, it isn't read from={}", connection.getRemoteSocketAddress());
      connection.close(new EofException("too many answers wait")); // as if its client had left
    }
  }

  private void cutDrip(EndPoint connection) {
    Connection http = connection.getConnection();
    if (http == null) {
      return;
    }
    Input input =
        inputs.compute(
            connection, (key, before) -> before == null ? Input.of(http) : before.now(http));
    if (input.last() - input.first() > LONGEST_DRIP.toNanos()) {
      LOGGER.debug("connection cut, its input drips from={}", connection.getRemoteSocketAddress());
      connection.close();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread made = new Thread(task, "connection-watch");
    made.setDaemon(true);
    return made;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
