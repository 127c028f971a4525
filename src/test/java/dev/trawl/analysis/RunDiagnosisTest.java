package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules on the recorded curves of real runs. */
final class RunDiagnosisTest {

  private static List<Finding> of(String name) {
    return RecordedRun.read(name).diagnosis(0.98);
  }

  private static List<String> titles(List<Finding> findings) {
    return findings.stream().map(Finding::title).toList();
  }

  private static List<String> keys(List<Finding> findings) {
    return findings.stream()
        .flatMap(finding -> finding.changes().stream())
        .map(FileChange::key)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "overfitting-few-images | It overfits",
        "overfitting-dropout | It overfits",
        "overfitting-gap | It overfits",
        "overfitting-loss | It overfits",
        "slow-constant | It learns slowly",
        "slow-cosine | It learns slowly",
        "slow-cnn | It learns slowly",
        "oscillating-accuracy | It oscillates",
        "oscillating-wildly | It oscillates",
        "oscillating-loss | It oscillates",
        "too-few-epochs | It was still improving",
        "still-improving | It was still improving",
        "still-improving-resnet | It was still improving"
      })
  void of_aRunOfAKind_namesItBesideTheThreshold(String name, String title) {
    List<Finding> findings = of(name);

    assertThat(titles(findings)).containsExactlyInAnyOrder("It stays below 98 %", title);
    assertThat(findings)
        .filteredOn(finding -> finding.title().equals(title))
        .allSatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.changes()).isNotEmpty();
              assertThat(finding.detail()).contains(finding.changes().get(0).text());
              assertThat(finding.runIds()).containsExactly("r1");
            });
  }

  @Test
  void of_aDivergedRun_lowersItsRateAndNothingElse() {
    assertThat(of("diverging"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.title()).isEqualTo("It diverged");
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.changes().get(0))
                  .isEqualTo(new FileChange("learning_rate", "0.1", "8"));
            });
  }

  /** What a program of one's own measures may be NaN for reasons of its own. */
  @Test
  void of_aRunWhoseOwnMetricIsNotFinite_accusesNoLoss() {
    assertThat(ofMetrics(Map.of("reward", Double.NaN, "return", Double.NEGATIVE_INFINITY)))
        .isEmpty();
    assertThat(titles(ofMetrics(Map.of("loss", Double.POSITIVE_INFINITY))))
        .containsExactly("It diverged");
  }

  private static List<Finding> ofMetrics(Map<String, Double> metrics) {
    Run run = Samples.run(1, RunStatus.FINISHED, null, Map.of(), metrics);
    return RunDiagnosis.of(
        Samples.sweep(SweepStatus.FINISHED, List.of(run)), run, List.of(), RunSettings.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"underfitting", "large-rate"})
  void of_aRunThatMissesTheThresholdOnItsOwnImages_doubtsTheFitAndTheData(String name) {
    assertThat(of(name))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.title()).isEqualTo("It stays below 98 %");
              assertThat(finding.detail())
                  .contains("underfits")
                  .endsWith("look for wrong labels in the data.");
            });
  }

  /** The aim of their sweep was 97 %; augmentation, smoothing and dropout make training harder. */
  @ParameterizedTest
  @ValueSource(ints = {103, 130, 122, 164, 77, 151, 150, 21, 124, 40, 185, 36, 108, 85, 5, 51})
  void of_aHealthyRunOfARealSweep_findsNothing(int number) {
    assertThat(RecordedRun.read("healthy-" + number).diagnosis(0.97)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"healthy-augmented", "healthy-averaged"})
  void of_aRunThatReachesItsThreshold_findsNothingWhileItTrainsEither(String name) {
    RecordedRun run = RecordedRun.read(name);

    assertThat(run.diagnosis(0.98)).isEmpty();
    for (int epoch = 1; epoch <= run.epochs().size(); epoch++) {
      assertThat(run.after(epoch, RunStatus.RUNNING).diagnosis(0.98)).isEmpty();
    }
  }

  @Test
  void of_aRunThatTrains_speaksFromItsFifthEpochOn() {
    RecordedRun run = RecordedRun.read("oscillating-wildly");

    assertThat(run.after(4, RunStatus.RUNNING).diagnosis(0.98)).isEmpty();
    assertThat(titles(run.after(8, RunStatus.RUNNING).diagnosis(0.98)))
        .containsExactly("It oscillates");
    assertThat(RecordedRun.read("slow-cnn").after(15, RunStatus.RUNNING).diagnosis(0.98)).isEmpty();
  }

  /** Dropout is at the top of what the file searches, augmentation is there, and so on. */
  @Test
  void of_overfittingThatIsFoughtAlready_namesAnotherRemedy() {
    RecordedRun run = RecordedRun.read("overfitting-gap");
    String moved = "training: {augmentation: {shift: 0.1}, ";

    assertThat(keys(run.diagnosis(0.98))).containsExactly("training.augmentation", "dropout", "l2");
    assertThat(keys(run.with("training: {", moved).diagnosis(0.98)))
        .containsExactly("dropout", "l2", "label_smoothing");
    assertThat(
            keys(
                run.with("training: {", moved)
                    .with("dropout: {value: 0.1825858935190871}", "dropout: {value: 0.5}")
                    .with("l2: {value: 0.001969175594246732}", "label_smoothing: {value: 0.1}")
                    .diagnosis(0.98)))
        .containsExactly("l2");
    assertThat(
            keys(
                run.with(
                        "dropout: {value: 0.1825858935190871}",
                        "dropout: {values: [0.2, 0.1]}") // it has 0.2, the most
                    .diagnosis(0.98)))
        .doesNotContain("dropout");
  }

  @Test
  void of_oscillationUnderASchedule_lowersTheRateInstead() {
    RecordedRun run = RecordedRun.read("oscillating-accuracy");

    assertThat(keys(run.diagnosis(0.98)))
        .containsExactly("schedule", "weight_average", "learning_rate");
    assertThat(
            keys(
                run.with("schedule: {value: constant}", "schedule: {value: cosine}")
                    .diagnosis(0.98)))
        .containsExactly("weight_average", "learning_rate", "batch_size");
    assertThat(
            keys(
                run.with(
                        "epochs: 20",
                        "epochs: 20, reduce_lr: {monitor: val_loss, factor: 0.5, patience: 2}")
                    .diagnosis(0.98)))
        .doesNotContain("schedule");
  }

  @Test
  void of_aRunThatSomethingEndedWhileItImproved_namesWhatEndedIt() {
    RecordedRun run = RecordedRun.read("still-improving");
    RecordedRun stopped =
        run.with("epochs: 20", "epochs: 20, early_stopping: {monitor: val_accuracy, patience: 2}")
            .after(8, RunStatus.FINISHED);
    RecordedRun pruned =
        run.with("training: {", "early_terminate: {type: asha, min_iter: 2}, training: {")
            .after(8, RunStatus.PRUNED);

    assertThat(keys(stopped.diagnosis(0.98))).containsExactly("training.early_stopping.patience");
    assertThat(pruned.diagnosis(0.98))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.INFO);
              assertThat(finding.detail()).contains("in epoch 8, its last of at most 20.");
              assertThat(finding.changes())
                  .containsExactly(new FileChange("early_terminate.min_iter", "16", "2"));
            });
    assertThat(keys(run.after(8, RunStatus.KILLED).diagnosis(0.98))).isEmpty();
  }

  /**
   * A program of its own may record other names, percentages, steps that are no epochs, no images.
   */
  @Test
  void of_whatIsNotKnown_saysNothing() {
    RecordedRun run = RecordedRun.read("overfitting-gap");

    assertThat(run.diagnosis(List.of(), null)).isEmpty();
    for (String key : List.of("train_accuracy", "val_accuracy")) {
      assertThat(titles(renamed(run, key).diagnosis(0.98))).doesNotContain("It overfits");
    }
    assertThat(titles(renamed(RecordedRun.read("slow-cnn"), "train_loss").diagnosis(0.98)))
        .doesNotContain("It learns slowly");
    assertThat(renamed(RecordedRun.read("still-improving"), "val_loss").diagnosis(0.98))
        .extracting(Finding::title)
        .containsExactly("It stays below 98 %");
  }

  /** Clients train in rounds: of their runs nobody speaks of epochs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "diverging",
        "large-rate",
        "oscillating-accuracy",
        "oscillating-loss",
        "overfitting-loss",
        "slow-cnn",
        "still-improving",
        "too-few-epochs",
        "underfitting"
      })
  void of_aRunInRounds_speaksOfRounds(String name) {
    RecordedRun run = RecordedRun.read(name);

    assertThat(run.inRounds().diagnosis(0.98))
        .isNotEmpty()
        .hasSameSizeAs(run.diagnosis(0.98))
        .allSatisfy(finding -> assertThat(words(finding)).doesNotContain("epoch"))
        .anySatisfy(finding -> assertThat(words(finding)).contains("round"));
  }

  /** Without the file's key. */
  private static String words(Finding finding) {
    return finding.detail().replace("training.epochs", "");
  }

  private static RecordedRun renamed(RecordedRun run, String key) {
    return new RecordedRun(
        run.sweepFile(),
        run.dataset(),
        run.status(),
        run.reason(),
        run.best(),
        run.test(),
        run.keys().stream().map(each -> each.equals(key) ? "own_" + each : each).toList(),
        run.epochs());
  }

  /** Of ten validation images one was wrong. */
  @Test
  void of_aGapThatMayBeChance_saysNothing() {
    RecordedRun run = RecordedRun.read("overfitting-few-images");
    DatasetInfo all = run.dataset();
    DatasetInfo few =
        new DatasetInfo(all.name(), all.sha256(), 40, 10, 10_000, 28, 28, 1, all.labels());

    assertThat(titles(run.diagnosis(List.of(0.98), all))).contains("It overfits");
    assertThat(titles(run.diagnosis(List.of(0.98), few))).doesNotContain("It overfits");
  }
}
