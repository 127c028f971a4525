package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.InterceptedStore;
import dev.trawl.testkit.Logged;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.NewRun;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import io.javalin.http.servlet.JavalinServlet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A download whose store fails, from a store that does so after some runs. */
final class BrokenDownloadTest {
  private static final int RUNS = 1500;

  private final AtomicInteger failingAfter = new AtomicInteger(Integer.MAX_VALUE);

  /** Goes on at the last run but 300 only when it is open. */
  private final CountDownLatch rest = new CountDownLatch(1);

  private boolean pausing;

  @SuppressWarnings("NullAway.Init")
  private RunStore store;

  @SuppressWarnings("NullAway.Init")
  private DashboardServer server;

  @SuppressWarnings("NullAway.Init")
  private String path;

  @BeforeEach
  void start(@TempDir Path folder) {
    FakeClock clock = new FakeClock(Serving.NOON);
    store = H2RunStore.open(Serving.url(folder), clock);
    Sweep sweep = store.createSweep(Recording.newSweep(), new Recording(store, clock).owner);
    store.importRuns(
        sweep.id(),
        IntStream.rangeClosed(1, RUNS)
            .mapToObj(
                number ->
                    new ImportedRun(
                        new NewRun(sweep.id(), number, 1, Map.of("x", (long) number), 1, Map.of()),
                        Serving.NOON,
                        List.of(),
                        new RunEnd(RunStatus.FAILED, "x", 0, null)))
            .toList());
    path = "/api/v1/sweeps/" + sweep.id() + "/";
    server =
        new DashboardServer(
            failing(),
            Recording.files(),
            null,
            null,
            ImageSource.none(),
            SweepFileHelp.none(),
            "/no-web-app");
    server.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.close();
    store.close();
  }

  /** The store, but for streams of runs. */
  private RunStore failing() {
    return InterceptedStore.of(
        store,
        operation -> {
          Object answer = operation.proceed();
          return operation.name().equals("streamRuns") && answer instanceof Stream<?> runs
              ? failing(runs)
              : answer;
        });
  }

  private Stream<Run> failing(Stream<?> runs) {
    AtomicInteger read = new AtomicInteger();
    return runs.map(Run.class::cast)
        .peek(
            run -> {
              if (pausing && read.get() == RUNS - 300) {
                await(rest);
              }
              if (read.incrementAndGet() > failingAfter.get()) {
                throw new StoreException("the disk is gone", null);
              }
            });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String raw(String file) throws IOException {
    URI uri = server.uri();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
      String request =
          "GET %s%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n".formatted(path, file, uri.getPort());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      StringBuilder answer = new StringBuilder();
      byte[] bytes = new byte[1 << 16];
      // A whole answer leaves the connection open.
      while (!answer.toString().endsWith("\r\n0\r\n\r\n")) {
        int count = socket.getInputStream().read(bytes);
        if (count < 0) {
          break;
        }
        answer.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
      }
      return answer.toString();
    }
  }

  private HttpRequest request(String file) {
    return HttpRequest.newBuilder(server.uri().resolve(path + file)).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs.jsonl", "runs.csv"})
  void download_storeThatHolds_endsWithItsLastChunk(String file) throws IOException {
    assertThat(raw(file)).startsWith("HTTP/1.1 200").endsWith("\r\n0\r\n\r\n");
  }

  @Test
  void download_storeFailsInTheMiddle_isCutOffBeforeItsLastChunk() throws Exception {
    failingAfter.set(1200);

    String answer = raw("runs.jsonl");

    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("\"number\":1,")
        .doesNotContain("\"number\":1201,", "\r\n0\r\n");
    assertThatThrownBy(
            () -> HttpClient.newHttpClient().send(request("runs.jsonl"), BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void download_storeFailsAtOnce_isAnsweredWithTheReason() throws Exception {
    failingAfter.set(0);

    for (String file : List.of("runs.jsonl", "runs.csv")) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request(file), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("the disk is gone");
    }
  }

  @Test
  void download_storeFailsInTheMiddle_isLoggedInOneLine() throws Exception {
    failingAfter.set(1200);

    try (Logged log = new Logged(Level.INFO)) {
      raw("runs.jsonl");
      server.close(); // waits for what the request still logs

      assertThat(log.lines())
          .filteredOn(line -> !line.contains("dashboard stopped"))
          .containsExactly(
              "ERROR answer cut off path=%sruns.jsonl reason=the disk is gone".formatted(path));
    }
  }

  @Test
  void download_clientGoesAway_isNotLogged() throws Exception {
    pausing = true;

    try (Logged log = new Logged(Level.INFO)) {
      leaveEarly();
      rest.countDown();
      awaitNoRequest(); // else it may be the server that closes the connection
      server.close();

      assertThat(log.lines()).allMatch(line -> line.contains("dashboard stopped"));
    }
  }

  private static void awaitNoRequest() throws InterruptedException {
    while (Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().equals(JavalinServlet.class.getName()))) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Reads the beginning of a file while the server is still making it, and resets. */
  private void leaveEarly() throws IOException {
    URI uri = server.uri();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
      socket.setSoLinger(true, 0);
      String request =
          "GET %sruns.jsonl HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n".formatted(path, uri.getPort());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().readNBytes(15))
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("HTTP/1.1 200 OK");
    }
  }
}
