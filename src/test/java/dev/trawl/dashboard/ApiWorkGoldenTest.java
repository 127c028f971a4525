package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Sweep;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API answers about what takes its time, whole. */
final class ApiWorkGoldenTest {
  private final ApiGolden golden = new ApiGolden();

  @Test
  void start_dataThatTakeTime_isToldAndSoIsWhatBecomesOfIt(@TempDir Path folder) throws Exception {
    CountDownLatch data = new CountDownLatch(1);
    try (Serving slow = new Serving(folder)) {
      slow.start(new WaitingLauncher(data), null, "/no-web-app");

      HttpResponse<String> response =
          slow.post("/api/v1/sweeps", "application/yaml", Recording.YAML);
      assertThat(response.statusCode()).isEqualTo(202);
      JsonNode launch = Serving.json(response);
      golden.replace(launch.get("launch_id").asText(), "1a0c4-0000");
      golden.check("launch", launch);
      assertThat(slow.json("/api/v1/server").at("/starting/0")).isEqualTo(launch);

      data.countDown();
      while (slow.json("/api/v1/server").at("/starting/0/status").asText().equals("starting")) {
        Thread.sleep(20);
      }
      golden.check("server-failed", slow.json("/api/v1/server"));
    }
  }

  @Test
  void export_whileOthersWait_isToldAndSoIsWhatBecomesOfIt(@TempDir Path folder) throws Exception {
    StepByStepExport export = new StepByStepExport(folder.resolve("exports"), 0);
    try (Serving slow = new Serving(folder)) {
      Sweep digits = slow.recording.digits();
      golden.name(digits.id(), "5eed");
      String best = Objects.requireNonNull(digits.bestRunId());
      golden.name(best, "a222");
      slow.start(null, export, "/no-web-app");
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> response =
            slow.post(
                "/api/v1/runs/" + best + "/export",
                "application/json",
                "{\"formats\": [\"onnx\", \"onnx-int8\"]}");
        golden.replace(Serving.json(response).get("export_id").asText(), "1a0c4-000" + i);
      }
      while (!slow.json("/api/v1/exports").at("/0/status").asText().equals("exporting")
          || !slow.json("/api/v1/exports").at("/0/progress/step").asText().startsWith("writing")) {
        Thread.sleep(20);
      }
      golden.check("exports", slow.json("/api/v1/exports"));
      export.allow(4);
      while (!slow.json("/api/v1/exports").at("/1/status").asText().equals("exported")) {
        Thread.sleep(20);
      }
      ObjectNode exported = (ObjectNode) slow.json("/api/v1/exports").get(0);
      ((ObjectNode) exported.get("zip")).put("bytes", 289);
      golden.check("export", exported);
      golden.check("server-exports", slow.json("/api/v1/server"));
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
}
