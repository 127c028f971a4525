package dev.trawl.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.AliasMove;
import dev.trawl.track.Artifact;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.ModelVersion.NewFile;
import dev.trawl.track.ModelVersion.Verified;
import dev.trawl.track.PairedTest;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The API's answers, whole. The web app's tests parse the same files, so that a renamed field fails
 * both. Remade with {@code mvn test -Dtest=ApiGoldenTest -Dgolden.update=true}.
 */
final class ApiGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/api");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static Serving serving;
  private static Sweep sweep;
  private static final Map<String, String> IDS = new LinkedHashMap<>();

  @BeforeAll
  static void record(@TempDir Path folder) {
    serving = new Serving(folder);
    sweep = serving.recording.digits();
    IDS.put(sweep.id(), "5eed" + "0".repeat(sweep.id().length() - 4));
    for (Run run : serving.store.runs(sweep.id(), RunQuery.ALL)) {
      IDS.put(
          run.id(),
          "%04x".formatted(0xa000 + 0x111 * run.number()) + "0".repeat(run.id().length() - 4));
    }
    serving.start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  private static String best() {
    return Objects.requireNonNull(sweep.bestRunId());
  }

  private static void check(String name, JsonNode answer) {
    try {
      String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n";
      for (Map.Entry<String, String> id : IDS.entrySet()) {
        text = text.replace(id.getKey(), id.getValue());
        text = text.replace(id.getKey().substring(0, 8), id.getValue().substring(0, 8));
      }
      Path file = GOLDEN.resolve(name + ".json");
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(GOLDEN);
        Files.writeString(file, text);
      }
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void sweeps_answer_isAsRecorded() {
    check("sweeps", serving.json("/api/v1/sweeps"));
    check("sweeps-best", serving.json("/api/v1/sweeps?best=true"));
    check("sweep-choices", serving.json("/api/v1/sweep-choices"));
  }

  @Test
  void run_thatFailed_isAnsweredWithItsCauseAndItsLog() {
    Run failed = serving.store.runs(sweep.id(), RunQuery.ofNumber(10)).get(0);
    String path = "/api/v1/runs/" + failed.id();
    check("run-failed", serving.json(path));
    check("run-log", serving.json(path + "/log"));

    HttpResponse<String> file = serving.get(path + "/log.txt");
    assertThat(file.headers().firstValue("Content-Type")).contains("text/plain;charset=utf-8");
    assertThat(file.body())
        .isEqualTo("run 10 began\n… 5 characters are left out here …\nended\n\na.B: no\n\tat c");
    assertThat(serving.json("/api/v1/runs/" + best() + "/log").get("head").asText()).isEmpty();
  }

  @Test
  void process_ofARun_isAnsweredAsItWasRecorded(@TempDir Path folder) {
    try (Serving own = new Serving(folder)) {
      String run = Objects.requireNonNull(own.recording.digits().bestRunId());
      IDS.put(run, "c111" + "0".repeat(run.length() - 4));
      String usage =
          """
          {"every_seconds": 10, "samples": [
            {"at": 1767355200000, "heap_bytes": 52428800, "native_bytes": 209715200, "cores": 1.93},
            {"at": 1767355210000, "heap_bytes": 41943040, "native_bytes": null, "cores": 0.5}]}
          """;
      own.store.putArtifact(run, Artifact.PROCESS, usage.getBytes(UTF_8));
      own.start();
      check("run-process", own.json("/api/v1/runs/" + run + "/process"));
      assertThat(serving.json("/api/v1/runs/" + best() + "/process").get("samples")).isEmpty();
    }
  }

  @Test
  void models_answer_isAsRecorded(@TempDir Path folder) {
    try (Serving own = new Serving(folder)) {
      Sweep digits = own.recording.digits();
      String run = Objects.requireNonNull(digits.bestRunId());
      IDS.put(digits.id(), "2eed" + "0".repeat(digits.id().length() - 4));
      IDS.put(run, "b111" + "0".repeat(run.length() - 4));
      for (int i = 0; i < 2; i++) {
        own.store.registerModel(
            "digits",
            run,
            version ->
                List.of(
                    new NewFile("model.onnx", new byte[version], new Verified("onnx", 99, 100)),
                    new NewFile("model.json", new byte[] {'{', '}'}, null)));
      }
      own.store.moveAlias(new AliasMove("digits", "champion", 1, "ada", null, Serving.NOON));
      PairedTest test = new PairedTest(1, Part.VALIDATION, 12_000, 60, 24, 0.0015, 0.0045, 0.0001);
      own.store.moveAlias(new AliasMove("digits", "champion", 2, "bob", test, Serving.NOON));
      own.start();

      check("models", own.json("/api/v1/models"));
      check("model-version", own.json("/api/v1/models/digits/versions/1"));
    }
  }

  /** Nothing is made up where a program of its own told neither a data set nor a metric. */
  @Test
  void sweep_withoutDataSetAndMetric_isAnsweredWithNulls(@TempDir Path folder) {
    try (Serving own = new Serving(folder)) {
      Run run = own.recording.ownLoop();
      IDS.put(run.sweepId(), "0eed" + "0".repeat(run.sweepId().length() - 4));
      own.start();
      String sweeps = "/api/v1/sweeps/own-loop";

      check("own-sweep", own.json(sweeps));
      check("own-importance", own.json(sweeps + "/importance"));
      assertThat(own.json("/api/v1/runs/" + run.id()).get("best_epoch").isNull()).isTrue();
      assertThat(own.json(sweeps + "/runs").at("/0/metrics/reward").asDouble()).isEqualTo(3);
      assertThat(own.json(sweeps + "/metrics?key=reward").at("/runs/" + run.id())).hasSize(2);
      assertThat(own.get(sweeps + "/metrics").statusCode()).isEqualTo(400);
      assertThat(own.get(sweeps + "/diagnosis").statusCode()).isEqualTo(200);
      assertThat(own.json("/api/v1/runs/" + run.id() + "/diagnosis").get("findings")).isEmpty();
      assertThat(own.get(sweeps + "/runs.csv").body()).contains(",metrics.reward,");
    }
  }

  @Test
  void views_answer_isAsRecorded() {
    serving.store.saveView("by loss", "sort=metrics.val_loss&hide=band");

    check("views", serving.json("/api/v1/views"));
  }

  @Test
  void server_withoutALauncher_saysThatItStartsNoSweeps() {
    check("server", serving.json("/api/v1/server"));
  }

  @Test
  void start_dataThatTakeTime_isToldAndSoIsWhatBecomesOfIt(@TempDir Path folder) throws Exception {
    CountDownLatch data = new CountDownLatch(1);
    try (Serving slow = new Serving(folder)) {
      slow.start(new WaitingLauncher(data), null, "/no-web-app");

      HttpResponse<String> response =
          slow.post("/api/v1/sweeps", "application/yaml", Recording.YAML);
      assertThat(response.statusCode()).isEqualTo(202);
      JsonNode launch = Serving.json(response);
      IDS.put(launch.get("launch_id").asText(), "1a0c4-0000");
      check("launch", launch);
      assertThat(slow.json("/api/v1/server").at("/starting/0")).isEqualTo(launch);

      data.countDown();
      while (slow.json("/api/v1/server").at("/starting/0/status").asText().equals("starting")) {
        Thread.sleep(20);
      }
      check("server-failed", slow.json("/api/v1/server"));
    }
  }

  @Test
  void export_whileOthersWait_isToldAndSoIsWhatBecomesOfIt(@TempDir Path folder) throws Exception {
    StepByStepExport export = new StepByStepExport(folder.resolve("exports"), 0);
    try (Serving slow = new Serving(folder)) {
      Sweep digits = slow.recording.digits();
      IDS.put(digits.id(), "5eed" + "0".repeat(digits.id().length() - 4));
      String best = Objects.requireNonNull(digits.bestRunId());
      IDS.put(best, "a222" + "0".repeat(best.length() - 4));
      slow.start(null, export, "/no-web-app");
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> response =
            slow.post(
                "/api/v1/runs/" + best + "/export",
                "application/json",
                "{\"formats\": [\"onnx\", \"onnx-int8\"]}");
        IDS.put(Serving.json(response).get("export_id").asText(), "1a0c4-000" + i);
      }
      while (!slow.json("/api/v1/exports").at("/0/status").asText().equals("exporting")
          || !slow.json("/api/v1/exports").at("/0/progress/step").asText().startsWith("writing")) {
        Thread.sleep(20);
      }
      check("exports", slow.json("/api/v1/exports"));
      export.allow(4);
      while (!slow.json("/api/v1/exports").at("/1/status").asText().equals("exported")) {
        Thread.sleep(20);
      }
      ObjectNode exported = (ObjectNode) slow.json("/api/v1/exports").get(0);
      ((ObjectNode) exported.get("zip")).put("bytes", 289);
      check("export", exported);
      check("server-exports", slow.json("/api/v1/server"));
    }
  }

  /** Its data come when the latch opens, and are none. */
  private record WaitingLauncher(CountDownLatch data) implements SweepLauncher {
    @Override
    public Sweep start(SweepSource source, SweepSpec spec) throws RefusedException {
      try {
        data.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new RefusedException("need a data set of images, found none");
    }

    @Override
    public Sweep resume(Sweep sweep, SweepSpec spec) throws RefusedException {
      return start(sweep.source(), spec);
    }
  }

  @Test
  void sweep_byItsName_isAsRecorded() {
    check("sweep", serving.json("/api/v1/sweeps/digits"));
  }

  @Test
  void runs_answer_isAsRecorded() {
    check("runs", serving.json("/api/v1/sweeps/" + sweep.id() + "/runs"));
  }

  @Test
  void columns_answer_isAsRecorded() {
    String columns = "/api/v1/sweeps/" + sweep.id() + "/columns";
    check("columns", serving.json(columns));
    check(
        "columns-page",
        serving.json(
            columns
                + "?fields=number,parameters,metrics.val_loss,seconds,started_at,ended_at,sequence"
                + "&digits=3&limit=2"
                + "&sort=-metrics.val_loss"));
  }

  @Test
  void run_best_isAsRecordedWithItsEvaluation() {
    for (int second : List.of(1, 2)) {
      serving.store.recordEnvironment(
          best(),
          new RunEnvironment(
              Instant.ofEpochSecond(second),
              new TreeMap<>(Map.of("host", "no-" + second, "processor", "AMD EPYC"))));
    }
    JsonNode run = serving.json("/api/v1/runs/" + best());

    check("run", run);
    check("evaluation", run.get("evaluation"));
  }

  @Test
  void metrics_run_areAsRecorded() {
    check("metrics", serving.json("/api/v1/runs/" + best() + "/metrics"));
  }

  @Test
  void metrics_sweep_areAsRecorded() {
    check("sweep-metrics", serving.json("/api/v1/sweeps/digits/metrics?key=val_accuracy"));
    check(
        "sweep-metrics-best",
        serving.json("/api/v1/sweeps/digits/metrics?key=val_accuracy&most=2&filter=number%3C10"));
    check(
        "sweep-metrics-columns",
        serving.json("/api/v1/sweeps/digits/metrics?key=val_accuracy&most=4&digits=2"));
  }

  @Test
  void checkpoints_run_areAsRecorded() {
    check("checkpoints", serving.json("/api/v1/runs/" + best() + "/checkpoints"));
  }

  @Test
  void importance_sweep_isAsComputed() {
    check("importance", serving.json("/api/v1/sweeps/digits/importance"));
    check("winner", serving.json("/api/v1/sweeps/digits/winner"));
    check("advice", serving.json("/api/v1/sweeps/digits/advice"));
  }

  @Test
  void diagnosis_sweep_isAsComputed() {
    check("diagnosis", serving.json("/api/v1/sweeps/digits/diagnosis"));
    check("diagnosis-ids", serving.json("/api/v1/sweeps/digits/diagnosis?ids=1"));
  }

  @Test
  void diagnosis_run_isAsComputed() {
    Run diverged =
        serving.store.runs(sweep.id(), RunQuery.ALL).stream()
            .filter(run -> run.status() == RunStatus.FAILED)
            .findFirst()
            .orElseThrow();

    check("run-diagnosis", serving.json("/api/v1/runs/" + diverged.id() + "/diagnosis"));
    check("run-findings", serving.json("/api/v1/sweeps/digits/run-findings"));
    assertThat(serving.json("/api/v1/runs/" + best() + "/diagnosis").get("findings")).isEmpty();
  }

  /** Runs of two sweeps: one of the second can't be compared by images. */
  @Test
  void compare_runsOfTwoSweeps_isAsComputed(@TempDir Path folder) {
    try (Serving own = new Serving(folder)) {
      Sweep predicting = own.recording.predicting();
      Run alone = own.recording.ownLoop();
      List<Run> runs = new ArrayList<>(own.store.runs(predicting.id(), RunQuery.ALL));
      runs.add(alone);
      name(predicting.id(), "c0de");
      name(alone.sweepId(), "0eed");
      for (int i = 0; i < runs.size(); i++) {
        name(runs.get(i).id(), "%04x".formatted(0xc111 + 0x111 * i));
      }
      String ids = runs.stream().map(Run::id).collect(Collectors.joining(","));
      own.showing(sweepOf -> new OnePixel()).start();

      check("compare", own.json("/api/v1/compare?runs=" + ids));
      check("compare-metrics", own.json("/api/v1/compare/metrics?key=val_accuracy&runs=" + ids));
      check("compare-images", own.json("/api/v1/compare/images?limit=2&runs=" + ids));
      check(
          "run-images",
          own.json("/api/v1/runs/" + runs.get(0).id() + "/images?part=validation&limit=2"));
      assertThat(own.json("/api/v1/runs/" + alone.id() + "/images").get("images").asInt()).isZero();
    }
  }

  @Test
  void federated_run_isAsRecorded(@TempDir Path folder) {
    try (Serving own = new Serving(folder)) {
      Run alone = own.recording.ownLoop();
      String run = Objects.requireNonNull(own.recording.digits().bestRunId());
      name(run, "fede");
      name(alone.id(), "0fed");
      own.store.putArtifact(
          run, Artifact.FEDERATED_CLIENTS, bytes("{\"labels\": [[3, 0, 9], [0, 8, 1]]}"));
      own.store.putArtifact(
          run,
          Artifact.FEDERATED_ROUNDS,
          bytes(
              """
              {"rounds": [
                {"round": 1, "clients": [0, 1], "rejected": [], "outvoted": []},
                {"round": 2, "clients": [0, 1], "outvoted": [{"client": 0, "reason": "far"}],
                 "rejected": [{"client": 1, "reason": "failed: no battery"}]}]}
              """));
      own.start();

      check("run-federated", own.json("/api/v1/runs/" + run + "/federated"));
      check("run-not-federated", own.json("/api/v1/runs/" + alone.id() + "/federated"));
    }
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static void name(String id, String prefix) {
    IDS.put(id, prefix + "0".repeat(id.length() - prefix.length()));
  }

  /** Images of one grey pixel each. */
  private record OnePixel() implements ImageSource.Images {
    @Override
    public int label(Part part, int index) {
      return Recording.label(index);
    }

    @Override
    public ImageSource.Pixels pixels(Part part, int index) {
      return new ImageSource.Pixels(new byte[] {(byte) index}, 1, 1, 1);
    }
  }

  @Test
  void check_validFile_saysWhatItWouldDo() {
    HttpResponse<String> response =
        serving.post("/api/v1/check", "application/yaml", Recording.YAML);

    assertThat(response.statusCode()).isEqualTo(200);
    check("check", Serving.json(response));
    check("again", serving.json("/api/v1/sweeps/digits/file?run=1"));
  }

  /** All that decides which runs there are. */
  @Test
  void check_fileWithConditionsAndRules_saysThem() {
    String file =
        """
        name: whole
        dataset: mnist
        method: tpe
        seed: 42
        run_cap: 30
        metric: {name: val_accuracy, goal: maximize}
        parameters:
          batch_size:    {values: [32, 64]}
          dropout:       {min: 0.0, max: 0.5, when: {batch_size: 64}}
          learning_rate: {distribution: log_uniform_values, min: 3e-4, max: 3e-1}
          training.augmentation.rotation: {min: 0.0, max: 15.0}
        forbid: [{batch_size: 32, learning_rate: {above: 0.1}}]
        early_terminate: {type: asha, min_iter: 1, eta: 3}
        finals: {top: 3, seeds: 2}
        training: {epochs: 9, augmentation: {shift: 0.1}}
        """;
    HttpResponse<String> response = serving.post("/api/v1/check", "application/yaml", file);

    check("check-search", Serving.json(response));
  }

  @Test
  void check_invalidFile_listsEveryProblem() {
    HttpResponse<String> response = serving.post("/api/v1/check", "application/yaml", invalid());

    assertThat(response.statusCode()).isEqualTo(200);
    check("check-invalid", Serving.json(response));
  }

  @Test
  void start_invalidFile_isRefusedWithEveryProblem() {
    HttpResponse<String> response = serving.post("/api/v1/sweeps", "application/yaml", invalid());

    assertThat(response.statusCode()).isEqualTo(400);
    check("problem", Serving.json(response));
  }

  @Test
  void set_badValues_areRefusedEachInItsPlace() {
    HttpResponse<String> response =
        serving.post(
            "/api/v1/sweeps/digits/set",
            "application/json",
            "{\"run_cap\": 0, \"workers\": \"two\", \"parameters\": {\"dropout\": {\"max\": 9}}}");

    assertThat(response.statusCode()).isEqualTo(400);
    check("set-problem", Serving.json(response));
  }

  @Test
  void runs_filterWithMistakes_isRefusedWithEveryPlaceAndWhatWasMeant() {
    HttpResponse<String> response =
        serving.get(
            "/api/v1/sweeps/digits/runs?filter="
                + URLEncoder.encode(
                    "statsu = 'x' AND status = 'finished' AND epochs = '2'", UTF_8));

    assertThat(response.statusCode()).isEqualTo(400);
    check("filter-problem", Serving.json(response));
  }

  private static String invalid() {
    return Recording.YAML.replace("learning_rate", "learning_rat").replace("random", "randm");
  }
}
