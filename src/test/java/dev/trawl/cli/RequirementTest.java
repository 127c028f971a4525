package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script learns from {@code run}. */
final class RequirementTest {
  private static final String LINES =
      """
      name: required
      method: grid
      parameters:
        filters: {value: [2]}
        dense_units: {value: 4}
        learning_rate: {values: [0.001, 0.002]}
      training: {epochs: 1}
      """;

  private final Workplace workplace;
  private final Path file;

  RequirementTest(@TempDir Path folder) throws IOException {
    workplace = Workplace.create(folder, "required");
    file = workplace.sweep(LINES);
  }

  private Ran run(String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "run";
    arguments[1] = file.toString();
    arguments[2] = "--no-dashboard";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return workplace.trawl(arguments);
  }

  @Test
  void run_withRequirements_endsByThemAndAppendsItsSummary() throws IOException {
    Path summary = workplace.folder().resolve("summary.md");
    Files.writeString(summary, "# Before\n");

    Ran met = run("--require", "test_accuracy >= 0", "--summary", summary.toString());
    Ran missed =
        run(
            "--require",
            "metrics.test_accuracy > 1",
            "--require",
            "epochs = 1",
            "--summary",
            summary.toString());

    assertThat(met.exitCode()).as(met.err()).isZero();
    assertThat(met.err()).containsPattern("(?m)^met: required test_accuracy >= 0, the best run is");
    assertThat(missed.exitCode()).isEqualTo(3);
    assertThat(missed.err())
        .containsPattern("NOT MET: required metrics.test_accuracy > 1, .* with test_accuracy 0")
        .contains("met: required epochs = 1, the best run is");
    assertThat(Files.readString(summary))
        .startsWith("# Before\n## required: FINISHED")
        .containsPattern("\\*\\*NOT MET: required metrics.test\\\\_accuracy \\\\> 1, ")
        .containsPattern("(?m)^\\| RUN \\| ID \\| learning\\\\_rate \\| EPOCHS ")
        .containsPattern("(?m)^\\| \\\\\\* [12] \\| ");
  }

  @Test
  void run_requirementThatCantBeRead_trainsNothing() {
    Ran ran = run("--require", "test_acuracy >= 0.99");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("--require:1:1").contains("test_accuracy");
    assertThat(workplace.folder().resolve("required.mv.db")).doesNotExist();
  }

  @Test
  void run_requirementOfAPercentage_trainsNothing() {
    for (String percentage :
        List.of("test_accuracy >= 99.5", "epochs = 1 AND NOT test_accuracy < 99.5")) {
      Ran ran = run("--require", percentage);

      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(ran.err()).contains("an accuracy as a fraction from 0 to 1 (did you mean 0.995?)");
    }
    assertThat(workplace.folder().resolve("required.mv.db")).doesNotExist();
  }

  @Test
  void run_summaryThatCantBeWritten_trainsNothing() {
    Ran ran = run("--summary", workplace.folder().resolve("none/summary.md").toString());

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("summary.md");
    assertThat(workplace.folder().resolve("required.mv.db")).doesNotExist();
  }
}
