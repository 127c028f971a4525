package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.track.Adjustment;
import dev.trawl.track.NewRun;
import dev.trawl.track.Run;
import dev.trawl.track.RunOrigin;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of a sweep that another owner runs, asked for over HTTP. */
final class SetRouteTest {
  private static Serving serving;
  private Sweep sweep;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder);
    serving.start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  @BeforeEach
  void record() {
    sweep = serving.recording.digits();
  }

  private static HttpResponse<String> set(String sweepId, String body) {
    return serving.post("/api/v1/sweeps/" + sweepId + "/set", "application/json", body);
  }

  private HttpResponse<String> set(String body) {
    return set(sweep.id(), body);
  }

  private List<Adjustment> asked() {
    return serving.store.adjustments(sweep.id());
  }

  @Test
  void set_validChanges_areAnsweredAndAwaitTheOwner() {
    HttpResponse<String> response =
        set("{\"run_cap\": 40, \"parameters\": {\"dropout\": {\"max\": 0.25}}}");

    assertThat(response.statusCode()).isEqualTo(202);
    JsonNode answer = Serving.json(response);
    assertThat(answer.at("/space/dropout/max").asDouble()).isEqualTo(0.25);
    JsonNode first = answer.at("/adjustments/0");
    assertThat(first.get("key").asText()).isEqualTo("run_cap");
    assertThat(first.get("before").asText()).isEqualTo("12");
    assertThat(first.get("after").asText()).isEqualTo("40");
    assertThat(first.get("job").isNull()).isTrue();
    assertThat(first.get("by").asText()).isEqualTo("the page");
    assertThat(asked())
        .extracting(Adjustment::override)
        .containsExactly("run_cap=40", "parameters.dropout.max=0.25");

    serving.store.holdAdjustments(sweep.id(), 12);
    assertThat(serving.json("/api/v1/sweeps/" + sweep.id()).at("/adjustments/0/job").asInt())
        .isEqualTo(12);
  }

  @Test
  void set_null_takesAKeyAway() {
    assertThat(set("{\"training\": {\"timeout\": \"10m\"}}").statusCode()).isEqualTo(202);
    JsonNode answer = Serving.json(set("{\"training\": {\"timeout\": null}}"));

    assertThat(answer.at("/adjustments/1/before").asText()).isEqualTo("10m");
    assertThat(answer.at("/adjustments/1/after").isNull()).isTrue();
  }

  /** All of them, each where it is, and nothing is recorded. */
  @Test
  void set_badValues_areRefusedEachInItsPlace() {
    HttpResponse<String> response =
        set("{\"run_cap\": 0, \"workers\": \"two\", \"parameters\": {\"dropout\": {\"max\": 9}}}");

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode problems = Serving.json(response).get("problems");
    assertThat(problems.findValuesAsText("file"))
        .containsExactly("run_cap=0", "workers=\"two\"", "parameters.dropout.max=9");
    assertThat(problems.findValuesAsText("found"))
        .allSatisfy(found -> assertThat(found).isNotEmpty());
    assertThat(problems).allSatisfy(each -> assertThat(each.get("line").asInt()).isEqualTo(1));
    assertThat(problems.at("/0/column").asInt()).isEqualTo("run_cap=".length() + 1);
    assertThat(asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"run_cpa\": 40} | run_cap",
        "{\"metric\": {\"name\": \"val_loss\"}} | ",
        "{\"parameters\": {\"momentum\": {\"min\": 0.1, \"max\": 0.9}}} | ",
      })
  void set_keyThatCantChange_isRefusedWithTheNearest(String body, String nearest) {
    HttpResponse<String> response = set(body);

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode problem = Serving.json(response).at("/problems/0");
    assertThat(problem.get("line").asInt()).isEqualTo(1);
    if (nearest != null) {
      assertThat(problem.get("nearest").asText()).isEqualTo(nearest);
    }
    assertThat(asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{}", "[1]", "{\"run_cap\": ", "``"})
  void set_bodyWithoutChanges_is400(String body) {
    assertThat(set(body).statusCode()).isEqualTo(400);
    assertThat(asked()).isEmpty();
  }

  @Test
  void set_sweepThatHasNothingLeftToChange_is409() {
    serving.store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    assertThat(set("{\"run_cap\": 40}").statusCode()).isEqualTo(409);
    assertThat(asked()).isEmpty();
  }

  @Test
  void set_sweepOfAProgramsOwnLoop_is409() {
    HttpResponse<String> response = set(serving.recording.ownLoop().sweepId(), "{\"run_cap\": 40}");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(Serving.json(response).get("detail").asText()).contains("a program trains");
  }

  @Test
  void set_noSuchSweep_is404() {
    assertThat(set("nobody", "{\"run_cap\": 40}").statusCode()).isEqualTo(404);
  }

  /** Their search is over: more runs or another range would change nothing. */
  @Test
  void set_sweepInItsFinals_takesWhatHoldsForThem() {
    Run best = serving.store.runs(sweep.id(), RunQuery.ofNumber(4)).get(0);
    serving.store.createRun(
        new NewRun(
            sweep.id(), 12, 1, new RunOrigin(4, null, best.id()), best.parameters(), 1, Map.of()));

    for (String body :
        List.of("{\"run_cap\": 40}", "{\"parameters\": {\"dropout\": {\"max\": 0.2}}}")) {
      HttpResponse<String> response = set(body);
      assertThat(response.statusCode()).isEqualTo(409);
      assertThat(Serving.json(response).get("detail").asText()).contains("finals have begun");
    }
    assertThat(set("{\"workers\": 1}").statusCode()).isEqualTo(202);
    assertThat(asked()).extracting(Adjustment::key).containsExactly("workers");
  }
}
