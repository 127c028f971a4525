package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        .endsWith("export     ./trawl export brightness -o best/\n");
    assertThat(run.err().lines())
        .anyMatch(line -> line.startsWith("run 1  epoch 3/3  "))
        .anyMatch(line -> line.startsWith("run 2  FINISHED  3 epochs"));

    JsonNode runs = mapper.readTree(workplace.trawl("runs", "brightness", "--json").out());
    assertThat(runs).hasSize(2);

    Path exported = folder.resolve("best");
    Ran export = workplace.trawl("export", "brightness", "-o", exported.toString(), "--json");
    assertThat(export.exitCode()).isZero();
    assertThat(mapper.readTree(export.out()).at("/files")).hasSize(3);
    assertThat(exported.resolve("model.zip")).exists();

    assertReproduces(file, runs.get(1));
  }

  /** The second run alone has the parameters and the metrics that it has in the whole sweep. */
  private void assertReproduces(Path file, JsonNode second) throws IOException {
    Ran ran = workplace.trawl("run", file.toString(), "--no-dashboard", "--only", "2", "--json");

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

    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

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
}
