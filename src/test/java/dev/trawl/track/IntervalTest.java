package dev.trawl.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntervalTest {
  private static final Offset<Double> PUBLISHED = within(0.00005);

  /** Newcombe 1998, the single proportion, table I, method 3. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718"
  })
  void wilson_publishedCounts_givesPublishedLimits(
      int correct, int total, double low, double high) {
    Interval interval = Interval.wilson(correct, total);

    assertThat(interval.low()).isCloseTo(low, PUBLISHED);
    assertThat(interval.high()).isCloseTo(high, PUBLISHED);
  }

  /** Newcombe 1998, the difference of proportions, table II, method 10. */
  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 0.0524, 0.3339",
    "9, 10, 3, 10, 0.1705, 0.8090",
    "6, 7, 2, 7, 0.0582, 0.8062",
    "5, 56, 0, 29, -0.0381, 0.1926",
    "0, 10, 0, 20, -0.1611, 0.2775",
    "0, 10, 0, 10, -0.2775, 0.2775",
    "10, 10, 0, 20, 0.6791, 1.0000",
    "10, 10, 0, 10, 0.6075, 1.0000"
  })
  void ofDifference_publishedCounts_givesPublishedLimits(
      int first, int firstTotal, int second, int secondTotal, double low, double high) {
    Interval interval = Interval.ofDifference(first, firstTotal, second, secondTotal);

    assertThat(interval.low()).isCloseTo(low, PUBLISHED);
    assertThat(interval.high()).isCloseTo(high, PUBLISHED);
  }

  @Test
  void wilson_ninetyNinePercentOfTenThousand_isTwoTenthsOfAPointWide() {
    Interval interval = Interval.wilson(9900, 10_000);

    assertThat(interval.low()).isCloseTo(0.9879, within(0.0001));
    assertThat(interval.high()).isCloseTo(0.9918, within(0.0001));
  }

  /** The defining equation: the ends are where the score statistic is z. */
  @Property(tries = 200)
  void wilson_anyCount_endsSolveTheScoreEquation(
      @ForAll @IntRange(min = 1, max = 100_000) int total, @ForAll @IntRange(min = 0) int some) {
    int correct = some % (total + 1);
    Interval interval = Interval.wilson(correct, total);
    double p = (double) correct / total;

    assertThat(interval.contains(p)).isTrue();
    for (double end : new double[] {interval.low(), interval.high()}) {
      double score = (p - end) * (p - end) * total;
      double variance = end * (1 - end) * 1.959963984540054 * 1.959963984540054;
      if (end > 0 && end < 1) {
        assertThat(score).isCloseTo(variance, within(1e-6 * Math.max(1, variance)));
      }
    }
  }

  @Test
  void wilson_moreCorrectThanTotal_isRefused() {
    assertThatThrownBy(() -> Interval.wilson(11, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found correct=11 total=10");
  }
}
