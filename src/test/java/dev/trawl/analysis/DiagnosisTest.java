package dev.trawl.analysis;

import static dev.trawl.analysis.Samples.accuracies;
import static dev.trawl.analysis.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Decision;
import dev.trawl.track.FinalStanding;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import java.util.ArrayList;
import java.util.HashMap;
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
    return Diagnosis.of(
        Samples.sweep(SweepStatus.FINISHED, List.of(runs)),
        List.of(runs),
        List.of(),
        run -> curves.getOrDefault(run.id(), List.of()));
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

  /** A program may record what it measured its images by, and not the rest. */
  @ParameterizedTest
  @CsvSource({"train_accuracy, val_accuracy", "val_accuracy, train_accuracy"})
  void of_anAccuracyThatNobodyMeasured_namesNoCause(String unknown, String measured) {
    Map<String, Double> known = new HashMap<>(accuracies(0.99, 0.97, 0.97));
    known.remove(unknown);
    List<Run> runs = List.of(run(1, Map.of(), known));
    Objective metric = new Objective(measured, Goal.MAXIMIZE, null);

    assertThat(
            Diagnosis.of(
                Samples.sweep(SweepStatus.FINISHED, metric, runs, 10),
                runs,
                List.of(),
                run -> List.of()))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.detail())
                    .doesNotContain("NaN", "it overfits", "chance")
                    .contains("test_accuracy 97.00 % after 10 epochs. Whether it underfits"));
  }

  @Test
  void of_onlyTheTestImagesBelow_tellsChanceFromADifference() {
    assertThat(of(run(1, Map.of(), accuracies(0.99, 0.981, 0.9799))).get(0).detail())
        .contains("may be below them by chance");
    // Below the threshold by more than chance, but not below the validation images.
    assertThat(of(run(1, Map.of(), accuracies(0.99, 0.9805, 0.9765))).get(0).detail())
        .contains("may be below them by chance");
    assertThat(of(run(1, Map.of(), accuracies(0.99, 0.985, 0.95))).get(0).detail())
        .contains("they differ from those it was trained on");
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
  void of_someAtGuessing_saysThatTheLabelsAreRight() {
    assertThat(
            of(
                run(1, Map.of(), accuracies(0.999, 0.993, 0.992)),
                run(2, Map.of(), accuracies(0.1, 0.1, 0.1))))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.detail()).endsWith("Others learn, so the labels are right.");
              assertThat(finding.runIds()).containsExactly("r2");
            });
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
  void of_aBestRunInRounds_speaksOfRounds() {
    Map<String, Double> known = new HashMap<>(accuracies(0.95, 0.951, 0.949));
    known.put(Metric.CLIENTS_ASKED, 10.0);

    assertThat(of(curve(0.93, 0.94, 0.951), run(1, Map.of(), known)))
        .hasSize(2)
        .extracting(finding -> finding.detail().replace("training.epochs", ""))
        .allSatisfy(detail -> assertThat(detail).contains("more rounds").doesNotContain("epoch"));
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

  /** The best of the search is not the one that is exported. */
  @Test
  void of_aSweepWithFinals_speaksOfTheirWinner() {
    Run first = run(1, Map.of(), accuracies(1, 0.994, 0.992));
    Run winner = run(2, Map.of(), accuracies(0.95, 0.961, 0.960));
    FinalStanding standing = new FinalStanding(2, 1, 2, 2, 0.9612, null, null, 0.9);
    List<Run> runs = List.of(first, winner);
    List<Finding> findings =
        Diagnosis.of(
            Samples.sweep(SweepStatus.FINISHED, runs),
            runs,
            List.of(
                Decision.ofFinals(5, Decision.Kind.WIN, winner.id(), 4, standing, Samples.NOON)),
            run -> List.of());

    assertThat(findings)
        .allSatisfy(finding -> assertThat(finding.runIds()).containsExactly(winner.id()));
    assertThat(findings.get(0).title()).isEqualTo("The best run stays below 98 %");
    assertThat(findings.get(0).detail()).startsWith("Run 2: ");
    assertThat(findings)
        .last()
        .satisfies(
            finding -> {
              assertThat(finding.title()).isEqualTo("The finals chose the best run");
              assertThat(finding.detail())
                  .isEqualTo(
                      "Run 2 won the finals: val_accuracy 96.12 % in the mean of 2 new seeds, the"
                          + " best of them with probability 0.900; it was chosen with 96.10 %.");
            });
  }
}
