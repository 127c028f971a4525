package dev.trawl.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.SegmentModel;
import dev.trawl.testkit.StubbornClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask, and what is not served at all. */
final class ServingAccessTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ServedModelFixture served;

  @BeforeAll
  static void start() throws IOException {
    served = ServedModelFixture.of(SegmentModel.write(folder.resolve("best")));
  }

  @AfterAll
  static void close() {
    served.close();
  }

  @Test
  void host_andOrigin_areCheckedAndMayBeNamed() throws IOException {
    String ask = "GET /health HTTP/1.1\nHost: %s\nConnection: close\n%s\n";
    assertThat(served.raw(ask.formatted("evil.example", ""), new byte[0]))
        .startsWith("HTTP/1.1 403");
    assertThat(served.get("/model", "Origin", "https://app.example.org").statusCode())
        .isEqualTo(403);

    ServingSettings settings =
        new ServingSettings(
            ModelSource.folder(folder.resolve("best")),
            null,
            "127.0.0.1",
            0,
            null,
            Set.of("Models.example.org"),
            Set.of("https://App.example.org:443"),
            false);
    try (ServedModelFixture named = ServedModelFixture.of(settings)) {
      assertThat(
              named.raw(
                  ask.formatted("models.example.org", "Origin: https://models.example.org\n"),
                  new byte[0]))
          .startsWith("HTTP/1.1 200");
      assertThat(named.raw(ask.formatted("evil.example", ""), new byte[0]))
          .startsWith("HTTP/1.1 403");
      HttpResponse<String> asked =
          named.get("/model", "Origin", "https://app.example.org", "Sec-Fetch-Site", "cross-site");
      assertThat(asked.statusCode()).isEqualTo(200);
      assertThat(asked.headers().firstValue("Access-Control-Allow-Origin"))
          .contains("https://app.example.org");
      assertThat(named.get("/model", "Origin", "https://other.example.org").statusCode())
          .isEqualTo(403);
      HttpResponse<String> preflight =
          named.send(
              HttpRequest.newBuilder(named.uri("/predict"))
                  .method("OPTIONS", BodyPublishers.noBody())
                  .header("Origin", "https://app.example.org")
                  .header("Access-Control-Request-Method", "POST")
                  .build());
      assertThat(preflight.statusCode()).isEqualTo(204);
      assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
          .contains("Content-Type");
    }
  }

  /** Javalin leaves it to its sockets, before any guard, where it has a session for ever. */
  @Test
  void opening_ofASocket_isARequestAsAnyOther() throws IOException {
    String opening =
        """
        GET /model HTTP/1.1
        Host: %s
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Connection: Upgrade, close

        """;
    String own = "127.0.0.1:" + served.server.uri().getPort();
    assertThat(served.raw(opening.formatted(own), new byte[0]))
        .startsWith("HTTP/1.1 200")
        .doesNotContain("Set-Cookie");
    assertThat(served.raw(opening.formatted("evil.example"), new byte[0]))
        .startsWith("HTTP/1.1 403");
  }

  @Test
  void token_whereThereIsOne_isNeededForAllButHealth() throws IOException {
    String token = "0123456789abcdef";
    try (ServedModelFixture guarded =
        ServedModelFixture.of(ServedModelFixture.settings(folder.resolve("best"), token, false))) {
      for (String path : List.of("/health", "/ping", "/v2/health/live", "/v2/health/ready")) {
        assertThat(guarded.get(path).statusCode()).as(path).isEqualTo(200);
      }
      for (String path : List.of("/", "/model", "/metrics", "/openapi.json", "/v2", "/page.js")) {
        assertThat(guarded.get(path).statusCode()).as(path).isEqualTo(401);
        assertThat(guarded.get(path, "Authorization", "Bearer " + token).statusCode())
            .as(path)
            .isEqualTo(200);
      }
      assertThat(guarded.post("/predict", "{}").statusCode()).isEqualTo(401);
      assertThat(
              StubbornClient.answer(
                  guarded.server.uri().getPort(),
                  List.of(
                      "POST /predict HTTP/1.1", "Host: localhost:" + guarded.uri("/").getPort()),
                  StubbornClient.LARGE))
          .startsWith("HTTP/1.1 401");
      assertThat(guarded.server.links().get(0).toString()).endsWith("?token=" + token);
    }
    assertThatThrownBy(
            () ->
                PredictionServer.start(
                    new ServingSettings(
                        ModelSource.folder(folder.resolve("best")),
                        null,
                        "0.0.0.0",
                        0,
                        " ",
                        Set.of(),
                        Set.of(),
                        false)))
        .hasMessageContaining("need a token to listen beyond loopback");
  }

  @Test
  void start_ofWhatCantBeServed_isRefused() throws IOException {
    Path changed = SegmentModel.write(folder.resolve("changed"));
    Files.write(changed.resolve("model.onnx"), new byte[10]);
    assertThatThrownBy(() -> ServedModelFixture.of(changed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bytes");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServingSettings settings =
          new ServingSettings(
              ModelSource.folder(folder.resolve("best")),
              null,
              "127.0.0.1",
              taken.getLocalPort(),
              null,
              Set.of(),
              Set.of(),
              false);
      assertThatThrownBy(() -> PredictionServer.start(settings))
          .hasMessage(
              "need a free port %d on 127.0.0.1, found none".formatted(taken.getLocalPort()));
    }
  }
}
