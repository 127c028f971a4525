package dev.trawl.sweep.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.TestCatalogs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a file calls its parameters, and which keys may be parameters. */
class ParameterNamesTest {
  private static final String BEGINNING =
      """
      dataset: mnist
      method: random
      run_cap: 4
      """;

  @Test
  void parameters_namesOfOthers_areReadAsOurs() throws Exception {
    SweepSpec spec =
        TestCatalogs.spec(
            BEGINNING
                + """
                metric: {name: top, goal: maximize}
                rename: {n: dense_units, top: val_accuracy}
                parameters:
                  optimizer: {parameters: {lr: {value: 0.01}}}
                  bs: {values: [32, 64]}
                  n: {value: 128}
                  num_epochs: {min: 2, max: 9}
                """);

    assertThat(spec.metric().name()).isEqualTo("val_accuracy");
    assertThat(spec.search().parameters())
        .containsExactly(
            entry("learning_rate", new Constant(0.01)),
            entry("batch_size", new Categorical(List.of(32L, 64L))),
            entry("dense_units", new Constant(128L)),
            entry("training.epochs", new IntUniform(2, 9)));
  }

  @Test
  void searchedSpace_recordedFile_hasTheNamesOfItsRuns() {
    String text =
        BEGINNING
            + """
            rename: {n: dense_units}
            parameters:
              n: {value: 128}
              optimizer: {parameters: {lr: {value: 0.01}}}
              epochs: {min: 2, max: 9}
            """;

    assertThat(SearchedSpace.of(new SweepSource("x.yaml", text, List.of())))
        .containsOnlyKeys("dense_units", "learning_rate", "training.epochs");
  }

  @Test
  void forRun_keysOfTraining_standInForTheFiles() throws Exception {
    SweepSpec spec =
        TestCatalogs.spec(
            BEGINNING
                + """
                parameters:
                  epochs: {min: 2, max: 9}
                  early_stopping.patience: {values: [1, 4]}
                  rotation: {values: [0, 10]}
                  seed: {values: [1, 2]}
                  model: {value: cnn}
                  dropout: {value: 0.5}
                training:
                  early_stopping: {monitor: val_loss}
                """);
    Map<String, Object> run =
        Map.of(
            "training.epochs", 7L,
            "training.early_stopping.patience", 4L,
            "training.augmentation.rotation", 10L,
            "seed", 2L,
            "model", "cnn",
            "dropout", 0.5);

    SweepSpec own = spec.forRun(run);

    assertThat(own.training().epochs()).isEqualTo(7);
    assertThat(own.training().augmentation()).isNotNull();
    Selection rule = own.training().rules().get(0);
    assertThat(rule.values()).containsEntry("patience", 4L);
    assertThat(spec.models()).containsExactly("cnn");
    assertThat(spec.mostEpochs()).isEqualTo(9);
    assertThat(RunKeys.hyperparameters(run)).containsOnlyKeys("dropout");
  }
}
