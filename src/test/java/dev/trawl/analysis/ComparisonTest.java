package dev.trawl.analysis;

import static dev.trawl.analysis.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

  private static Run of(int number, double validation) {
    return run(number, Map.of(), Map.of("val_accuracy", validation));
  }

  private static Comparison compare(Run... runs) {
    return Comparison.of(Samples.sweep(SweepStatus.FINISHED, List.of(runs)), List.of(runs))
        .orElseThrow();
  }

  @Test
  void of_clearLead_isMoreThanChance() {
    Comparison comparison = compare(of(1, 0.985), of(2, 0.992));

    assertThat(comparison.best().number()).isEqualTo(2);
    assertThat(comparison.byMoreThanChance()).isTrue();
    assertThat(comparison.withinChance()).isEmpty();
    assertThat(comparison.sentence())
        .isEqualTo(
            "Run 2 has the best val_accuracy, 99.20 %, by more than chance: run 1 with 98.50 % is"
                + " between 0.43 and 0.97 points lower.");
  }

  @Test
  void of_narrowLead_couldBeChance() {
    Comparison comparison = compare(of(1, 0.9918), of(2, 0.992), of(3, 0.9919), of(4, 0.9));

    assertThat(comparison.byMoreThanChance()).isFalse();
    assertThat(comparison.withinChance()).extracting(Run::number).containsExactly(3, 1);
    assertThat(comparison.sentence())
        .isEqualTo(
            "Run 2 has the best val_accuracy, 99.20 %, but its lead over run 3 with 99.19 % could"
                + " be chance, as over 1 more.");
  }

  @Test
  void of_equalRuns_takesTheLowerNumber() {
    Comparison comparison = compare(of(3, 0.99), of(2, 0.99));

    assertThat(comparison.best().number()).isEqualTo(2);
    assertThat(comparison.sentence())
        .isEqualTo(
            "Run 2 has the best val_accuracy, 99.00 %, as has run 3: of equal ones the lower"
                + " number goes first.");
  }

  @Test
  void of_unfinishedOrNaN_isNotTheBest() {
    Run pruned = run(1, RunStatus.PRUNED, null, Map.of(), Map.of("val_accuracy", 1.0));
    Run broken = of(2, Double.NaN);

    Comparison comparison = compare(pruned, broken, of(3, 0.5));

    assertThat(comparison.best().number()).isEqualTo(3);
    assertThat(comparison.sentence()).endsWith("it is the only finished run.");
    assertThat(Comparison.of(Samples.sweep(SweepStatus.FINISHED, List.of()), List.of(pruned)))
        .isEmpty();
  }

  @Test
  void of_loss_comparesWithoutSpeakingOfChance() {
    Objective loss = new Objective("val_loss", Goal.MINIMIZE, null);
    List<Run> runs =
        List.of(
            run(1, Map.of(), Map.of("val_loss", 0.03)), run(2, Map.of(), Map.of("val_loss", 0.02)));

    Comparison comparison =
        Comparison.of(Samples.sweep(SweepStatus.FINISHED, loss, runs, 10), runs).orElseThrow();

    assertThat(comparison.best().number()).isEqualTo(2);
    assertThat(comparison.sentence())
        .isEqualTo("Run 2 has the best val_loss, 0.0200, before run 1 with 0.0300.");
  }

  @Test
  void ranked_mixedRuns_haveFinishedFirstAndMissingLast() {
    Run failed = run(1, RunStatus.FAILED, "diverged", Map.of(), Map.of());
    Run running = run(2, RunStatus.RUNNING, null, Map.of(), Map.of("val_accuracy", 0.99));

    assertThat(
            Comparison.ranked(
                new Objective("val_accuracy", Goal.MAXIMIZE, null),
                List.of(failed, running, of(3, 0.5), of(4, 0.6), of(5, Double.NaN))))
        .extracting(Run::number)
        .containsExactly(4, 3, 5, 2, 1);
  }
}
