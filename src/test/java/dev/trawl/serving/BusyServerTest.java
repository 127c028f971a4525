package dev.trawl.serving;

import static dev.trawl.serving.ServedModelFixture.json;
import static dev.trawl.serving.ServedModelFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.testkit.SegmentModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
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
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @SuppressWarnings("NullAway.Init")
  private ServedModelFixture served;

  @SuppressWarnings("NullAway.Init")
  private CompletableFuture<HttpResponse<String>> first;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    served =
        ServedModelFixture.of(
            ServedModelFixture.settings(SegmentModel.write(folder), null, false), this::call);
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
    while (!served.get("/metrics").body().contains("trawl_waiting_images " + images + "\n")) {
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
