package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedDifferenceTest {
  /** p: twice the tail of a fair coin, summed by hand. */
  @ParameterizedTest
  @CsvSource({"0, 0, 1", "1, 1, 1", "0, 2, 0.5", "0, 6, 0.03125", "6, 0, 0.03125", "1, 5, 0.21875"})
  void p_ofSomeDifferences_isTheExactBinomials(int gained, int lost, double p) {
    assertThat(new PairedDifference(gained, lost, 100).p()).isCloseTo(p, within(1e-12));
  }

  /**
   * The approval ratings of Agresti, Categorical Data Analysis, 10.1: 150 and 86 of 1,600 changed.
   */
  @Test
  void interval_ofTheApprovalRatings_isThatOfTheirFormula() {
    PairedDifference approval = new PairedDifference(86, 150, 1600);

    double n = 1602;
    double center = (86.5 - 150.5) / n;
    double variance = (86.5 + 150.5) / n - center * center;
    assertThat(approval.value()).isEqualTo(-0.04);
    assertThat(approval.interval().low())
        .isCloseTo(center - 1.959964 * Math.sqrt(variance / n), within(1e-8));
    assertThat(approval.interval().high())
        .isCloseTo(center + 1.959964 * Math.sqrt(variance / n), within(1e-8));
    assertThat(approval.interval().contains(-0.04)).isTrue();
  }

  @Test
  void interval_ofEqualModels_isNotAPoint() {
    PairedDifference equal = new PairedDifference(0, 0, 300);

    assertThat(equal.value()).isZero();
    assertThat(equal.interval().low()).isBetween(-0.01, -0.001);
    assertThat(equal.interval().high()).isBetween(0.001, 0.01);
  }

  @Test
  void of_predictions_countsWhatWasGainedAndLost() {
    int[] labels = {0, 1, 2, 0, 1};
    int[] first = {0, 1, 0, 1, 2};
    int[] second = {0, 2, 2, 0, 0};

    assertThat(PairedDifference.of(first, second, labels)).isEqualTo(new PairedDifference(2, 1, 5));
    assertThatThrownBy(() -> new PairedDifference(3, 3, 5))
        .hasMessage("need no more differences than images, found 3 and 3 of 5");
  }
}
