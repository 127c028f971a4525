package dev.trawl.serving;

import static dev.trawl.serving.ServedModelFixture.json;
import static dev.trawl.serving.ServedModelFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.http.UnreadAnswers;
import dev.trawl.testkit.SegmentModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose model is busy with one image until it is let go. */
@Timeout(60)
final class BusyServerTest {
  /** Of the eights, so long that no connection holds an answer of many that isn't read. */
  private static final String LONG = "eight ".repeat(80_000);

  private static final List<String> LABELS =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", LONG, "9");

  private static final int EIGHTS = 40;

  /** Room for one such answer and a half. */
  private static final long MOST_UNREAD = 3L * EIGHTS * LONG.length() / 2;

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @SuppressWarnings("NullAway.Init")
  private ServedModelFixture served;

  @SuppressWarnings("NullAway.Init")
  private CompletableFuture<HttpResponse<String>> first;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    SegmentModel.write(folder, "segments", "3", 1, LABELS);
    served =
        ServedModelFixture.of(
            ServedModelFixture.settings(folder, null, false),
            new UnreadAnswers(MOST_UNREAD),
            this::call);
    first = ask("{\"image\": " + SegmentModel.json(0) + "}");
    entered.await();
  }

  private void call(int images) {
    entered.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<HttpResponse<String>> ask(String json) {
    return served.client.sendAsync(
        HttpRequest.newBuilder(served.uri("/predict"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private void awaitWaiting(int images) throws InterruptedException {
    awaitMetric("trawl_waiting_images " + images);
  }

  private void awaitMetric(String line) throws InterruptedException {
    while (!served.get("/metrics").body().contains("\n" + line + "\n")) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void requests_beyondTheQueue_are503AndTheRestIsAnswered() throws Exception {
    try (ServedModelFixture closed = served) {
      String many = "{\"images\": [" + (SegmentModel.json(4) + ",").repeat(511);
      List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
      for (int last = 5; last < 7; last++) {
        waiting.add(ask(many + SegmentModel.json(last) + "]}"));
        awaitWaiting(512 * (last - 4));
      }

      HttpResponse<String> refused =
          closed.post("/predict", "{\"image\": " + SegmentModel.json(1) + "}");

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(json(refused).get("error").asText())
          .isEqualTo("need at most 1024 images that wait, found 1 more for 1024");
      go.countDown();
      assertThat(ok(first.get()).get("prediction").asInt()).isZero();
      for (int i = 0; i < 2; i++) {
        assertThat(ok(waiting.get(i).get()).at("/predictions/511/prediction").asInt())
            .isEqualTo(5 + i);
      }
    }
  }

  @Test
  void end_withRequestsInFlight_answersThemAll() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      waiting.add(ask("{\"image\": " + SegmentModel.json(i % 10) + "}"));
    }
    awaitWaiting(30);
    int port = served.server.uri().getPort();
    try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
      CompletableFuture<Void> end = CompletableFuture.runAsync(served::close);
      while (isListening(port)) {
        TimeUnit.MILLISECONDS.sleep(5);
      }

      assertThat(head(open, port)).startsWith("HTTP/1.1 503").contains("Connection: close");
      assertThat(end).isNotDone();
      go.countDown();
      assertThat(ok(first.get()).get("prediction").asInt()).isZero();
      for (int i = 0; i < 30; i++) {
        assertThat(ok(waiting.get(i).get()).get("prediction").asInt()).isEqualTo(i % 10);
      }
      end.get();
    }
  }

  @Test
  void answer_thatIsNotRead_keepsNobodyElseOfItsBatchWaiting() throws Exception {
    try (ServedModelFixture closed = served;
        Socket unread = askForEights(closed, EIGHTS)) {
      List<CompletableFuture<HttpResponse<String>>> others = othersOfItsBatch();
      go.countDown();

      for (int i = 0; i < others.size(); i++) {
        assertThat(ok(others.get(i).get()).get("prediction").asInt()).isEqualTo(i);
      }
      needAllEights(unread);
    }
  }

  @Test
  void answers_thatAreNotReadAndTooMany_loseTheOldestConnection() throws Exception {
    try (ServedModelFixture closed = served;
        Socket oldest = askForEights(closed, EIGHTS);
        Socket newest = askForEights(closed, 2 * EIGHTS)) {
      go.countDown();

      awaitMetric("trawl_unread_closed_total 1");
      assertThat(readable(oldest)).isLessThan((long) EIGHTS * LONG.length());
      needAllEights(newest);
      assertThat(ok(ask("{\"image\": " + SegmentModel.json(6) + "}").get()).get("label").asText())
          .isEqualTo("6");
      awaitMetric("trawl_unread_bytes 0");
    }
  }

  /** How many bytes come until the connection ends, however it does. */
  private static long readable(Socket socket) {
    long read = 0;
    try {
      byte[] piece = new byte[1 << 16];
      for (int next = 0; next >= 0; next = socket.getInputStream().read(piece)) {
        read += next;
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
    return read;
  }

  @Test
  void end_withAnAnswerThatIsNotRead_waitsUntilItIs() throws Exception {
    try (Socket unread = askForEights(served, EIGHTS)) {
      List<CompletableFuture<HttpResponse<String>>> others = othersOfItsBatch();
      go.countDown();
      CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)).get();
      int port = served.server.uri().getPort();
      CompletableFuture<Void> end = CompletableFuture.runAsync(served::close);
      while (isListening(port)) {
        TimeUnit.MILLISECONDS.sleep(5);
      }

      assertThat(end).isNotDone();
      needAllEights(unread);
      end.get();
    }
  }

  /** A request that waits for the model, of a client that reads nothing so far. */
  private Socket askForEights(ServedModelFixture of, int waiting) throws Exception {
    String eight = SegmentModel.json(8);
    String body = "{\"images\": [" + (eight + ",").repeat(EIGHTS - 1) + eight + "]}";
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1 << 16);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), of.uri("/").getPort()));
    String head =
        "POST /predict HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\nContent-Length: %d\r\nContent-Type: application/json\r\n\r\n"
            .formatted(socket.getPort(), body.length());
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    awaitWaiting(waiting);
    return socket;
  }

  private List<CompletableFuture<HttpResponse<String>>> othersOfItsBatch() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      others.add(ask("{\"image\": " + SegmentModel.json(i) + "}"));
    }
    awaitWaiting(EIGHTS + others.size());
    return others;
  }

  private static void needAllEights(Socket unread) throws IOException {
    String answer = new String(unread.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(answer.substring(0, 15)).isEqualTo("HTTP/1.1 200 OK");
    assertThat(answer.length()).isGreaterThan(EIGHTS * LONG.length());
    assertThat(answer.substring(answer.length() - 17)).isEqualTo("\"format\":\"onnx\"}}");
  }

  private static boolean isListening(int port) throws IOException {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  /** What a connection that was there before says of whether the server is ready. */
  private static String head(Socket open, int port) throws IOException {
    String request = "GET /v2/health/ready HTTP/1.1\r\nHost: localhost:%d\r\n\r\n".formatted(port);
    open.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    BufferedReader answer =
        new BufferedReader(new InputStreamReader(open.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder head = new StringBuilder();
    for (String line = answer.readLine();
        line != null && !line.isEmpty();
        line = answer.readLine()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }
}
