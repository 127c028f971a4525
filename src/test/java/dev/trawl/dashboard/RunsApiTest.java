package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RunsApiTest {
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

  private static List<Integer> numbers(String query) {
    List<Integer> numbers = new ArrayList<>();
    serving
        .json("/api/v1/sweeps/digits/runs" + query)
        .forEach(run -> numbers.add(run.get("number").asInt()));
    return numbers;
  }

  @Test
  void runs_sorted_comeInThatOrder() {
    assertThat(numbers("")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(numbers("?sort=-number&limit=2")).containsExactly(11, 10);
    assertThat(numbers("?sort=-number&limit=2&offset=2")).containsExactly(9, 8);
    assertThat(numbers("?offset=11")).isEmpty();
    assertThat(numbers("?sort=-metrics.test_accuracy&limit=3")).startsWith(4);
    assertThat(numbers("?sort=-parameters.learning_rate&limit=2")).containsExactly(10, 9);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 11",
    "?limit=2, 11",
    "?limit=11&offset=3, 11",
    "?offset=99, 11",
    "?limit=1&filter=number%20%3E%203, 8",
    "?limit=2&sort=-metrics.test_accuracy, 11",
    "?limit=2&sort=params.learning_rate, 11",
    "?deleted=true&limit=1, 0"
  })
  void runs_cutOrNot_sayHowManyThereAreInAll(String query, String total) {
    assertThat(
            serving.get("/api/v1/sweeps/digits/runs" + query).headers().firstValue("Trawl-Total"))
        .contains(total);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=", "offset=", "after=", "deleted="})
  void runs_keyWithoutAValue_isRefused(String query) {
    HttpResponse<String> answer = serving.get("/api/v1/sweeps/digits/runs?" + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Serving.json(answer).get("detail").asText()).endsWith("found none");
  }

  /** Of 101 runs, whose parameters have fewer digits where few are asked for. */
  @Test
  void columns_ofManyRuns_giveParametersTheDigitsThatAreAskedFor(@TempDir Path folder) {
    try (Serving many = new Serving(folder)) {
      Sweep digits = many.store.createSweep(Recording.newSweep(), many.recording.owner);
      for (int number = 1; number <= 101; number++) {
        Run unused = many.recording.begin(digits, number, number / 300.0);
      }
      many.start();
      String columns = "/api/v1/sweeps/digits/columns?fields=parameters";
      String rate = "/columns/parameters/learning_rate";

      assertThat(many.json(columns).at(rate).get(99).doubleValue()).isEqualTo(100 / 300.0);
      assertThat(many.json(columns + "&digits=6").at(rate + "/mantissas").textValue())
          .hasSize(6 * 101)
          .contains("333333");
      assertThat(
              many.json(columns + "&digits=6&parameter_digits=4")
                  .at(rate + "/mantissas")
                  .textValue())
          .hasSize(4 * 101)
          .contains("3333");
      for (String wrong : List.of("0", "18", "x")) {
        HttpResponse<String> refused = many.get(columns + "&parameter_digits=" + wrong);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Serving.json(refused).get("detail").asText())
            .contains("parameter_digits", "17")
            .endsWith("found " + wrong);
      }
    }
  }

  @Test
  void runs_filtered_areThoseThatTheFilterMeans() {
    assertThat(numbers("?filter=number%20%3E%203%20AND%20number%20IN%20(2,4,5)&sort=number%20DESC"))
        .containsExactly(5, 4);
    assertThat(numbers("?filter=params.learning_rate%20IS%20NULL")).isEmpty();
  }

  @Test
  void runs_afterASequence_areThoseChangedSince() {
    long ninth = 0;
    for (JsonNode run : serving.json("/api/v1/sweeps/digits/runs?sort=number")) {
      ninth = run.get("number").asInt() == 9 ? run.get("sequence").asLong() : ninth;
    }

    assertThat(numbers("?after=" + ninth)).containsExactly(10, 11);
  }

  @Test
  void sweep_byPrefix_isFound() {
    assertThat(
            serving.json("/api/v1/sweeps/" + sweep.id().substring(0, 6)).get("sweep_id").asText())
        .isEqualTo(sweep.id());
  }

  @Test
  void metrics_keys_areTheOnesAskedFor() {
    JsonNode metrics =
        serving.json("/api/v1/runs/" + sweep.bestRunId() + "/metrics?keys=val_loss,val_accuracy");

    List<String> keys = new ArrayList<>();
    metrics.get("metrics").fieldNames().forEachRemaining(keys::add);
    assertThat(keys).containsExactlyInAnyOrder("val_loss", "val_accuracy");
  }

  @Test
  void metrics_maxPoints_keepsFirstAndLast() {
    JsonNode points =
        serving
            .json("/api/v1/runs/" + sweep.bestRunId() + "/metrics?keys=val_loss&max_points=2")
            .at("/metrics/val_loss");

    assertThat(points).hasSize(2);
    assertThat(points.get(0).get("step").asInt()).isEqualTo(1);
    assertThat(points.get(1).get("step").asInt()).isEqualTo(3);
  }

  @Test
  void divergedRun_numbersThatAreNotFinite_areStrings() {
    JsonNode run =
        serving.json("/api/v1/sweeps/digits/runs?sort=-parameters.learning_rate&limit=1").get(0);

    assertThat(run.at("/metrics/train_loss").textValue()).isEqualTo("NaN");
    assertThat(run.at("/metrics/val_loss").textValue()).isEqualTo("Infinity");
    assertThat(run.get("reason").textValue()).isEqualTo("diverged");
  }

  @Test
  void checkpoint_kept_isTheModelFile() throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        serving.client.send(
            HttpRequest.newBuilder(
                    serving.uri("/api/v1/runs/" + sweep.bestRunId() + "/checkpoints/3"))
                .build(),
            BodyHandlers.ofByteArray());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("model 4 after 3".getBytes(StandardCharsets.UTF_8));
    assertThat(response.headers().firstValue("Content-Type")).contains("application/zip");
    assertThat(response.headers().firstValue("Content-Disposition"))
        .contains(
            "attachment; filename=\"%s-epoch-3.zip\""
                .formatted(String.valueOf(sweep.bestRunId()).substring(0, 8)));
  }

  @Test
  void checkpoint_dropped_is404AndNamesThoseKept() {
    HttpResponse<String> response =
        serving.get("/api/v1/runs/" + sweep.bestRunId() + "/checkpoints/1");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("is kept (3), found 1");
  }

  /** As long as a filter's text and a metric's name may be: each of these letters is six bytes. */
  @Test
  void metrics_ofANameOf5000Letters_areAnswered() {
    String key = URLEncoder.encode("é".repeat(5000), StandardCharsets.UTF_8);

    JsonNode answer = serving.json("/api/v1/sweeps/digits/metrics?key=" + key);

    assertThat(answer.get("key").asText()).hasSize(5000);
    assertThat(answer.get("runs")).isEmpty();
  }
}
