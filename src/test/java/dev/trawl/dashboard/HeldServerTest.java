package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.trawl.http.BodyReader;
import dev.trawl.testkit.Logged;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.NewRun;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that try to keep the server to themselves. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class HeldServerTest {
  private static final int CLIENTS = 10;
  private static final int DRIPS = 50;

  /** How often a page is shown and a sweep goes on beside slow reads. */
  private static final int ROUNDS = 3;

  /** So many that reading them with {@link #SLOW} takes long. */
  private static final int RUNS = 2_000;

  /** Looks up 400 values, each for itself, in each run. */
  private static final String SLOW =
      IntStream.range(0, 400)
          .mapToObj(Integer::toString)
          .collect(Collectors.joining(",", "NOT parameters.x IN (", ")"));

  private final List<Socket> sockets = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Serving serving;

  @BeforeEach
  void serve(@TempDir Path folder) {
    serving = new Serving(folder).start();
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    serving.close();
  }

  private void send(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), serving.port());
    socket.setSoTimeout(120_000);
    sockets.add(socket);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How many threads of the store search among runs for a request. */
  private static long searches() {
    return Thread.getAllStackTraces().values().stream()
        .map(stack -> Arrays.stream(stack).map(StackTraceElement::getClassName).toList())
        .filter(classes -> classes.contains("dev.trawl.store.database.RequestReads"))
        .filter(classes -> classes.contains("dev.trawl.store.table.RunQueries"))
        .count();
  }

  private Sweep record() {
    Sweep large = serving.store.createSweep(Recording.newSweep(), serving.recording.owner);
    serving.store.importRuns(
        large.id(),
        IntStream.rangeClosed(1, RUNS)
            .mapToObj(
                number ->
                    new ImportedRun(
                        new NewRun(large.id(), number, 1, Map.of("x", 1000L), 1, Map.of()),
                        Serving.NOON,
                        List.of(),
                        new RunEnd(RunStatus.FAILED, "x", 0, null)))
            .toList());
    return large;
  }

  /** How many requests wait in the store, or search there. */
  private static long waiting() {
    return Thread.getAllStackTraces().values().stream()
        .map(stack -> Arrays.stream(stack).map(StackTraceElement::getClassName).toList())
        .filter(classes -> classes.contains("dev.trawl.store.database.RequestReads"))
        .filter(classes -> classes.contains(SweepApi.class.getName()))
        .count();
  }

  /** Whether one of those who asked slowly has an answer. */
  private boolean isSlowAnswered() throws IOException {
    for (Socket socket : sockets) {
      if (socket.getInputStream().available() > 0) {
        return true;
      }
    }
    return false;
  }

  private void askSlowly(Sweep large) throws Exception {
    for (int i = 0; i < CLIENTS; i++) {
      send(
          "GET /api/v1/sweeps/%s/runs?filter=%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"
              .formatted(
                  large.id(), URLEncoder.encode(SLOW, StandardCharsets.UTF_8), serving.port()));
    }
    while (searches() == 0) {
      Thread.sleep(5);
    }
  }

  /**
   * What is done before any of the slow reads has an answer waits for none of them, on any machine.
   * One so slow that a page's own answer is given up meanwhile tries again.
   */
  @Test
  void slowReads_ofManyClients_holdUpNeitherPageNorSweep() throws Exception {
    Sweep sweep = serving.store.createSweep(Recording.newSweep(), serving.recording.owner);
    Run run = serving.recording.begin(sweep, 1, 0.001);
    Sweep large = record();
    List<String> page = List.of("/api/v1/sweeps", "/api/v1/sweeps/" + sweep.id() + "/runs");

    int epochs = 0;
    int beside = 0;
    while (beside < ROUNDS) {
      askSlowly(large);
      while (waiting() < CLIENTS && !isSlowAnswered()) {
        Thread.sleep(5);
      }
      while (beside < ROUNDS && !isSlowAnswered()) {
        List<Integer> answers = page.stream().map(path -> serving.get(path).statusCode()).toList();
        assertThat(answers).isSubsetOf(200, 503);
        run = serving.recording.epoch(run, ++epochs, 0.1, true);
        assertThat(serving.store.heartbeat(sweep.id(), serving.recording.owner)).isEmpty();
        if (!answers.contains(503) && !isSlowAnswered()) {
          beside++;
        }
      }
      for (Socket socket : sockets) { // each is answered, or given up in the end
        byte[] start = socket.getInputStream().readNBytes(12);
        assertThat(new String(start, StandardCharsets.UTF_8)).matches("HTTP/1.1 (200|503)");
        socket.close();
      }
      sockets.clear();
    }
    assertThat(serving.store.run(run.id()).orElseThrow().epochs()).isEqualTo(epochs);
  }

  @Test
  void slowReads_whoseClientsLeave_areStopped() throws Exception {
    Sweep large = record();
    try (Logged logged = new Logged(Level.INFO)) {
      askSlowly(large);
      for (Socket socket : sockets) {
        socket.close();
      }
      List<String> givenUp = List.of();
      while (givenUp.size() < CLIENTS || searches() > 0) {
        Thread.sleep(20);
        givenUp = logged.lines().stream().filter(line -> line.contains("given up")).toList();
      }
      assertThat(givenUp).allMatch(line -> line.contains("found them gone"));
    }
  }

  @Test
  void drips_ofHeadsAndBodies_areCutAndPagesAnswerMeanwhile() throws Exception {
    String host = "Host: 127.0.0.1:%d\r\n".formatted(serving.port());
    for (int i = 0; i < DRIPS; i++) {
      send("GET /api/v1/sweeps HTTP/1.1\r\n" + host + "X-Slow: ");
      send(
          "POST /api/v1/check HTTP/1.1\r\n"
              + host
              + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
    }
    List<Socket> open = sockets;
    while (!open.isEmpty()) {
      open = open.stream().filter(HeldServerTest::drip).toList();
      assertThat(serving.get("/api/v1/sweeps").statusCode()).isEqualTo(200);
      Thread.sleep(500);
    }
  }

  /** How many threads read a body, or wait until they may. */
  private static long bodies() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack ->
                Arrays.stream(stack)
                    .anyMatch(at -> at.getClassName().equals(BodyReader.class.getName())))
        .count();
  }

  @Test
  void post_wholeBodyWhileAllPlacesAreTaken_waitsForOne() throws Exception {
    for (int i = 0; i < DashboardServer.BODIES_AT_ONCE; i++) {
      send(
          "POST /api/v1/check HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n".formatted(serving.port())
              + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
    }
    for (int i = 0; i < 200 && bodies() < DashboardServer.BODIES_AT_ONCE; i++) {
      Thread.sleep(5); // those that are silent for long are cut
    }
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(
            () -> serving.post("/api/v1/check", "application/yaml", "method: grid"));
    while (bodies() == DashboardServer.BODIES_AT_ONCE && !answer.isDone()) {
      Thread.sleep(5);
    }
    for (Socket socket : sockets) {
      socket.close();
    }
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  /** Sends a byte; false when the connection was cut. */
  private static boolean drip(Socket socket) {
    try {
      socket.getOutputStream().write(' ');
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
