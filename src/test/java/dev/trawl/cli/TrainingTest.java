package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands that train, on a small data set of bright and dark images. */
@Timeout(120)
class TrainingTest {
  private static final int SIDE = 8;

  private final Path folder;
  private final String database;
  private final ObjectMapper mapper = new ObjectMapper();

  TrainingTest(@TempDir Path folder) {
    this.folder = folder;
    this.database = "jdbc:h2:file:" + folder.resolve("db");
  }

  @BeforeEach
  void writeImages() throws IOException {
    images("train", 200, 1);
    images("t10k", 50, 2);
  }

  @Test
  void run_ofASweep_reportsRecordsAndExportsIt() throws Exception {
    Path file = sweep(3);

    Ran run = trawl("run", file.toString(), "--no-dashboard", "--workers", "1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("brightness: FINISHED")
        .contains("2 of 2 runs finished", "Run ", " has the best val_accuracy")
        .endsWith("export     ./trawl export brightness -o best/\n");
    assertThat(run.err().lines())
        .anyMatch(line -> line.startsWith("run 1  epoch 3/3  "))
        .anyMatch(line -> line.startsWith("run 2  FINISHED  3 epochs"));

    JsonNode runs = mapper.readTree(trawl("runs", "brightness", "--json").out());
    assertThat(runs).hasSize(2);

    Path exported = folder.resolve("best");
    Ran export = trawl("export", "brightness", "-o", exported.toString(), "--json");
    assertThat(export.exitCode()).isZero();
    assertThat(mapper.readTree(export.out()).at("/files")).hasSize(3);
    assertThat(exported.resolve("model.zip")).exists();

    assertReproduces(file, runs.get(1));
  }

  /** The second run alone has the parameters and the metrics that it has in the whole sweep. */
  private void assertReproduces(Path file, JsonNode second) throws IOException {
    Ran ran = trawl("run", file.toString(), "--no-dashboard", "--only", "2", "--json");

    JsonNode runs = mapper.readTree(ran.out());
    assertThat(ran.exitCode()).isZero();
    assertThat(runs).hasSize(1);
    for (String field : List.of("number", "seed", "parameters", "band")) {
      assertThat(runs.get(0).get(field)).isEqualTo(second.get(field));
    }
    for (String metric : List.of("val_loss", "test_loss", "test_accuracy")) {
      assertThat(runs.get(0).at("/metrics/" + metric)).isEqualTo(second.at("/metrics/" + metric));
    }
    assertThat(trawl("sweeps").out()).contains("brightness-run-2");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void run_interruptedBySignal_savesAndGoesOnWhenResumed() throws Exception {
    Path file = sweep(40);
    Process process = start("run", file.toString(), "--no-dashboard", "--workers", "1");
    Path err = folder.resolve("err");
    while (process.isAlive() && !Files.readString(err).contains("epoch 2/")) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(process.isAlive()).as(Files.readString(err)).isTrue();

    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(Files.readString(folder.resolve("out")))
        .startsWith("brightness: INTERRUPTED")
        .contains("resume     ./trawl resume brightness");

    Ran resumed = trawl("resume", "brightness", "--no-dashboard", "--json");

    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.err()).contains("run 1 goes on after epoch ");
    JsonNode runs = mapper.readTree(resumed.out());
    assertThat(runs.findValuesAsText("status")).containsExactly("FINISHED", "FINISHED");
    assertThat(runs.findValuesAsText("epochs")).containsExactly("40", "40");
  }

  private Ran trawl(String... arguments) {
    return Ran.trawl(command(arguments).toArray(String[]::new));
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("--db", database));
    command.addAll(List.of(arguments));
    return command;
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.eclipse.deeplearning4j.helpers.disable=false");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.trawl.cli.Main"));
    command.addAll(command(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private Path sweep(int epochs) throws IOException {
    return Files.writeString(
        folder.resolve("brightness.yaml"),
        """
        dataset: {path: "%s"}
        method: grid
        metric: {name: val_accuracy, goal: maximize}
        parameters:
          filters: {value: [4]}
          batch_size: {value: 16}
          learning_rate: {values: [0.001, 0.01]}
        training: {epochs: %d}
        """
            .formatted(folder, epochs));
  }

  /** Writes the two IDX files of a part: label 1 is bright, label 0 dark, both noisy. */
  private void images(String part, int count, long seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    header(labels, 0x801, count);
    header(pixels, 0x803, count, SIDE, SIDE);
    for (int i = 0; i < count; i++) {
      int label = i % 2;
      labels.write(label);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        pixels.write(100 * label + random.nextInt(155));
      }
    }
    Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.toByteArray());
    Files.write(folder.resolve(part + "-images-idx3-ubyte"), pixels.toByteArray());
  }

  private static void header(ByteArrayOutputStream bytes, int... values) throws IOException {
    DataOutputStream data = new DataOutputStream(bytes);
    for (int value : values) {
      data.writeInt(value);
    }
  }
}
