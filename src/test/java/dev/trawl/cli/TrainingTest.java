package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands that train, on a small data set of bright and dark images. */
@Timeout(120)
class TrainingTest {
  private final Path folder;
  private final Workplace workplace;
  private final ObjectMapper mapper = new ObjectMapper();

  TrainingTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.workplace = Workplace.create(folder, "db");
  }

  private Path sweep(int epochs) throws IOException {
    return workplace.sweep(
        """
        method: grid
        metric: {name: val_accuracy, goal: maximize}
        parameters:
          filters: {value: [4]}
          batch_size: {value: 16}
          learning_rate: {values: [0.001, 0.01]}
        training: {epochs: %d}
        """
            .formatted(epochs));
  }

  @Test
  void run_ofASweep_reportsRecordsAndExportsIt() throws Exception {
    Path file = sweep(3);

    Ran run = workplace.trawl("run", file.toString(), "--no-dashboard", "--workers", "1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("brightness: FINISHED")
        .contains("2 of 2 runs finished", "Run ", " has the best val_accuracy")
        .endsWith(
            "export     ./trawl export brightness -o best/ --db " + workplace.database() + "\n");
    assertThat(run.err().lines())
        .anyMatch(line -> line.startsWith("run 1  epoch 3/3  "))
        .anyMatch(line -> line.startsWith("run 2  FINISHED  3 epochs"));

    JsonNode runs = mapper.readTree(workplace.trawl("runs", "brightness", "--json").out());
    assertThat(runs).hasSize(2);

    Path exported = folder.resolve("best");
    Ran export = workplace.trawl("export", "brightness", "-o", exported.toString(), "--json");
    assertThat(export.exitCode()).isZero();
    assertThat(mapper.readTree(export.out()).at("/files"))
        .extracting(each -> each.get("name").asText())
        .containsExactlyInAnyOrder(
            "model.zip", "model.onnx", "model.json", "model-card.md", "example.json", "MLmodel");
    for (String passedOn : List.of("model-card.md", "model.json", "MLmodel", "example.json")) {
      assertThat(exported.resolve(passedOn))
          .as("where the data lie on this machine is for nobody else")
          .content()
          .doesNotContain(folder.toString());
    }
    JsonNode report = mapper.readTree(export.out());
    assertThat(report.at("/verified").asBoolean()).isTrue();
    JsonNode described = mapper.readTree(exported.resolve("model.json").toFile()).get("formats");
    for (int i = 0; i < 2; i++) {
      ObjectNode format = (ObjectNode) report.at("/formats/" + i);
      assertThat(format.get("compared_with").asText()).isEqualTo("onnx");
      format.remove(List.of("compared_with", "image_speedup", "batch_speedup"));
      assertThat(format).isEqualTo(described.get(i));
    }
    assertThat(report.at("/notes/0").asText()).startsWith("Speeds are against onnx: ");
    assertThat(exported.resolve("model.zip")).exists();

    assertReproduces(
        runs.get(1),
        workplace.trawl("run", file.toString(), "--no-dashboard", "--only", "2", "--json"));
    Files.delete(file);
    assertReproduces(
        runs.get(1),
        workplace.trawl(
            "run", "--again", runs.get(1).get("run_id").asText(), "--no-dashboard", "--json"));
  }

  @Test
  void run_withABudget_leavesTheBestModelInTheWorkingFolder() throws Exception {
    Process run =
        workplace.start(
            "run", sweep(1).toString(), "--no-dashboard", "--set", "budget=1h", "--json");

    assertThat(run.waitFor(100, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isZero();
    assertThat(mapper.readTree(Files.readString(workplace.out()))).hasSize(2);
    assertThat(Files.readString(workplace.err()))
        .containsPattern(
            "exported run [12] to brightness-best: [0-9.]+ % of the test images right");
    assertThat(folder.resolve("brightness-best/model.onnx")).exists();
    assertThat(folder.resolve("brightness-best/model.json")).exists();
  }

  @Test
  void run_toAFolderWithOtherFiles_isRefusedBeforeAnythingIsTrained() throws Exception {
    Path other = Files.createDirectories(folder.resolve("mine")).resolve("thesis.txt");
    Files.writeString(other, "years of work");
    String file = sweep(1).toString();
    String[] command = {"run", file, "--no-dashboard", "-o", folder.resolve("mine").toString()};

    Ran refused = workplace.trawl(command);

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("need an empty folder or an earlier export, found other files in ");
    assertThat(Files.readString(other)).isEqualTo("years of work");
    assertThat(workplace.trawl("sweeps", "--json").out()).isEqualTo("[]\n");
    Files.delete(other);
    assertThat(workplace.trawl(command).exitCode()).isZero();
    assertThat(folder.resolve("mine/model.onnx")).exists();
  }

  @Test
  void export_onAProcessorThatRoundsOtherwise_isVerified() throws Exception {
    workplace.trawl("run", sweep(3).toString(), "--no-dashboard");

    Process export =
        workplace.start(
            Map.of("ONEDNN_MAX_CPU_ISA", "SSE41"), "export", "brightness", "-o", "best");

    assertThat(export.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(workplace.err())).isEmpty();
    assertThat(Files.readString(workplace.out())).startsWith("best: run 2 (");
  }

  /** The second run alone has the parameters and the metrics that it has in the whole sweep. */
  private void assertReproduces(JsonNode second, Ran ran) throws IOException {

    JsonNode runs = mapper.readTree(ran.out());
    assertThat(ran.exitCode()).isZero();
    assertThat(runs).hasSize(1);
    for (String field : List.of("number", "seed", "parameters", "band")) {
      assertThat(runs.get(0).get(field)).isEqualTo(second.get(field));
    }
    for (String metric : List.of("val_loss", "test_loss", "test_accuracy")) {
      assertThat(runs.get(0).at("/metrics/" + metric)).isEqualTo(second.at("/metrics/" + metric));
    }
    assertThat(workplace.trawl("sweeps").out()).contains("brightness-run-2");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void run_interruptedBySignal_savesAndGoesOnWhenResumed() throws Exception {
    Path file = sweep(40);
    Process process = workplace.start("run", file.toString(), "--no-dashboard", "--workers", "1");
    Path err = workplace.err();
    while (process.isAlive() && !Files.readString(err).contains("epoch 2/")) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(process.isAlive()).as(Files.readString(err)).isTrue();

    process.destroy(); // SIGTERM: what a shell starts in the background ignores SIGINT

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(Files.readString(workplace.out()))
        .startsWith("brightness: INTERRUPTED")
        .contains("resume     ./trawl resume brightness");

    Ran resumed = workplace.trawl("resume", "brightness", "--no-dashboard", "--json");

    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.err()).contains("run 1 goes on after epoch ");
    JsonNode runs = mapper.readTree(resumed.out());
    assertThat(runs.findValuesAsText("status")).containsExactly("FINISHED", "FINISHED");
    assertThat(runs.findValuesAsText("epochs")).containsExactly("40", "40");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void run_servingAndInterruptedWhileASweepOfThePageRuns_saysHowToResumeIt() throws Exception {
    Path file = sweep(1);
    Process process = workplace.start("run", file.toString(), "--serve", "--port", "0");
    String page = awaitInErr(process, "stays up until Ctrl-C: (http://[^/]+)/");
    String longer = Files.readString(sweep(5000)) + "name: longer\n";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(page + "/api/v1/sweeps"))
            .header("Content-Type", "application/yaml")
            .POST(HttpRequest.BodyPublishers.ofString(longer))
            .build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
        .isEqualTo(201);

    process.destroy(); // SIGTERM: what a shell starts in the background ignores SIGINT

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(workplace.err()))
        .endsWith("INTERRUPTED: ./trawl resume longer --db " + workplace.database() + "\n");
    assertThat(process.exitValue()).isEqualTo(130);
  }

  private String awaitInErr(Process process, String pattern) throws Exception {
    while (true) {
      boolean alive = process.isAlive();
      String err = Files.readString(workplace.err());
      Matcher found = Pattern.compile(pattern).matcher(err);
      if (found.find()) {
        return found.group(1);
      }
      assertThat(alive).as(err).isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
