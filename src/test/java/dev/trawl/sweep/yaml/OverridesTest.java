package dev.trawl.sweep.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.EpochRuleCatalog;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.TestCatalogs;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.train.EpochRules;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {
  private static final String FILE =
      """
      name: tiny
      dataset: mnist
      method: random
      run_cap: 4
      parameters:
        dropout: {min: 0.0, max: 0.5}
        batch_size: {value: 64}
      training:
        epochs: 3
        early_stopping: {monitor: val_loss, patience: 3}
      """;

  @Test
  void read_topLevelOverrides_replaceTheFiles() throws Exception {
    SweepSpec spec = TestCatalogs.spec(FILE, "run_cap=8", "seed=7", "name=other name");

    assertThat(spec.search().runCap()).isEqualTo(8);
    assertThat(spec.seed()).isEqualTo(7);
    assertThat(spec.title().name()).isEqualTo("other name");
  }

  @Test
  void read_severalOverridesOfOneKey_lastOneWins() throws Exception {
    assertThat(TestCatalogs.spec(FILE, "seed=7", "seed = 8").seed()).isEqualTo(8);
  }

  @Test
  void read_nestedOverride_changesOnlyItsKey() throws Exception {
    TrainingSpec training = TestCatalogs.spec(FILE, "training.epochs=5").training();

    assertThat(training.epochs()).isEqualTo(5);
    assertThat(training.rules())
        .containsExactly(
            new Selection(
                "early_stopping", Map.of("monitor", "val_loss", "patience", 3, "min_delta", 0.0)));
  }

  @Test
  void read_overrideBelowAKeyWithDots_findsIt() throws Exception {
    String file = FILE.replace("  epochs: 3\n", "").replace("batch_size", "training.epochs");

    assertThat(TestCatalogs.spec(file, "parameters.training.epochs.value=7").search().parameters())
        .containsEntry("training.epochs", new Constant(7L));
    assertThat(
            TestCatalogs.spec(file, "parameters.training.epochs={value: 8}").search().parameters())
        .containsEntry("training.epochs", new Constant(8L));
    assertThatThrownBy(() -> TestCatalogs.spec(file, "parameters.training.epochs.valu=7"))
        .hasMessageContaining("valu=7:1:28: found the key valu");
  }

  @Test
  void read_overrideOfAMissingMapping_makesIt() throws Exception {
    SweepSpec spec =
        TestCatalogs.spec(
            FILE, "metric.name=val_accuracy", "metric.goal=maximize", "metric.target=0.99");

    assertThat(spec.metric()).isEqualTo(new Objective("val_accuracy", Goal.MAXIMIZE, 0.99));
  }

  @Test
  void read_overrideBelowTheDatasetsName_keepsTheName() throws Exception {
    SweepSpec spec = TestCatalogs.spec(FILE, "dataset.train_limit=100", "dataset.test_limit=50");

    assertThat(spec.dataset()).isEqualTo(new DatasetSpec("mnist", null, 0.2, 100, 50));
  }

  @Test
  void read_overrideWithAMapping_replacesAParameterInItsPosition() throws Exception {
    SweepSpec spec = TestCatalogs.spec(FILE, "parameters.dropout={value: 0.25}");

    assertThat(spec.search().parameters().keySet()).containsExactly("dropout", "batch_size");
    assertThat(spec.search().parameters()).containsEntry("dropout", new Constant(0.25));
  }

  @Test
  void read_overrideWithNull_takesTheKeyOut() throws Exception {
    TrainingSpec training = TestCatalogs.spec(FILE, "training.early_stopping=null").training();

    assertThat(training.rules()).isEmpty();
    assertThat(training.epochs()).isEqualTo(3);
  }

  @Test
  void read_overrideThroughAnAlias_leavesTheOtherUseAlone() throws Exception {
    SweepSpec spec =
        TestCatalogs.spec(
            FILE.replace("dropout: {", "dropout: &range {") + "",
            "parameters.l2={min: 0.0, max: 0.5}",
            "parameters.l2.max=0.25");

    assertThat(spec.search().parameters())
        .containsEntry("dropout", new Distribution.Uniform(0, 0.5))
        .containsEntry("l2", new Distribution.Uniform(0, 0.25));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run_cap=0|9|0|an integer of at least 1",
        "training.epochs=many|17|\"many\"|an integer of at least 1",
        "training.epoch=3|10|the key epoch|one of epochs, RULES, learning_rate, optimizer,"
            + " momentum, schedule, weight_decay, precision, threads, label_smoothing,"
            + " augmentation, checkpoints, timeout, federated (did you mean epochs?)",
        "metod=grid|1|the key metod|",
        "training|1|\"training\"|key=value, such as training.epochs=3",
        ".epochs=3|1|\".epochs=3\"|key=value, such as training.epochs=3",
        "=3|1|\"=3\"|key=value, such as training.epochs=3",
        "seed=|6|nothing after the =|a YAML value, or null to leave the key out",
        "run_cpa=null|1|the key run_cpa set to null|a key that the file has (did you mean"
            + " run_cap?)",
        "method.x=1|1|a key below method, which is \"random\"|a key that holds a mapping",
        "training.epochs.x=1|10|a key below epochs, which is 3|a key that holds a mapping",
        "seed=[1|8|the end of the text|YAML (while parsing a flow sequence: ",
        "seed=*x|6|*x|an anchor &x above it",
        "dataset.name=mnits|14|\"mnits\"|a dataset: mnist, or {path: …} for a folder of IDX files"
            + " (did you mean mnist?)",
      })
  void read_wrongOverride_isLocatedInTheOverride(
      String override, int column, String found, @Nullable String expected) {
    EpochRuleCatalog catalog = EpochRules.standard();
    List<String> rules = catalog.epochRules().stream().map(Selectable::name).toList();
    assertThatThrownBy(() -> TestCatalogs.spec(FILE, override))
        .isInstanceOf(InvalidSweepException.class)
        .hasMessageStartingWith(
            "--set %s:1:%d: found %s, expected %s",
            override,
            column,
            found,
            expected == null ? "" : expected.replace("RULES", String.join(", ", rules)));
  }

  @Test
  void read_wrongFileAndOverrides_reportsTheFileFirst() {
    assertThatThrownBy(
            () ->
                TestCatalogs.spec(
                    FILE.replace("tiny", "[]"), "seed=x", "training.epochs=0", "retries=-1"))
        .isInstanceOfSatisfying(
            InvalidSweepException.class,
            thrown ->
                assertThat(thrown.problems())
                    .extracting(Problem::file)
                    .containsExactly(
                        "x.yaml", "--set seed=x", "--set training.epochs=0", "--set retries=-1"));
  }

  @Test
  void read_brokenFileAndBrokenOverride_reportsBoth() {
    assertThatThrownBy(() -> TestCatalogs.spec("a: b: c", "seed"))
        .isInstanceOfSatisfying(
            InvalidSweepException.class,
            thrown ->
                assertThat(thrown.problems())
                    .extracting(Problem::file)
                    .isEqualTo(List.of("x.yaml", "--set seed")));
  }

  @Test
  void read_overrideBesideAKey_isNamedWhereItIsMeant() {
    String override = "parameters.seed.values=[1, 2]";
    assertThatThrownBy(() -> TestCatalogs.spec(FILE + "seed: 3\n", override))
        .isInstanceOf(InvalidSweepException.class)
        .hasMessageContaining("found the key seed beside the parameter of --set " + override);
  }
}
