package dev.trawl.analysis;

import static dev.trawl.analysis.Samples.accuracies;
import static dev.trawl.analysis.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DiagnosisTest {

  private static List<Finding> of(Run... runs) {
    return of(Map.of(), runs);
  }

  private static List<Finding> of(Map<String, List<Metric>> curves, Run... runs) {
    return Diagnosis.of(Samples.sweep(SweepStatus.FINISHED, List.of(runs)), List.of(runs), curves);
  }

  private static Map<String, List<Metric>> curve(double... values) {
    List<Metric> curve = new ArrayList<>();
    for (double value : values) {
      curve.add(new Metric("val_accuracy", value, curve.size() + 1, Samples.NOON));
    }
    return Map.of("r1", curve);
  }

  @Test
  void of_aGoodRun_findsNothing() {
    assertThat(of(run(1, Map.of(), accuracies(0.999, 0.993, 0.992)))).isEmpty();
  }

  @Test
  void of_lowTrainAccuracy_isUnderfitting() {
    List<Finding> findings = of(run(1, Map.of(), accuracies(0.95, 0.951, 0.949)));

    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.title()).isEqualTo("The best run stays below 98 %");
              assertThat(finding.detail())
                  .startsWith(
                      "Run 1: train_accuracy 95.00 %, val_accuracy 95.10 %, test_accuracy 94.90 %"
                          + " after 10 epochs. ")
                  .contains("underfits");
              assertThat(finding.runIds()).containsExactly("r1");
            });
  }

  @Test
  void of_highTrainAndLowValidationAccuracy_isOverfitting() {
    assertThat(of(run(1, Map.of(), accuracies(0.999, 0.96, 0.961))))
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.detail()).contains("overfits").contains("48000 now"));
  }

  @Test
  void of_onlyTheTestImagesBelow_tellsChanceFromADifference() {
    assertThat(of(run(1, Map.of(), accuracies(0.99, 0.981, 0.9799))).get(0).detail())
        .contains("no more than chance");
    assertThat(of(run(1, Map.of(), accuracies(0.99, 0.985, 0.95))).get(0).detail())
        .contains("the test images differ");
  }

  @Test
  void of_allAtGuessing_asksForTheLabels() {
    assertThat(of(run(1, Map.of(), accuracies(0.1, 0.102, 0.1))))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.title()).isEqualTo("1 run learnt nothing");
              assertThat(finding.detail())
                  .contains("10.20 %")
                  .contains("guessing among 10 classes")
                  .contains("check that the labels");
            });
  }

  @Test
  void of_someAtGuessing_pointsToTheirParameters() {
    assertThat(
            of(
                run(1, Map.of(), accuracies(0.999, 0.993, 0.992)),
                run(2, Map.of(), accuracies(0.1, 0.1, 0.1))))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.detail()).contains("the learning rate first");
              assertThat(finding.runIds()).containsExactly("r2");
            });
  }

  @Test
  void of_divergedRuns_comparesLearningRates() {
    Run diverged = run(2, RunStatus.FAILED, "diverged", Map.of("learning_rate", 0.5), Map.of());
    Run good = run(1, Map.of("learning_rate", 0.001), accuracies(0.999, 0.993, 0.992));

    assertThat(of(good, diverged))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.title()).isEqualTo("1 run diverged");
              assertThat(finding.detail())
                  .contains("In 1 of 2 runs")
                  .contains("learning_rate was 0.5, in the finished runs at most 0.001");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "0.0001 0.01 0.0999, 0.0001 0.01 0.0999", // the same
    "0.0001 0.01 0.09975, 0.0002 0.02 0.09999", // finished ones are as high
    "0.0001 0.0002 0.1, 0.01 0.02 0.09", // only one is higher
    "0.01, 0.01",
    "0.001, 0.01"
  })
  void of_divergedRunsWithTheRatesOfFinishedOnes_namesNoCause(String diverged, String finished) {
    assertThat(divergence(diverged, finished))
        .doesNotContain("cause")
        .doesNotContain("learning_rate");
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.001 0.01", "0.05 0.2 0.5, 0.001 0.01 0.06", "0.1 0.2, 0.001 0.1"})
  void of_divergedRunsWithHigherRates_namesThemAsTheCause(String diverged, String finished) {
    assertThat(divergence(diverged, finished))
        .contains("usual cause")
        .contains("learning_rate was");
  }

  @Test
  void of_divergedRunsAlone_namesNoCauseButARateToTry() {
    assertThat(divergence("0.5 0.7", ""))
        .doesNotContain("cause")
        .contains("learning_rate was 0.5 to 0.7")
        .contains("try a tenth");
  }

  /** The finding on runs with these learning rates. */
  private static String divergence(String diverged, String finished) {
    List<Run> runs = new ArrayList<>();
    for (String rate : finished.split(" ", -1)) {
      if (!rate.isEmpty()) {
        Map<String, Object> parameters = Map.of("learning_rate", Double.valueOf(rate));
        runs.add(run(runs.size() + 1, parameters, accuracies(0.999, 0.993, 0.992)));
      }
    }
    for (String rate : diverged.split(" ", -1)) {
      Map<String, Object> parameters = Map.of("learning_rate", Double.valueOf(rate));
      runs.add(run(runs.size() + 1, RunStatus.FAILED, "diverged", parameters, Map.of()));
    }
    return of(runs.toArray(Run[]::new)).stream()
        .filter(finding -> finding.title().contains("diverged"))
        .map(Finding::detail)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void of_nothingFinished_saysSoFirst() {
    Run failed = run(1, RunStatus.FAILED, "out of memory", Map.of(), Map.of());

    assertThat(of(failed))
        .extracting(Finding::title)
        .containsExactly("No run finished", "1 run failed");
    assertThat(of(failed).get(1).detail()).contains("out of memory");
  }

  @Test
  void of_stillRisingAtTheLastEpoch_asksForMoreEpochs() {
    Run best = run(1, Map.of(), accuracies(0.985, 0.984, 0.985));

    assertThat(of(curve(0.97, 0.98, 0.984), best))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.title()).isEqualTo("The best run was still improving");
              assertThat(finding.detail()).contains("98.40 %").contains("98.00 %");
            });
    assertThat(of(curve(0.97, 0.985, 0.984), best)).isEmpty();
  }

  @Test
  void of_severalRuns_saysWhetherTheLeadIsChance() {
    assertThat(
            of(
                run(1, Map.of(), accuracies(1, 0.993, 0.992)),
                run(2, Map.of(), accuracies(1, 0.9931, 0.992))))
        .singleElement()
        .extracting(Finding::title)
        .isEqualTo("The best run's lead could be chance");
  }
}
