package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.testkit.Logged;
import dev.trawl.testkit.StubbornClient;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileRequestsTest {
  private static Serving serving;
  private static Sweep sweep;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder);
    sweep = serving.recording.digits();
    serving.start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  private static int get(String path, String... headers) {
    List<String> lines = new ArrayList<>();
    lines.add("GET " + path + " HTTP/1.1");
    lines.add("Host: 127.0.0.1:" + serving.port());
    lines.addAll(List.of(headers));
    return Integer.parseInt(serving.raw(lines.toArray(String[]::new)).substring(9, 12));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/sweeps, Sec-Fetch-Site: cross-site, 403",
    "/api/v1/sweeps, Sec-Fetch-Site: same-site, 403",
    "/api/v1/sweeps, Sec-Fetch-Site: same-origin, 200",
    "/api/v1/sweeps, Sec-Fetch-Site: none, 200",
    "/api/v1/sweeps, Origin: http://evil.example, 403",
    "/api/v1/sweeps, Origin: null, 403",
    "/api/v1/sweeps, Accept: */*, 200",
    "/, Sec-Fetch-Site: cross-site, 403",
    "/api/v1/events, Sec-Fetch-Site: cross-site, 403",
  })
  void get_whateverSiteItComesFrom_isAnsweredToOwnPagesAndPrograms(
      String path, String header, int status) {
    assertThat(get(path, header)).isEqualTo(status);
  }

  @Test
  void get_navigationFromAnotherSite_opensAPageAndNothingElse() {
    String[] link = {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"};
    assertThat(get("/", link)).isEqualTo(200);
    assertThat(get("/sweeps/digits?view=table", link)).isEqualTo(200);
    assertThat(get("/api/v1/sweeps", link)).isEqualTo(403);
    assertThat(get("/api/v1/sweeps/digits/runs.csv", link)).isEqualTo(403);
  }

  @Test
  void get_methodOverride_isIgnored() {
    assertThat(get("/api/v1/sweeps/digits", "X-HTTP-Method-Override: DELETE")).isEqualTo(200);
    assertThat(serving.store.sweep(sweep.id()).orElseThrow().info().deletedAt()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 200", "evil.example, 403"})
  void get_openingOfASocket_isARequestAsAnyOther(String host, int status) {
    assertThat(
            serving.raw(
                "GET /api/v1/sweeps HTTP/1.1",
                "Host: %s:%d".formatted(host, serving.port()),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="))
        .startsWith("HTTP/1.1 " + status)
        .doesNotContain("Set-Cookie");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/sweeps/digits/runs?fliter=x | fliter | filter",
        "/api/v1/sweeps/digits/runs?limit=1&Limit=2 | Limit | limit",
        "/api/v1/sweeps/digits/runs?limit=1&limit=1 | limit again |",
        "/api/v1/sweeps/digits/runs?filter=%ZZ | %ZZ |",
        "/api/v1/sweeps/digits/runs?filter=a% | % |",
        "/api/v1/sweeps/digits/runs?filter=%C3 | filter=%C3 |",
        "/api/v1/sweeps/digits?after=1 | after |",
        "/api/v1/runs/1/metrics?key=val_loss | key | keys"
      })
  void query_thatMeansNothing_isRefusedWithTheNearestName(
      String path, String found, String nearest) {
    String answer = serving.raw("GET " + path + " HTTP/1.1", "Host: 127.0.0.1:" + serving.port());
    assertThat(answer).startsWith("HTTP/1.1 400").contains("\"found\":\"" + found + "\"");
    assertThat(answer)
        .contains(nearest == null ? "\"nearest\":null" : "\"nearest\":\"" + nearest + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+6", "006", "%206", "6.0", "1e0", "0"})
  void checkpoint_epochThatIsWrittenOtherwise_isRefused(String epoch) {
    String run = serving.store.runs(sweep.id(), RunQuery.ALL).get(0).id();
    assertThat(get("/api/v1/runs/" + run + "/checkpoints/" + epoch)).isEqualTo(400);
  }

  @Test
  void runs_offsetPastTheEnd_areNone() {
    assertThat(serving.json("/api/v1/sweeps/digits/runs?offset=99")).isEmpty();
    assertThat(serving.json("/api/v1/sweeps/digits/runs?offset=99&filter=number%20%3E%201"))
        .isEmpty();
  }

  /** Jackson's limits say no place. */
  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "9"})
  void post_jsonBeyondItsLimits_isABadRequest(String piece) {
    for (int times : new int[] {1001, 5000, 200_000}) {
      HttpResponse<String> answer =
          serving.post("/api/v1/check", "application/json", "{\"text\":" + piece.repeat(times));
      assertThat(answer.statusCode()).as("%s x %d", piece, times).isEqualTo(400);
      JsonNode problem = Serving.json(answer);
      assertThat(problem.get("detail").asText()).startsWith("need JSON, found ");
    }
  }

  @Test
  void post_thatClaimsTooLongABody_isRefusedBeforeItComes() throws IOException {
    try (Socket socket = send("Content-Length: 10000000000", "")) {
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json");
    }
  }

  /** Else whoever sends all before they read would find their connection reset, and not why. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST /api/v1/check | Content-Type: text/plain | 415",
        "POST /api/v1/check | Content-Encoding: gzip | 415",
        "POST /api/v1/check | Content-Encoding: identity & Content-Encoding: gzip | 415",
        "POST /api/v1/check | Content-Type: application/json & Content-Type: text/plain | 415",
        "POST /api/v1/check | Host: evil.example | 403",
        "POST /api/v1/check | Origin: http://evil.example | 403",
        "POST /api/v1/nothing | Content-Type: application/json | 404",
        "PUT /api/v1/check | Content-Type: application/json | 405",
        "DELETE /api/v1/sweeps/none | Content-Type: application/json | 404",
        "GET /api/v1/server | Accept: */* | 200",
      })
  void answer_beforeItsBodyIsSent_takesTheRestOfTheBody(String line, String header, String status)
      throws IOException {
    String host = header.startsWith("Host") ? "Accept: */*" : host();
    List<String> head = new ArrayList<>(List.of(line + " HTTP/1.1", host));
    head.addAll(List.of(header.split(" & ")));

    assertThat(StubbornClient.answer(serving.port(), head, StubbornClient.LARGE))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  void headers_thatMeanNothing_areRefusedAndNotLogged() {
    try (Logged log = new Logged(Level.INFO)) {
      for (String host : List.of("localhost:99999", "a@localhost", "localhost\r\nHost: other")) {
        assertThat(serving.raw("GET /api/v1/sweeps HTTP/1.1", "Host: " + host))
            .startsWith("HTTP/1.1 400");
      }
      assertThat(log.lines()).noneMatch(line -> line.matches(".*(port|Authority|Host).*"));
    }
  }

  @Test
  void answer_beforeABodyThatDoesntEnd_takesSomeOfItOnly() throws IOException {
    List<String> head = List.of("POST /api/v1/check HTTP/1.1", host());

    assertThatThrownBy(() -> StubbornClient.answer(serving.port(), head, 10 * StubbornClient.LARGE))
        .isInstanceOf(IOException.class);
  }

  private static String host() {
    return "Host: 127.0.0.1:" + serving.port();
  }

  @Test
  void server_withMoreSlowBodiesThanThreads_answersOthers() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 250; i++) {
        slow.add(send("Content-Length: 1000", "{"));
      }
      for (int i = 0; i < 5; i++) {
        assertThat(get("/api/v1/sweeps")).isEqualTo(200);
      }
      for (Socket socket : slow) { // each is refused, or cut when nothing more came
        socket.setSoTimeout(60_000);
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).matches("(?s)HTTP/1.1 (503|400|408) .*");
      }
      assertThat(serving.post("/api/v1/check", "application/json", "{\"text\":\"\"}").statusCode())
          .isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void close_whileGuessesWait_saysNothingOfThem() throws Exception {
    List<Socket> guesses = new ArrayList<>();
    try (Logged log = new Logged(Level.INFO)) {
      try (DashboardServer server =
          new DashboardServer(serving.store, Recording.files(), null, null)) {
        int port = server.start("127.0.0.1", 0, "the right token of this");
        for (int i = 0; i < 12; i++) { // ten are free, then each waits for half a second more
          guesses.add(guess(port, i));
        }
        for (Socket socket : guesses.subList(0, 10)) {
          assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
              .startsWith("HTTP/1.1 401");
        }
      }
      TimeUnit.MILLISECONDS.sleep(1500); // until the last one's turn has come

      assertThat(log.lines()).noneMatch(line -> line.contains("Exception"));
    } finally {
      for (Socket socket : guesses) {
        socket.close();
      }
    }
  }

  private static Socket guess(int port, int number) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket
        .getOutputStream()
        .write(
            "GET /api/v1/sweeps HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer guess %d\r\nConnection: close\r\n\r\n"
                .formatted(port, number)
                .getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static Socket send(String length, String begin) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), serving.port());
    socket
        .getOutputStream()
        .write(
            ("POST /api/v1/check HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n".formatted(serving.port())
                    + "Content-Type: application/json\r\n%s\r\n\r\n%s".formatted(length, begin))
                .getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "fifteen letters"})
  void start_tokenThatCanBeGuessed_isRefusedWithACommandThatMakesOne(String token) {
    try (DashboardServer server =
        new DashboardServer(serving.store, Recording.files(), null, null)) {
      assertThatThrownBy(() -> server.start("127.0.0.1", 0, token))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("16 characters or more, found " + token.length())
          .hasMessageContaining("openssl rand -hex 16");
    }
  }

  @Test
  void guesses_whileTheyWait_keepTheRightTokenFromNothing() throws Exception {
    String token = "the right token of this";
    try (DashboardServer server =
        new DashboardServer(serving.store, Recording.files(), null, null)) {
      int port = server.start("127.0.0.1", 0, token);
      String host = "Host: 127.0.0.1:" + port;
      List<Socket> guesses = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        guesses.add(guess(port, i));
      }
      assertThat(
              Serving.raw(
                  port, "GET /api/v1/sweeps HTTP/1.1", host, "Authorization: Bearer " + token))
          .startsWith("HTTP/1.1 200");
      for (Socket socket : guesses.subList(0, 3)) { // about a second each
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 401")
            .contains("application/problem+json");
      }
      for (Socket socket : guesses) {
        socket.close();
      }
    }
  }
}
