package dev.trawl.sweep.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.TestCatalogs;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.sweep.TrainingSpec.Augmentation;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepFilesTest {
  private static final String SMALLEST =
      """
      dataset: mnist
      method: grid
      parameters:
        batch_size: {value: 64}
      """;

  @Test
  void read_smallestFile_fillsInDefaults() throws Exception {
    SweepSpec spec = TestCatalogs.spec(SMALLEST);

    assertThat(spec.title().name()).isEqualTo("x");
    assertThat(spec.dataset()).isEqualTo(new DatasetSpec("mnist", null, 0.2, null, null));
    assertThat(spec.model()).isEqualTo("cnn");
    assertThat(spec.search().method()).isEqualTo(Selection.of("grid"));
    assertThat(spec.seed()).isZero();
    assertThat(spec.search().runCap()).isNull();
    assertThat(spec.metric()).isEqualTo(new Objective("val_accuracy", Goal.MAXIMIZE, null));
    assertThat(spec.thresholds()).containsExactly(0.98, 0.99);
    assertThat(spec.search().parameters()).containsOnlyKeys("batch_size");
    assertThat(spec.training()).isEqualTo(TrainingSpec.of(10));
    assertThat(spec.execution().workers()).isNull();
    assertThat(spec.execution().retries()).isZero();
    assertThat(spec.execution().maxFailures()).isEqualTo(5);
  }

  @Test
  void read_numberOfVeryManyDigits_isRefusedWithoutBeingReadWhole() {
    assertThatThrownBy(() -> TestCatalogs.spec(SMALLEST + "seed: -" + "7".repeat(500_000)))
        .isInstanceOfSatisfying(
            InvalidSweepException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::found)
                    .containsExactly("a number of 500,001 characters"));
  }

  @Test
  void read_veryManyUnknownKeys_namesAllAndHintsAtTheFirst() {
    StringBuilder text = new StringBuilder(SMALLEST);
    for (int i = 0; i < 9_000; i++) {
      text.append("nmae").append(i).append(": 1\n");
    }
    assertThatThrownBy(() -> TestCatalogs.spec(text.toString()))
        .isInstanceOfSatisfying(
            InvalidSweepException.class,
            e -> {
              assertThat(e.problems()).hasSize(9_000);
              assertThat(e.problems().get(8_999).nearest()).isNull();
            });
  }

  @Test
  void read_everyKey_readsEachOfThem() throws Exception {
    SweepSpec spec =
        TestCatalogs.spec(
            """
            name: all of them
            description: |
              two
              lines
            project: digits
            dataset: {path: data/letters, validation_split: 0.1, train_limit: 500, test_limit: 100}
            model: cnn
            method: random
            seed: -7
            run_cap: 12
            metric: {name: val_loss, target: 0.05}
            thresholds: [0.9, 1]
            parameters:
              dropout: {min: 0.0, max: 0.5}
            training:
              epochs: 3
              early_stopping: {monitor: val_loss, patience: 3, min_delta: 1e-4}
              reduce_lr: {monitor: val_accuracy, factor: .5, patience: 2, min_delta: 0, min_lr: 0}
              augmentation: {rotation: 10, shift: .1, scale: .2}
              checkpoints: 4
              timeout: 90s
            workers: 2
            retries: 1
            max_failures: 3
            """);

    assertThat(spec)
        .isEqualTo(
            new SweepSpec(
                new Title("all of them", "two\nlines\n", "digits"),
                new DatasetSpec(null, "data/letters", 0.1, 500, 100),
                "cnn",
                new SearchSpec(
                    Selection.of("random"), null, Map.of("dropout", new Uniform(0.0, 0.5)), 12),
                -7,
                new Objective("val_loss", Goal.MINIMIZE, 0.05),
                List.of(0.9, 1.0),
                new TrainingSpec(
                    3,
                    List.of(
                        new Selection(
                            "early_stopping",
                            Map.of("monitor", "val_loss", "patience", 3, "min_delta", 1e-4)),
                        new Selection(
                            "reduce_lr",
                            Map.of(
                                "monitor", "val_accuracy",
                                "factor", 0.5,
                                "patience", 2,
                                "min_delta", 0.0,
                                "min_lr", 0.0))),
                    new Augmentation(10, 0.1, 0.2),
                    new CheckpointRetention(4),
                    Duration.ofSeconds(90)),
                new ExecutionSpec(2, 1, 3)));
  }

  @Test
  void read_randomWithoutCapButWithTarget_isValid() throws Exception {
    SweepSpec spec =
        TestCatalogs.spec(
            SMALLEST.replace("grid", "random")
                + "metric: {name: val_accuracy, goal: maximize, target: 0.99}\n");

    assertThat(spec.search().runCap()).isNull();
    assertThat(spec.metric().target()).isEqualTo(0.99);
  }

  @ParameterizedTest
  @CsvSource({
    "sweeps/mnist-quick.yaml, mnist-quick",
    "C:\\sweeps\\a.b.yml, a.b",
    "plain, plain",
    ".hidden, .hidden",
    "folder/, sweep"
  })
  void read_fileWithoutName_isNamedAfterTheFile(String file, String name) throws Exception {
    SweepFiles files = TestCatalogs.sweepFiles();

    assertThat(files.read(new SweepSource(file, SMALLEST, List.of())).spec().title().name())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "90, 90000",
    "1.5, 1500",
    "90s, 90000",
    "10m, 600000",
    "2h, 7200000",
    "1.5 h, 5400000"
  })
  void read_timeout_isSecondsOrTextWithUnit(String text, long milliseconds) throws Exception {
    SweepSpec spec = TestCatalogs.spec(SMALLEST + "training: {timeout: " + text + "}\n");

    assertThat(spec.training().timeout()).isEqualTo(Duration.ofMillis(milliseconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"best", "last", "all"})
  void read_checkpoints_areNamed(String name) throws Exception {
    SweepSpec spec = TestCatalogs.spec(SMALLEST + "training: {checkpoints: " + name + "}\n");

    assertThat(spec.training().checkpoints())
        .isEqualTo(
            switch (name) {
              case "best" -> CheckpointRetention.BEST;
              case "last" -> CheckpointRetention.LAST;
              default -> CheckpointRetention.ALL;
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024", "1e-3", "2024-01-01", "true", "'quoted'"})
  void read_nameThatLooksLikeAnotherType_staysAsWritten(String name) throws Exception {
    assertThat(TestCatalogs.spec(SMALLEST + "name: " + name + "\n").title().name())
        .isEqualTo(name.replace("'", ""));
  }

  @Test
  void read_anchorsAndMerges_workAsInPyYaml() throws Exception {
    SweepSpec spec =
        TestCatalogs.spec(
            """
            program: train.py
            dataset: mnist
            method: random
            run_cap: 4
            parameters:
              learning_rate: &log
                distribution: log_uniform_values
                min: 1e-4
                max: 1e-2
              l2:
                <<: *log
                max: 1e-3
              batch_size: {values: &sizes [32, 64]}
              dense_units: {values: *sizes}
              dropout: {<<: [{min: 0.1}, {min: 0.3, max: 0.5}]}
            """);

    assertThat(spec.search().parameters())
        .containsExactly(
            entry("learning_rate", new LogUniformValues(1e-4, 1e-2)),
            entry("l2", new LogUniformValues(1e-4, 1e-3)),
            entry("batch_size", new Categorical(List.of(32L, 64L))),
            entry("dense_units", new Categorical(List.of(32L, 64L))),
            entry("dropout", new Uniform(0.1, 0.5)));
  }

  @Test
  void read_mergedParameters_comeBeforeOwnOnes() throws Exception {
    SweepSpec spec =
        TestCatalogs.spec(
            """
            dataset: mnist
            method: grid
            parameters:
              batch_size: {value: 64}
              <<: {dropout: {value: 0.5}, batch_size: {value: 32}}
            """);

    assertThat(spec.search().parameters())
        .containsExactly(
            entry("dropout", new Constant(0.5)), entry("batch_size", new Constant(64L)));
  }

  @Test
  void read_hyperparameterUnderTraining_hasOneValueInEachRun() throws Exception {
    SweepSpec spec =
        TestCatalogs.spec(
            """
            dataset: mnist
            method: grid
            parameters:
              batch_size: {values: [32, 64]}
            training: {label_smoothing: 0, epochs: 3, learning_rate: 1e-2}
            """);

    assertThat(spec.search().parameters())
        .containsExactly(
            entry("batch_size", new Categorical(List.of(32L, 64L))),
            entry("learning_rate", new Constant(0.01)),
            entry("label_smoothing", new Constant(0.0)));
    assertThat(spec.training()).isEqualTo(TrainingSpec.of(3));
  }

  @Test
  void read_quotedMergeSign_isAnOrdinaryKey() {
    assertThatThrownBy(() -> TestCatalogs.spec(SMALLEST + "'<<': {name: a}\n"))
        .isInstanceOf(InvalidSweepException.class)
        .hasMessageContaining("found the key <<");
  }

  @Test
  void read_problemBehindAnAlias_isReportedOnceWhereItIsWritten() {
    assertThatThrownBy(
            () ->
                TestCatalogs.spec(
                    SMALLEST
                        + """
                        training:
                          early_stopping: &plateau {monitor: loss, patience: 3}
                          reduce_lr:
                            <<: *plateau
                            factor: 0.5
                        """))
        .isInstanceOfSatisfying(
            InvalidSweepException.class,
            thrown ->
                assertThat(thrown.problems())
                    .extracting(Problem::line, Problem::column, Problem::found)
                    .containsExactly(tuple(6, 38, "\"loss\"")));
  }

  @Test
  void read_windowsLineEndsAndWideCharacters_keepColumnsRight() {
    assertThatThrownBy(
            () ->
                TestCatalogs.spec(
                    "# 🐟\r\ndescription: naïve 🐟\r\n{}: 1\r\n".replace("{}", "colour")))
        .isInstanceOfSatisfying(
            InvalidSweepException.class,
            thrown ->
                assertThat(thrown.problems())
                    .filteredOn(problem -> problem.found().equals("the key colour"))
                    .extracting(Problem::line, Problem::column)
                    .containsExactly(tuple(3, 1)));
  }

  @Test
  void read_byteOrderMark_isNoPartOfTheText() throws Exception {
    assertThat(TestCatalogs.spec("\uFEFF" + SMALLEST)).isEqualTo(TestCatalogs.spec(SMALLEST));
    assertThatThrownBy(() -> TestCatalogs.spec("\uFEFFcolour: 1\n" + SMALLEST))
        .isInstanceOf(InvalidSweepException.class)
        .hasMessageStartingWith("x.yaml:1:1: found the key colour");
    assertThatThrownBy(() -> TestCatalogs.spec("\uFEFF{} }\n"))
        .isInstanceOf(InvalidSweepException.class)
        .hasMessageStartingWith("x.yaml:1:4: ");
  }

  @Test
  void read_enormousFile_isAProblem() {
    assertThatThrownBy(() -> TestCatalogs.spec("# long\n".repeat(200_000)))
        .isInstanceOf(InvalidSweepException.class)
        .hasMessage("x.yaml:1:1: found 1400000 characters, expected at most 1000000");
  }

  @Test
  void read_mnistRandom_isTheSpaceOfTheRuleBook() throws Exception {
    SweepSpec spec = TestCatalogs.spec(Files.readString(Path.of("sweeps/mnist-random.yaml")));

    assertThat(spec.search().runCap()).isEqualTo(24);
    assertThat(spec.seed()).isEqualTo(42);
    assertThat(spec.search().parameters())
        .containsExactly(
            entry("filters", new Categorical(List.of(List.of(16L, 32L), List.of(32L, 64L)))),
            entry("dense_units", new Categorical(List.of(64L, 128L))),
            entry("dropout", new Uniform(0.0, 0.5)),
            entry("l2", new LogUniformValues(1e-6, 1e-3)),
            entry("batch_size", new Categorical(List.of(64L, 128L))),
            entry("learning_rate", new LogUniformValues(3e-4, 3e-3)));
  }

  @Test
  void read_mnistGrid_hasSteps() throws Exception {
    SweepSpec spec = TestCatalogs.spec(Files.readString(Path.of("sweeps/mnist-grid.yaml")));

    assertThat(spec.search().parameters())
        .containsEntry("dropout", new QUniform(0.0, 0.5, 0.25, false));
    assertThat(
            spec.search().parameters().values().stream()
                .mapToLong(each -> each.size().orElseThrow()))
        .containsExactly(1L, 2L, 3L, 3L);
  }
}
