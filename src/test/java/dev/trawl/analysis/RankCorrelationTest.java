package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RankCorrelationTest {

  /** Without ties it is 1 − 6·Σd² / (n·(n² − 1)); here Σd² = 194 and n = 10. */
  @Test
  void of_withoutTies_equalsTheRankDifferenceFormula() {
    double[] iq = {106, 100, 86, 101, 99, 103, 97, 113, 112, 110};
    double[] hours = {7, 27, 2, 50, 28, 29, 20, 12, 6, 17};

    assertThat(RankCorrelation.of(iq, hours)).isCloseTo(-29.0 / 165, within(1e-12));
  }

  @Test
  void of_ties_shareTheirMeanRank() {
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 · 5)
    assertThat(RankCorrelation.of(new double[] {1, 2, 2, 3}, new double[] {10, 20, 30, 40}))
        .isCloseTo(4.5 / Math.sqrt(22.5), within(1e-12));
  }

  @Test
  void of_monotoneCurve_isOne() {
    assertThat(RankCorrelation.of(new double[] {1, 2, 3}, new double[] {1, 100, 1e6})).isEqualTo(1);
    assertThat(RankCorrelation.of(new double[] {1, 2, 3}, new double[] {3, 2, -9})).isEqualTo(-1);
  }
}
