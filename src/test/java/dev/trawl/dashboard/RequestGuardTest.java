package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.FakeClock;
import dev.trawl.track.RunStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestGuardTest {
  private static Serving serving;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder).start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  private static String get(String host) {
    return serving.raw("GET /api/v1/sweeps HTTP/1.1", "Host: " + host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "LOCALHOST"})
  void host_loopbackNameWithThePort_isAnswered(String name) {
    assertThat(get(name + ":" + serving.port())).startsWith("HTTP/1.1 200");
  }

  /** DNS rebinding: the name is the attacker's, the address and port are ours. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example:%d",
        "localhost.evil.example:%d",
        "127.0.0.1.nip.io:%d",
        "localhost.:%d",
        "localhost:1%d",
        "localhost",
        "127.0.0.2:%d",
        "0.0.0.0:%d",
        "localhost:%d@evil.example"
      })
  void host_anyOther_isRefused(String host) {
    String answer = get(host.formatted(serving.port()));

    assertThat(answer).matches("(?s)HTTP/1.1 (403|400) .*");
    assertThat(answer).contains("application/problem+json").doesNotContain("sweep_id");
  }

  @Test
  void host_foreign_isRefusedForThePageToo() {
    assertThat(serving.raw("GET / HTTP/1.1", "Host: evil.example")).startsWith("HTTP/1.1 403");
  }

  @Test
  void host_missing_isRefused() {
    assertThat(serving.raw("GET /api/v1/sweeps HTTP/1.0")).matches("(?s)HTTP/1.1 (403|400) .*");
  }

  @Test
  void absoluteTarget_ofAnotherHost_isRefused() {
    assertThat(
            serving.raw(
                "GET http://evil.example/api/v1/sweeps HTTP/1.1",
                "Host: localhost:" + serving.port()))
        .doesNotStartWith("HTTP/1.1 200");
  }

  private static int post(String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(serving.uri("/api/v1/check"))
            .POST(HttpRequest.BodyPublishers.ofString(Recording.YAML));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return serving.send(request.build()).statusCode();
  }

  @Test
  void post_ownOriginOrNone_isAnswered() {
    assertThat(post("Content-Type", "application/yaml")).isEqualTo(200);
    assertThat(
            post(
                "Content-Type",
                "application/yaml; charset=utf-8",
                "Origin",
                "http://127.0.0.1:" + serving.port()))
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "https://127.0.0.1:%d",
        "http://localhost:%d"
      })
  void post_otherOrigin_isRefused(String origin) {
    assertThat(post("Content-Type", "application/yaml", "Origin", origin.formatted(serving.port())))
        .isEqualTo(403);
  }

  /** What a form or a plain script can send without asking first. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; application/json"
      })
  void post_simpleContentType_isRefused(String type) {
    assertThat(post("Content-Type", type)).isEqualTo(415);
  }

  @Test
  void post_compressedBody_isRefused() {
    String[] type = {"Content-Type", "application/yaml", "Content-Encoding"};
    assertThat(post(type[0], type[1], type[2], "gzip")).isEqualTo(415);
    assertThat(post(type[0], type[1], type[2], "identity")).isEqualTo(200);
  }

  @Test
  void post_withoutContentType_isRefused() {
    assertThat(post()).isEqualTo(415);
  }

  @Test
  void answers_always_haveSecurityHeaders() {
    for (String path : new String[] {"/", "/api/v1/sweeps", "/api/v1/nothing"}) {
      HttpResponse<String> response = serving.get(path);

      assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .startsWith("default-src 'none'; frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(response.headers().firstValue("X-Frame-Options")).contains("DENY");
      assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
    }
  }

  @Test
  void start_beyondLoopbackWithoutToken_isRefused() {
    try (DashboardServer server =
        new DashboardServer(serving.store, Recording.files(), null, null)) {
      assertThatThrownBy(() -> server.start("0.0.0.0", 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("need a token to listen beyond loopback")
          .hasMessageContaining("found host 0.0.0.0 without one");
    }
  }

  @Test
  void token_whenSet_isNeededForEachRequest(@TempDir Path other) throws Exception {
    try (RunStore store = H2RunStore.open(Serving.url(other), new FakeClock(Serving.NOON));
        DashboardServer server = new DashboardServer(store, Recording.files(), null, null)) {
      server.start("127.0.0.1", 0, "s3cret of 17 chars");
      URI sweeps = server.uri().resolve("/api/v1/sweeps");
      HttpClient client = HttpClient.newHttpClient();

      HttpResponse<String> without =
          client.send(HttpRequest.newBuilder(sweeps).build(), BodyHandlers.ofString());
      HttpResponse<String> wrong =
          client.send(
              HttpRequest.newBuilder(sweeps).header("Authorization", "Bearer s3cre").build(),
              BodyHandlers.ofString());
      HttpResponse<String> right =
          client.send(
              HttpRequest.newBuilder(sweeps)
                  .header("Authorization", "Bearer s3cret of 17 chars")
                  .build(),
              BodyHandlers.ofString());

      assertThat(without.statusCode()).isEqualTo(401);
      assertThat(without.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(right.statusCode()).isEqualTo(200);
    }
  }
}
