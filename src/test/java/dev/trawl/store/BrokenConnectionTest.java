package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.testkit.Samples;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process that has the database open goes, or its connection breaks, while another opens it.
 */
final class BrokenConnectionTest {
  /** Beyond what opening and one reading sends. */
  private static final int MESSAGES = 40;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @Test
  void open_ownerGoesInTheHandshake_isTriedAgainAndOpens() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("t");
    String sweep;
    try (RunStore store = H2RunStore.open(url, Clock.systemUTC())) {
      sweep = store.createSweep(Samples.sweep("kept"), Owner.ofThisProcess()).id();
    }
    try (DyingOwner owner = new DyingOwner(folder.resolve("t"))) {
      CompletableFuture<Void> end = owner.goAfter(3);
      try (RunStore store = H2RunStore.open(url, Clock.systemUTC())) {
        assertThat(end).isDone();
        assertThat(store.sweeps()).extracting(Sweep::id).containsExactly(sweep);
      }
    }
  }

  @Test
  void open_connectionBreaksAtAnyMessage_isTriedAgainAndOpens() throws Exception {
    Server server =
        Server.createTcpServer(
                "-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toAbsolutePath().toString())
            .start();
    try {
      H2RunStore.open(url(server.getPort()), Clock.systemUTC()).close();
      int broken = 0;
      for (int message = 1; message <= MESSAGES; message++) {
        try (Line line = new Line(server.getPort(), message);
            RunStore store = H2RunStore.open(url(line.port()), Clock.systemUTC())) {
          assertThat(store.sweeps()).as("cut at message %d", message).isEmpty();
          broken += line.isCut() ? 1 : 0;
        }
      }
      assertThat(broken).isGreaterThan(10);
    } finally {
      server.stop();
    }
  }

  private static String url(int port) {
    return "jdbc:h2:tcp://127.0.0.1:%d/./t;USER=sa;PASSWORD=x".formatted(port);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Holds a database's file, and closes each connection before it has answered. */
  private static final class DyingOwner implements AutoCloseable {
    private final Path lockFile;
    private final FileChannel data;
    private final FileLock lock;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    DyingOwner(Path base) throws IOException {
      lockFile = Path.of(base + ".lock.db");
      data = FileChannel.open(Path.of(base + ".mv.db"), StandardOpenOption.WRITE);
      lock = data.lock();
      Files.writeString(
          lockFile,
          "server=127.0.0.1\\:%d\nhostName=localhost\nmethod=file\nid=%s\n"
              .formatted(server.getLocalPort(), "1a2b3c"));
      daemon(this::serve);
    }

    /** Once so many have been turned away. */
    CompletableFuture<Void> goAfter(int connections) {
      left.set(connections);
      return gone;
    }

    private void serve() {
      try {
        while (!server.isClosed()) {
          try (Socket client = server.accept()) {
            byte[] first = client.getInputStream().readNBytes(12);
            if (first.length < 12) {
              continue; // only looks whether anybody listens
            }
            if (first[8] == -1) { // only asks whether there is somebody: a null for its database
              client.getOutputStream().write(new byte[] {0, 0, 0, 1});
            } else if (left.decrementAndGet() <= 0) {
              close();
            }
          }
        }
      } catch (IOException e) {
        gone.complete(null);
      }
    }

    @Override
    public void close() throws IOException {
      if (lock.isValid()) {
        Files.deleteIfExists(lockFile);
        lock.release();
        data.close();
        server.close();
        gone.complete(null);
      }
    }
  }

  /** Passes on to a server, until all its connections break at a message to it, once. */
  private static final class Line implements AutoCloseable {
    private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int to;
    private final AtomicInteger left;

    Line(int to, int messages) throws IOException {
      this.to = to;
      this.left = new AtomicInteger(messages);
      daemon(this::accept);
    }

    int port() {
      return entry.getLocalPort();
    }

    boolean isCut() {
      return left.get() <= 0;
    }

    private void accept() {
      try {
        while (true) {
          Socket client = entry.accept();
          Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
          daemon(() -> pass(client, server, true));
          daemon(() -> pass(server, client, false));
        }
      } catch (IOException e) {
        // closed
      }
    }

    private void pass(Socket from, Socket other, boolean counts) {
      try (from;
          other) {
        InputStream in = from.getInputStream();
        OutputStream out = other.getOutputStream();
        byte[] message = new byte[1 << 16];
        for (int length = in.read(message); length >= 0; length = in.read(message)) {
          if (counts && left.decrementAndGet() == 0) {
            return;
          }
          out.write(message, 0, length);
        }
      } catch (IOException e) {
        // the other direction has closed it
      }
    }

    @Override
    public void close() throws IOException {
      entry.close();
    }
  }
}
