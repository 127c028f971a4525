package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.export.ModelFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands ask after words that are nearly right. */
final class NearlyRightWordsTest {
  private final Path folder;

  NearlyRightWordsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void command_misspelled_isAskedAfter() {
    Ran ran = Ran.trawl("chekc", "sweeps/tiny.yaml");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err().lines()).anyMatch(line -> line.matches("Did you mean.* trawl check.*"));
  }

  @Test
  void option_misspelled_isAskedAfter() {
    Ran ran = Ran.trawl("run", "sweeps/tiny.yaml", "--wokers=2");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("Unknown option: '--wokers=2'", "--workers", "Try 'trawl run --help'.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "onnx-int4 | found onnx-int4 (did you mean onnx-int8?)",
        "dl4j,pickle | found pickle",
        "dl4 | found dl4 (did you mean dl4j?)",
        "tf-lite | found tf-lite (did you mean tflite?)",
        "xyz | found xyz"
      })
  void exportFormat_thatThereIsNot_isAUsageErrorByName(String format, String found) {
    Ran ran =
        Ran.trawl(
            "export",
            "x",
            "-o",
            "y",
            "--format",
            format,
            "--db",
            "jdbc:h2:file:" + folder.resolve("db"));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            "trawl: need --format %s, %s\n", String.join(", ", new ModelFormats().keys()), found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list | sweeps",
        "rm | delete",
        "ui | serve",
        "shwo | show",
        "fix | repair",
        "status | sweeps",
        "history | sweeps",
        "compare | runs",
        "run f --epochs 3 | run --set training.epochs=3",
        "run f --epochs=3 | run --set training.epochs=3",
        "run f --budget 5m | run --set budget=5m",
        "check f --lr 0.1 | check --set 'parameters.learning_rate={value: 0.1}'",
        "run f --epochs | run --set 'training.epochs=…'",
        "run f --jobs 3 | run --workers",
        "run f --parallel=3 | run --workers",
        "serve --listen 0.0.0.0 | serve --host",
        "help | --help",
        "version | --version",
        "data help | data --help",
        "runs s --format json | runs --json",
        "runs s --format excel | runs --format csv"
      })
  void wordsThatThereAreNot_areAnsweredWithThoseMeant(String words, String meant) {
    Ran ran = Ran.trawl(words.split(" ", -1));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("Did you mean: trawl " + meant + "?\n");
  }

  @ParameterizedTest
  @CsvSource({
    "a, a.yaml",
    "a.yml, a.yaml",
    "A.YAML, a.yaml",
    "quikc.yaml, sweeps/quick.yml",
    "sweep/quick, sweeps/quick.yml",
    "b.txt,",
    "no/such,"
  })
  void file_thatIsNearlyThere_isAskedAfter(String written, String meant) throws IOException {
    file("a.yaml", RecordedDigits.YAML);
    Files.createDirectory(folder.resolve("sweeps"));
    file("sweeps/quick.yml", RecordedDigits.YAML);

    Ran ran = Ran.trawl("run", folder.resolve(written).toString());

    assertThat(ran.err())
        .isEqualTo(
            "trawl: need a sweep file, found no file %s%s\n",
            folder.resolve(written),
            meant == null ? "" : "; did you mean %s?".formatted(folder.resolve(meant)));
  }

  @Test
  void percentages_whereFractionsAreMeant_areAskedAfter() throws IOException {
    String file = file("a.yaml", RecordedDigits.YAML).toString();
    Map<String, String> fractions =
        Map.of(
            "metric.target=98", "0.98",
            "thresholds=[0.5, 99]", "0.99",
            "dataset={name: mnist, validation_split: 20}", "0.2",
            "parameters.dropout={values: [50]}", "0.5",
            "training.augmentation={shift: 10}", "0.1");

    fractions.forEach(
        (set, meant) ->
            assertThat(Ran.trawl("check", file, "--set", set).err())
                .contains("(did you mean " + meant + "?)")
                .hasLineCount(1));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
