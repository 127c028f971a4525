package dev.trawl.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.trawl.testkit.Logged;
import dev.trawl.testkit.Patience;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ConnectionWatchTest {
  private static final int MOST = 2;
  private static final int CLIENTS = 5;

  /** More than a system keeps for clients that don't read, in bytes. */
  private static final int LARGE = 16 << 20;

  @Test
  void connections_thatAreNotReadAndTooMany_areCutAndTheOthersStay() throws Exception {
    byte[] answer = new byte[LARGE];
    Javalin server =
        ListenAddress.of("127.0.0.1")
            .listen(
                0,
                1,
                config -> {
                  config.jetty.modifyHttpConfiguration(
                      http -> http.setIdleTimeout(Duration.ofHours(1).toMillis()));
                  config.routes.get("/", ctx -> ctx.result(answer));
                });
    List<Socket> clients = new ArrayList<>();
    try (Logged log = new Logged(Level.DEBUG);
        ConnectionWatch watch = new ConnectionWatch(MOST)) {
      watch.start(() -> Stream.of(server.jettyServer().server().getConnectors()));
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(ask(server.port()));
      }

      assertThat(Patience.until(() -> cut(log) == CLIENTS - MOST)).as("some are cut").isTrue();
      long whole = 0;
      for (Socket client : clients) {
        whole += isWhole(client) ? 1 : 0;
      }
      assertThat(whole).isEqualTo(MOST);
      assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
    } finally {
      for (Socket client : clients) {
        client.close();
      }
      server.stop();
    }
  }

  private static long cut(Logged log) {
    return log.lines().stream().filter(line -> line.contains("it isn't read")).count();
  }

  private static Socket ask(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1 << 16);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String head = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(UTF_8));
    return socket;
  }

  private static boolean isWhole(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes().length > LARGE;
    } catch (IOException e) {
      return false; // reset
    }
  }
}
