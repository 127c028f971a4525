package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.testkit.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of src/docs/tracking.md, in a process of its own, beside a sweep of Trawl's. */
final class OwnLoopTest {
  private final Workplace workplace;
  private final ObjectMapper mapper = new ObjectMapper();

  OwnLoopTest(@TempDir Path folder) throws IOException {
    workplace = Workplace.create(folder, "db");
  }

  private void ownLoop(String... arguments) throws Exception {
    List<String> all =
        new ArrayList<>(List.of(workplace.database(), workplace.folder().toString()));
    all.addAll(List.of(arguments));
    Process process =
        JavaProcess.with()
            .main("dev.trawl.examples.OwnLoop", all)
            .directory(workplace.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(workplace.out().toFile())
            .start();
    int exitCode = process.waitFor();
    assertThat(exitCode).as(Files.readString(workplace.out())).isZero();
  }

  @Test
  void ownLoop_joinsASweepOfTrawls_isComparedBesideItsRuns() throws Exception {
    Path file =
        workplace.sweep(
            """
            method: grid
            metric: {name: val_accuracy, goal: maximize}
            parameters: {filters: {value: [4]}, batch_size: {value: 16}}
            training: {epochs: 2}
            """);
    assertThat(workplace.trawl("run", file.toString(), "--no-dashboard").exitCode()).isZero();

    ownLoop("brightness");

    JsonNode runs = mapper.readTree(workplace.trawl("runs", "brightness", "--json").out());
    assertThat(runs.findValuesAsText("status")).containsExactly("FINISHED", "FINISHED", "FINISHED");
    assertThat(runs.findValuesAsText("epochs")).containsExactly("2", "10", "10");
    assertThat(runs.get(1).at("/metrics/test_accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(runs.get(1).at("/parameters/model").asText()).isEqualTo("softmax-regression");
    String own = runs.get(1).get("run_id").asText();
    assertThat(workplace.trawl("models", "add", own, "own").err())
        .isEqualTo("trawl: need a run with a checkpoint, found %s, of which none is kept\n", own);
    assertThat(workplace.trawl("show", runs.get(2).get("run_id").asText()).out())
        .contains("learning_rate", "val_accuracy")
        .endsWith("reproduce  # a program trained it in its own loop\n");
    assertThat(workplace.trawl("sweeps").out()).contains("brightness", "FINISHED");
  }

  @Test
  void ownLoop_alone_isASweepThatTrawlDoesNotResume() throws Exception {
    ownLoop();

    JsonNode sweep = mapper.readTree(workplace.trawl("sweeps", "--json").out()).get(0);
    assertThat(sweep.get("name").asText()).isEqualTo("own-loop");
    assertThat(sweep.at("/runs/FINISHED").asInt()).isEqualTo(2);
    assertThat(sweep.get("best_run_id").isTextual()).isTrue();
    Ran resumed = workplace.trawl("resume", "own-loop", "--no-dashboard");
    assertThat(resumed.exitCode()).isEqualTo(1);
    assertThat(resumed.err()).contains("need a sweep that Trawl trains, found own-loop");
  }
}
