package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Sweep;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorAnswersTest {
  private static Serving serving;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder);
    serving.recording.digits();
    serving.start(null, StepByStepExport.free(folder.resolve("exports")), "/no-web-app");
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  private static JsonNode problem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    JsonNode problem = Serving.json(response);
    List<String> fields = new ArrayList<>();
    problem.fieldNames().forEachRemaining(fields::add);
    assertThat(fields).containsExactly("title", "status", "detail", "problems");
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    return problem;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/nothing",
        "/api/v2/sweeps",
        "/api/v1/sweeps/none",
        "/api/v1/sweeps/none/runs",
        "/api/v1/sweeps/none/events",
        "/api/v1/runs/zzz",
        "/api/v1/runs/zzz/metrics",
        "/favicon.ico",
        "/assets/none.js"
      })
  void get_whatIsNotThere_is404(String path) {
    problem(serving.get(path), 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/check", "/api/v1/sweeps/digits/stop"})
  void get_whereOnlyPostIs_is405AndSaysWhatIsAllowed(String path) {
    HttpResponse<String> response = serving.get(path);

    problem(response, 405);
    assertThat(response.headers().firstValue("Allow").orElse("")).contains("POST");
  }

  @Test
  void delete_whereOnlyGetIs_is405() {
    problem(
        serving.send(
            HttpRequest.newBuilder(serving.uri("/api/v1/sweeps/digits/importance"))
                .header("Content-Type", "application/json")
                .DELETE()
                .build()),
        405);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sort=size                 | sort:1:1: found size",
        "sort=metrics.a b          | sort:1:11: found b",
        "sort=metrics.x'%3BDROP    | sort:1:10: found",
        "after=-1                  | need after to be a whole number",
        "after=x                   | found x",
        "offset=-1                 | need offset to be a whole number from 0",
        "limit=0                   | need limit to be a whole number from 1",
        "limit=99999999999         | need limit",
        "filter=status             | filter:1:7: found the end",
        "filter=statsu %3D 'x'     | status"
      })
  void runs_badQuery_is400(String query, String message) {
    JsonNode problem =
        problem(
            serving.get("/api/v1/sweeps/digits/runs?" + query.strip().replace(" ", "%20")), 400);

    assertThat(problem.get("detail").asText()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "3",
        "{\"text\": 3}",
        "{\"file\": \"x.yaml\"}",
        "{\"text\": \"\", \"overrides\": \"a=b\"}",
        "{\"text\": \"\", \"overrides\": [1]}",
        "{\"file\": {}, \"text\": \"\"}",
        "{\"text\": \"\", \"text\": \"\"}",
        "{\"text\": \"\"} {}",
        "{\"text\": \"\"} x"
      })
  void check_badJson_is400(String body) {
    assertThat(
            problem(serving.post("/api/v1/check", "application/json", body), 400)
                .get("detail")
                .asText())
        .startsWith("need ");
  }

  @Test
  void check_bytesThatAreNotUtf8_is400() {
    problem(
        serving.send(
            HttpRequest.newBuilder(serving.uri("/api/v1/check"))
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 'a'}))
                .build()),
        400);
  }

  /** Before any of it is sent. */
  @ParameterizedTest
  @ValueSource(strings = {"Expect: 100-continue", "Accept: */*"})
  void body_thatSaysThatItIsTooLong_is413ByItsHead(String header) {
    String answer =
        serving.raw(
            "POST /api/v1/check HTTP/1.1",
            "Host: 127.0.0.1:" + serving.port(),
            "Content-Type: application/yaml",
            header,
            "Content-Length: " + (DashboardServer.LONGEST_BODY + 1));

    assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json");
  }

  /** Its client sends all of it before it reads, as most do. */
  @ParameterizedTest
  @ValueSource(ints = {DashboardServer.LONGEST_BODY + 1, 4 * DashboardServer.LONGEST_BODY})
  void body_beyondOneMebibyte_is413AfterAllOfItIsSent(int length) {
    String more = "\r\nConnection: close\r\n\r\n"; // which is sent last
    String answer =
        serving.raw(
            "POST /api/v1/check HTTP/1.1",
            "Host: 127.0.0.1:" + serving.port(),
            "Content-Type: application/yaml",
            "Content-Length: " + length,
            "",
            "#".repeat(length - more.length()));

    assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json");
  }

  /** A chunked body has no length to look at beforehand. */
  @Test
  void body_chunkedBeyondOneMebibyte_is413() {
    byte[] bytes = "#".repeat(DashboardServer.LONGEST_BODY + 1).getBytes(StandardCharsets.UTF_8);
    Supplier<InputStream> stream = () -> new ByteArrayInputStream(bytes);

    problem(
        serving.send(
            HttpRequest.newBuilder(serving.uri("/api/v1/check"))
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofInputStream(stream))
                .build()),
        413);
  }

  @Test
  void body_ofOneMebibyte_isRead() {
    String comment =
        "\n# " + "x".repeat(DashboardServer.LONGEST_BODY - Recording.YAML.length() - 3);

    assertThat(
            serving
                .post("/api/v1/check", "application/yaml", Recording.YAML + comment)
                .statusCode())
        .isEqualTo(200);
  }

  /** Of seventeen hexadecimal ids, two begin alike. */
  @Test
  void run_prefixOfSeveral_is400(@TempDir Path other) {
    try (Serving several = new Serving(other)) {
      Sweep sweep = several.store.createSweep(Recording.newSweep(), several.recording.owner);
      List<String> ids = new ArrayList<>();
      for (int number = 1; number <= 17; number++) {
        ids.add(several.recording.begin(sweep, number, 0.001).id());
      }
      String shared =
          ids.stream()
              .map(id -> id.substring(0, 1))
              .filter(digit -> ids.stream().filter(id -> id.startsWith(digit)).count() > 1)
              .findFirst()
              .orElseThrow();
      several.start();

      for (String asked : List.of("runs/", "compare?runs=")) {
        assertThat(problem(several.get("/api/v1/" + asked + shared), 400).get("detail").asText())
            .contains("need a prefix that one run's id has");
      }
      JsonNode others = several.json("/api/v1/compare?runs=%s,%s".formatted(ids.get(0), shared));
      assertThat(others.get("runs")).hasSize(1);
      assertThat(others.at("/gone/0/reason").asText()).endsWith(" runs' ids begin so");
    }
  }

  @Test
  void start_onAServerThatOnlyShows_is501() {
    problem(serving.post("/api/v1/sweeps", "application/yaml", Recording.YAML), 501);
  }

  /** Starts nothing. */
  private record FailingLauncher(boolean byError) implements SweepLauncher {
    @Override
    public Sweep start(SweepSource source, SweepSpec spec) {
      if (byError) {
        throw new StackOverflowError("secret detail");
      }
      throw new IllegalStateException("secret detail");
    }

    @Override
    public Sweep resume(Sweep sweep, SweepSpec spec) {
      return start(sweep.source(), spec);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void failure_ofOurs_is500WithoutItsDetail(boolean byError, @TempDir Path folder) {
    try (Serving failing = new Serving(folder)) {
      failing.start(new FailingLauncher(byError), null, "/no-web-app");

      JsonNode problem =
          problem(failing.post("/api/v1/sweeps", "application/yaml", Recording.YAML), 500);

      assertThat(problem.toString()).doesNotContain("secret").doesNotContain("Exception");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../x", "a/../../x", "/tmp/x", "/", "."})
  void export_elsewhereThanBelow_is400(String directory) {
    String best = serving.json("/api/v1/sweeps/digits").get("best_run_id").asText();

    problem(
        serving.post(
            "/api/v1/runs/" + best + "/export",
            "application/json",
            "{\"directory\": \"%s\"}".formatted(directory)),
        400);
  }

  @Test
  void garbage_insteadOfHttp_isAnsweredInTheSameShape() {
    assertThat(serving.raw("GET /\u0001 HTTP/1.1", "Host: localhost:" + serving.port()))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json")
        .doesNotContain("<html");
  }
}
