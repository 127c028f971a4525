package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.testkit.Samples;
import dev.trawl.track.ModelVersion.NewFile;
import dev.trawl.track.ModelVersion.Verified;
import dev.trawl.track.Sweep;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registered models over HTTP. */
final class ModelApiTest {
  private static final String ENCODED = "/api/v1/models/zahl-%C3%A4";

  private final Serving serving;

  ModelApiTest(@TempDir Path folder) {
    serving = new Serving(folder);
  }

  @BeforeEach
  void register() {
    Sweep sweep = serving.recording.digits();
    for (int i = 0; i < 3; i++) {
      serving.store.registerModel(
          "zahl-ä",
          Objects.requireNonNull(sweep.bestRunId()),
          version ->
              List.of(
                  new NewFile(
                      "model.onnx", Samples.model(version, 300_000), new Verified("onnx", 9, 10)),
                  new NewFile("model.json", new byte[] {'{', '}'}, null)));
    }
    serving.start();
  }

  @AfterEach
  void close() {
    serving.close();
  }

  private HttpResponse<String> put(String path, String body) {
    return serving.send(
        HttpRequest.newBuilder(serving.uri(path))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> delete(String path) {
    return serving.send(HttpRequest.newBuilder(serving.uri(path)).DELETE().build());
  }

  @Test
  void alias_isMovedAndTakenOff_withItsHistory() {
    assertThat(serving.json("/api/v1/models").get(0).get("name").asText()).isEqualTo("zahl-ä");

    JsonNode moved =
        Serving.json(
            put(
                ENCODED + "/aliases/champion",
                "{\"version\": 1, \"if_better\": true, \"by\": \"ada\"}"));
    assertThat(moved.at("/aliases/champion").asInt()).isEqualTo(1);
    assertThat(moved.at("/moves/0/by").asText()).isEqualTo("ada");
    assertThat(moved).isEqualTo(serving.json(ENCODED));

    HttpResponse<String> refused =
        put(ENCODED + "/aliases/champion", "{\"version\": 2, \"if_better\": true}");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("need 1,000 images that neither version 1 of model");
    assertThat(put(ENCODED + "/aliases/champion", "{\"version\": 2}").statusCode()).isEqualTo(200);
    assertThat(Serving.json(delete(ENCODED + "/aliases/champion")).get("aliases")).isEmpty();
    assertThat(delete(ENCODED + "/aliases/champion").statusCode()).isEqualTo(404);
    assertThat(serving.json(ENCODED).get("moves"))
        .extracting(move -> move.get("version").asText())
        .containsExactly("null", "2", "1");
  }

  @Test
  void file_isTheBytesThatWereRegistered() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(serving.uri(ENCODED + "/versions/2/files/model.onnx")).build();
    HttpResponse<byte[]> answer = serving.client.send(request, BodyHandlers.ofByteArray());

    assertThat(answer.body()).isEqualTo(Samples.model(2, 300_000));
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"model.onnx\"");
    assertThat(serving.get(ENCODED + "/versions/2/files/..%2Fmodel.onnx").statusCode())
        .isGreaterThanOrEqualTo(400);
    assertThat(serving.get(ENCODED + "/versions/2/files/other").statusCode()).isEqualTo(404);
  }

  @Test
  void version_deleted_isGoneUnlessItIsNeeded() {
    put(ENCODED + "/aliases/champion", "{\"version\": 3}");

    HttpResponse<String> refused = delete(ENCODED + "/versions/3");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("need a version that no alias stands for");
    assertThat(Serving.json(delete(ENCODED + "/versions/2")).get("versions"))
        .extracting(version -> version.get("version").asInt())
        .containsExactly(3, 1);
    assertThat(delete(ENCODED + "/versions/2").statusCode()).isEqualTo(404);
    assertThat(serving.json(ENCODED + "/versions/3").at("/aliases/0").asText())
        .isEqualTo("champion");
  }

  @Test
  void alias_byANameThatIsTooLong_is400() {
    HttpResponse<String> answer =
        put(
            ENCODED + "/aliases/champion",
            "{\"version\": 1, \"by\": \"%s\"}".formatted("a".repeat(251)));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("by: need a name for who moves an alias of at most 250 characters")
        .contains("found 251 characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|need version as a whole number, found none",
        "{\"version\": \"1\"}|need version as a whole number, found \\\"1\\\"",
        "{\"version\": 1.5}|need version as a whole number, found 1.5",
        "{\"version\": 0}|need the number of a version, found 0",
        "{\"version\": 1, \"if_better\": 1}|need if_better to be true or false, found 1",
        "{\"version\": 1, \"by\": \" \"}|by: need a name for who moves an alias, found a blank one",
        "{\"version\": 1, \"by\": \"ada\\u0007\"}|without control characters and white space at its"
            + " ends, found \\\"ada·\\\"",
        "{\"version\": 1, \"by\": \" ada\"}|at its ends, found \\\" ada\\\"",
        "{\"version\": 1, \"alias\": 2}|need no other keys than version, if_better, by",
      })
  void alias_byABodyThatIsNone_is400(String body, String message) {
    HttpResponse<String> answer = put(ENCODED + "/aliases/champion", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(message);
    assertThat(serving.json(ENCODED).get("moves")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/models/other, 404",
    "/api/v1/models/a%20b, 400",
    "/api/v1/models/zahl-%C3%A4/versions/9, 404",
    "/api/v1/models/zahl-%C3%A4/versions/01, 400",
    "/api/v1/models/zahl-%C3%A4/versions/latest, 400"
  })
  void path_thatNamesNone_isRefused(String path, int status) {
    assertThat(serving.get(path).statusCode()).isEqualTo(status);
  }

  @Test
  void alias_fromAnotherSite_isRefused() {
    HttpResponse<String> answer =
        serving.send(
            HttpRequest.newBuilder(serving.uri(ENCODED + "/aliases/champion"))
                .header("Content-Type", "application/json")
                .header("Origin", "http://evil.example")
                .PUT(BodyPublishers.ofString("{\"version\": 1}"))
                .build());

    assertThat(answer.statusCode()).isEqualTo(403);
  }
}
