package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Provenance;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes something, against a launcher that records and claims but does not train. */
final class ActionsTest {
  private static Serving serving;
  private static Path exports;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder);
    exports = folder.resolve("x");
    serving.start(new RecordingLauncher(), StepByStepExport.free(exports), "/no-web-app");
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  private static final class RecordingLauncher implements SweepLauncher {
    @Override
    public Sweep start(SweepSource source, SweepSpec spec) {
      return serving.store.createSweep(
          NewSweep.of(source, spec, Recording.DIGITS, spec.search().runCap()),
          serving.recording.owner);
    }

    @Override
    public Sweep resume(Sweep sweep, SweepSpec spec) {
      return serving.store.claimSweep(
          sweep.id(), new Recording(serving.store, serving.clock).owner);
    }
  }

  private static HttpResponse<String> post(String path, String body) {
    return serving.post(path, "application/json", body);
  }

  private static String stop(Sweep sweep) {
    return "/api/v1/sweeps/" + sweep.id() + "/stop";
  }

  private static String resume(Sweep sweep) {
    return "/api/v1/sweeps/" + sweep.id() + "/resume";
  }

  private static String running(Sweep sweep) {
    return serving
        .json("/api/v1/sweeps/" + sweep.id() + "/runs?sort=-number&limit=1")
        .get(0)
        .get("run_id")
        .asText();
  }

  @Test
  void server_withALauncher_saysThatItStartsSweeps() {
    assertThat(serving.json("/api/v1/server").get("starts_sweeps").asBoolean()).isTrue();
  }

  @Test
  void start_yaml_recordsTheSweepWithItsText() {
    HttpResponse<String> response =
        serving.post("/api/v1/sweeps", "application/yaml", Recording.YAML);

    assertThat(response.statusCode()).isEqualTo(201);
    JsonNode sweep = Serving.json(response);
    assertThat(sweep.get("name").asText()).isEqualTo("digits");
    assertThat(sweep.get("status").asText()).isEqualTo("RUNNING");
    assertThat(sweep.at("/sweep_file/text").asText()).isEqualTo(Recording.YAML);
    assertThat(serving.json("/api/v1/sweeps/" + sweep.get("sweep_id").asText())).isEqualTo(sweep);
  }

  @Test
  void start_json_appliesTheOverrides() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("file", "mine.yaml")
        .put("text", Recording.YAML)
        .putArray("overrides")
        .add("name=other");

    JsonNode sweep = Serving.json(post("/api/v1/sweeps", body.toString()));

    assertThat(sweep.get("name").asText()).isEqualTo("other");
    assertThat(sweep.at("/sweep_file/file").asText()).isEqualTo("mine.yaml");
    assertThat(sweep.at("/sweep_file/overrides/0").asText()).isEqualTo("name=other");
  }

  @Test
  void stop_runningSweep_asksItsOwner() {
    Sweep sweep = serving.recording.digits();

    assertThat(post(stop(sweep), "").statusCode()).isEqualTo(202);
    assertThat(serving.store.heartbeat(sweep.id(), serving.recording.owner))
        .containsExactly(new StopRequest(sweep.id(), null));
  }

  @Test
  void stop_runningRun_asksItsOwner() {
    Sweep sweep = serving.recording.digits();
    String running = running(sweep);

    assertThat(post("/api/v1/runs/" + running + "/stop", "{}").statusCode()).isEqualTo(202);
    assertThat(serving.store.heartbeat(sweep.id(), serving.recording.owner))
        .containsExactly(new StopRequest(sweep.id(), running));
  }

  @Test
  void stop_whatHasEnded_is409() {
    Sweep sweep = serving.recording.digits();

    assertThat(post("/api/v1/runs/" + sweep.bestRunId() + "/stop", "").statusCode()).isEqualTo(409);
    serving.store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    assertThat(post(stop(sweep), "").statusCode()).isEqualTo(409);
    assertThat(post(resume(sweep), "").statusCode()).isEqualTo(409);
  }

  @Test
  void resume_whileTheOwnerLives_is409() {
    Sweep sweep = serving.recording.digits();

    HttpResponse<String> response = post(resume(sweep), "");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(Serving.json(response).get("detail").asText()).isNotEmpty();
  }

  @Test
  void resume_interruptedSweep_isRunningAgain() {
    Sweep sweep = serving.recording.digits();
    serving.store.endSweep(sweep.id(), SweepStatus.INTERRUPTED, "Ctrl-C");

    HttpResponse<String> response = post(resume(sweep), "");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(Serving.json(response).get("status").asText()).isEqualTo("RUNNING");
  }

  /** The sweep's file was valid for another build of Trawl. */
  @Test
  void resume_fileThatCanNoLongerBeRead_is400() {
    NewSweep recorded = Recording.newSweep();
    Sweep sweep =
        serving.store.createSweep(
            new NewSweep(
                recorded.title(),
                recorded.plan(),
                new Provenance(
                    new SweepSource("old.yaml", "method: annealing", List.of()),
                    recorded.provenance().seed(),
                    recorded.provenance().dataset()),
                recorded.measure()),
            serving.recording.owner);
    serving.store.endSweep(sweep.id(), SweepStatus.INTERRUPTED, "");

    assertThat(post(resume(sweep), "").statusCode()).isEqualTo(400);
  }

  @Test
  void export_finishedRun_isFollowedFetchedAndForgotten() throws Exception {
    Sweep sweep = serving.recording.digits();
    String path = "/api/v1/runs/" + sweep.bestRunId() + "/export";

    HttpResponse<String> response = post(path, "{\"formats\": [\"onnx\", \"onnx-int8\"]}");

    assertThat(response.statusCode()).isEqualTo(202);
    String job = response.headers().firstValue("Location").orElseThrow();
    assertThat(job)
        .isEqualTo("/api/v1/exports/" + Serving.json(response).get("export_id").asText());
    JsonNode found = serving.json(job);
    for (int i = 0; i < 600 && !found.get("status").asText().equals("exported"); i++) {
      Thread.sleep(20);
      found = serving.json(job);
    }
    assertThat(found.at("/report/verified").asBoolean()).isTrue();
    assertThat(found.at("/report/formats/1/paired_difference/mcnemar_p").asDouble()).isEqualTo(0.5);
    assertThat(serving.json("/api/v1/exports")).contains(found);
    HttpResponse<byte[]> zip =
        serving.client.send(
            HttpRequest.newBuilder(serving.uri(job + "/zip")).build(), BodyHandlers.ofByteArray());
    assertThat(zip.headers().firstValue("Content-Disposition"))
        .hasValueSatisfying(
            named -> assertThat(named).matches("attachment; filename=\"digits-run-\\d+\\.zip\""));
    assertThat(zip.body()).hasSize(found.at("/zip/bytes").asInt()).startsWith('P', 'K');
    deleteZips();
    HttpResponse<String> gone = serving.get(job + "/zip");
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(Serving.json(gone).get("detail").asText()).contains("found it deleted");
    assertThat(gone.headers().firstValue("Content-Disposition")).isEmpty();
    assertThat(delete(job).statusCode()).isEqualTo(200);
    assertThat(delete(job).statusCode()).isEqualTo(404);
    assertThat(serving.get(job + "/zip").statusCode()).isEqualTo(404);
  }

  private static void deleteZips() throws IOException {
    try (Stream<Path> files = Files.walk(exports)) {
      for (Path zip : files.filter(file -> file.toString().endsWith(".zip")).toList()) {
        Files.delete(zip);
      }
    }
  }

  private static HttpResponse<String> delete(String path) {
    return serving.send(HttpRequest.newBuilder(serving.uri(path)).DELETE().build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'formats': ['onnx', 'onx']} | found onx (did you mean onnx?)",
        "{'formats': []} | need formats as a list of dl4j, onnx, onnx-int8, found []",
        "{'formats': [7]} | need each of formats as a text, found 7",
        "{'tolerance': 101} | need tolerance as a number of points from 0 to 100, found 101",
        "{'server': 1} | need server to be true or false, found 1",
        "{'formats': ['dl4j'], 'server': true} | need onnx or onnx-int8 among the formats for a"
            + " server",
      })
  void export_ofWhatThereIsNot_is400AndSaysWhatThereIs(String body, String detail) {
    Sweep sweep = serving.recording.digits();

    HttpResponse<String> response =
        post("/api/v1/runs/" + sweep.bestRunId() + "/export", body.replace('\'', '"'));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Serving.json(response).get("detail").asText()).contains(detail);
  }

  @Test
  void bodies_withUnknownKeys_are400WithTheNearest() {
    Sweep sweep = serving.recording.digits();
    for (String[] each :
        new String[][] {
          {"runs/" + sweep.bestRunId() + "/export", "{\"directroy\": \"x\"}", "directory"},
          {"check", "{\"text\": \"method: grid\", \"overides\": []}", "overrides"}
        }) {
      HttpResponse<String> answer = post("/api/v1/" + each[0], each[1]);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(Serving.json(answer).get("detail").asText())
          .endsWith("(did you mean %s?)".formatted(each[2]));
    }
  }

  @Test
  void export_runWithoutAModel_is409() {
    Sweep sweep = serving.recording.digits();
    String running = running(sweep);

    assertThat(post("/api/v1/runs/" + running + "/export", "{}").statusCode()).isEqualTo(409);
  }

  /** Nobody but the server looks for dead owners here. */
  @Test
  void deadOwner_isShownInterruptedSoon() throws InterruptedException {
    Sweep sweep = serving.recording.digits();
    serving.clock.advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));

    String status = "RUNNING";
    for (int i = 0; i < 100 && status.equals("RUNNING"); i++) {
      Thread.sleep(100);
      status = serving.json("/api/v1/sweeps/" + sweep.id()).get("status").asText();
    }

    assertThat(status).isEqualTo("INTERRUPTED");
  }

  @Test
  void portTaken_start_takesTheNextAndSaysWhich() {
    try (RunStore store = H2RunStore.open(serving.url, serving.clock);
        DashboardServer second = new DashboardServer(store, Recording.files(), null, null)) {
      int port = second.start("127.0.0.1", serving.port());

      assertThat(port).isGreaterThan(serving.port());
      assertThat(second.uri().getPort()).isEqualTo(port);
    }
  }
}
