package dev.trawl.track;

/**
 * A 95 % confidence interval.
 *
 * @param low at most {@code high}
 */
public record Interval(double low, double high) {

  /** The 97.5 % quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "need low <= high, found low=%s high=%s".formatted(low, high));
    }
  }

  /**
   * The Wilson score interval of a proportion, without continuity correction. It stays within [0,
   * 1] and keeps its level near 0 and 1, where accuracies are.
   *
   * <p>Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference
   * (1927); method 3 of R. G. Newcombe, Two-sided confidence intervals for the single proportion
   * (1998).
   *
   * @param correct from 0 to {@code total}
   * @param total above 0
   */
  public static Interval wilson(long correct, long total) {
    if (total <= 0 || correct < 0 || correct > total) {
      throw new IllegalArgumentException(
          "need 0 <= correct <= total and total > 0, found correct=%d total=%d"
              .formatted(correct, total));
    }
    double n = total;
    double p = correct / n;
    double shrink = 1 + Z * Z / n;
    double center = (p + Z * Z / (2 * n)) / shrink;
    double half = Z / shrink * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    double low = correct == 0 ? 0 : Math.max(0, center - half);
    double high = correct == total ? 1 : Math.min(1, center + half);
    return new Interval(low, high);
  }

  /**
   * The interval of the difference of two independent proportions, the first minus the second. When
   * it lies above 0, the first is better by more than chance.
   *
   * <p>Source: method 10 of R. G. Newcombe, Interval estimation for the difference between
   * independent proportions (1998). Two runs are measured on the same images, so their errors
   * coincide more often than independent ones do: the interval is then wider than it need be, and
   * errs towards "could be chance".
   */
  public static Interval ofDifference(long firstCorrect, long secondCorrect, long total) {
    return ofDifference(firstCorrect, total, secondCorrect, total);
  }

  public static Interval ofDifference(
      long firstCorrect, long firstTotal, long secondCorrect, long secondTotal) {
    Interval first = wilson(firstCorrect, firstTotal);
    Interval second = wilson(secondCorrect, secondTotal);
    double p = (double) firstCorrect / firstTotal;
    double q = (double) secondCorrect / secondTotal;
    double down = Math.hypot(p - first.low, second.high - q);
    double up = Math.hypot(first.high - p, q - second.low);
    return new Interval(p - q - down, p - q + up);
  }

  /** Whether {@code value} lies within, the ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
