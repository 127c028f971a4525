package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API answers about a recorded sweep, whole. */
final class ApiGoldenTest {
  private static final ApiGolden golden = new ApiGolden();

  private static Serving serving;
  private static Sweep sweep;

  @BeforeAll
  static void record(@TempDir Path folder) {
    serving = new Serving(folder);
    sweep = serving.recording.digits();
    golden.name(sweep, serving.store);
    serving.start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  private static String best() {
    return Objects.requireNonNull(sweep.bestRunId());
  }

  @Test
  void sweeps_answer_isAsRecorded() {
    golden.check("sweeps", serving.json("/api/v1/sweeps"));
    golden.check("sweeps-best", serving.json("/api/v1/sweeps?best=true"));
    golden.check("sweep-choices", serving.json("/api/v1/sweep-choices"));
  }

  @Test
  void run_thatFailed_isAnsweredWithItsCauseAndItsLog() {
    Run failed = serving.store.runs(sweep.id(), RunQuery.ofNumber(10)).get(0);
    String path = "/api/v1/runs/" + failed.id();
    golden.check("run-failed", serving.json(path));
    golden.check("run-log", serving.json(path + "/log"));

    HttpResponse<String> file = serving.get(path + "/log.txt");
    assertThat(file.headers().firstValue("Content-Type")).contains("text/plain;charset=utf-8");
    assertThat(file.body())
        .isEqualTo("run 10 began\n… 5 characters are left out here …\nended\n\na.B: no\n\tat c");
    assertThat(serving.json("/api/v1/runs/" + best() + "/log").get("head").asText()).isEmpty();
  }

  @Test
  void views_answer_isAsRecorded() {
    serving.store.saveView("by loss", "sort=metrics.val_loss&hide=band");

    golden.check("views", serving.json("/api/v1/views"));
  }

  @Test
  void server_withoutALauncher_saysThatItStartsNoSweeps() {
    golden.check("server", serving.json("/api/v1/server"));
  }

  @Test
  void sweep_byItsName_isAsRecorded() {
    golden.check("sweep", serving.json("/api/v1/sweeps/digits"));
  }

  @Test
  void runs_answer_isAsRecorded() {
    golden.check("runs", serving.json("/api/v1/sweeps/" + sweep.id() + "/runs"));
  }

  @Test
  void columns_answer_isAsRecorded() {
    String columns = "/api/v1/sweeps/" + sweep.id() + "/columns";
    golden.check("columns", serving.json(columns));
    golden.check(
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
              new TreeMap<>(
                  Map.of(
                      "host",
                      "no-" + second,
                      "processor",
                      "AMD EPYC",
                      "plan",
                      "onednn: 2 steps\nconv1: conv 3×3 + relu\nrelu1: with conv1"))));
    }
    JsonNode run = serving.json("/api/v1/runs/" + best());

    golden.check("run", run);
    golden.check("evaluation", run.get("evaluation"));
  }

  @Test
  void metrics_run_areAsRecorded() {
    golden.check("metrics", serving.json("/api/v1/runs/" + best() + "/metrics"));
  }

  @Test
  void metrics_sweep_areAsRecorded() {
    golden.check("sweep-metrics", serving.json("/api/v1/sweeps/digits/metrics?key=val_accuracy"));
    golden.check(
        "sweep-metrics-best",
        serving.json("/api/v1/sweeps/digits/metrics?key=val_accuracy&most=2&filter=number%3C10"));
    golden.check(
        "sweep-metrics-columns",
        serving.json("/api/v1/sweeps/digits/metrics?key=val_accuracy&most=4&digits=2"));
  }

  @Test
  void checkpoints_run_areAsRecorded() {
    golden.check("checkpoints", serving.json("/api/v1/runs/" + best() + "/checkpoints"));
  }

  @Test
  void importance_sweep_isAsComputed() {
    golden.check("importance", serving.json("/api/v1/sweeps/digits/importance"));
    golden.check("winner", serving.json("/api/v1/sweeps/digits/winner"));
    golden.check("advice", serving.json("/api/v1/sweeps/digits/advice"));
  }

  @Test
  void diagnosis_sweep_isAsComputed() {
    golden.check("diagnosis", serving.json("/api/v1/sweeps/digits/diagnosis"));
    golden.check("diagnosis-ids", serving.json("/api/v1/sweeps/digits/diagnosis?ids=1"));
  }

  @Test
  void diagnosis_run_isAsComputed() {
    Run diverged =
        serving.store.runs(sweep.id(), RunQuery.ALL).stream()
            .filter(run -> run.status() == RunStatus.FAILED)
            .findFirst()
            .orElseThrow();

    golden.check("run-diagnosis", serving.json("/api/v1/runs/" + diverged.id() + "/diagnosis"));
    golden.check("run-findings", serving.json("/api/v1/sweeps/digits/run-findings"));
    assertThat(serving.json("/api/v1/runs/" + best() + "/diagnosis").get("findings")).isEmpty();
  }
}
