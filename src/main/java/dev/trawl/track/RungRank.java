package dev.trawl.track;

import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.yaml.ValueText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a run does at a rung among those that are compared with it there: why it goes on, waits or
 * ends.
 *
 * @param rung the epoch that is compared, from 1
 * @param value the run's, of the sweep's metric; may be NaN or infinite
 * @param threshold what it had to reach to go on; null where there was nothing to compare with
 * @param rank from 1, the best
 * @param of how many are ranked, itself included
 */
public record RungRank(int rung, double value, @Nullable Double threshold, int rank, int of) {
  private static final int DIGITS = 4;

  /** Behind the point, in per cent. */
  private static final int DECIMALS = 2;

  /** All that a double has. */
  private static final int MOST_DIGITS = 17;

  public RungRank {
    if (rung < 1 || rank < 1 || rank > of) {
      throw new IllegalArgumentException(
          "need rung >= 1 and 1 <= rank <= of, found rung=%d rank=%d of=%d"
              .formatted(rung, rank, of));
    }
  }

  /**
   * For people: {@code epoch 3: 91.00 %, needed 95.00 %, rank 4 of 9}.
   *
   * @param epochWord what an epoch is called
   * @param metric what is compared
   */
  public String describe(String epochWord, MetricKind metric) {
    return text(epochWord, valueText(metric), thresholdText(metric));
  }

  /** With all digits and no unit, so that equal texts are of equal ranks. */
  @Override
  public String toString() {
    return text("epoch", Double.toString(value), threshold == null ? "" : threshold.toString());
  }

  private String text(String epochWord, String found, String needed) {
    return "%s %d: %s%s, rank %d of %d"
        .formatted(epochWord, rung, found, needed.isEmpty() ? "" : ", needed " + needed, rank, of);
  }

  /** The value in the metric's unit, with more digits where the threshold would look the same. */
  public String valueText(MetricKind metric) {
    return text(value, metric, moreDigits(metric));
  }

  /** The threshold likewise; empty without one. */
  public String thresholdText(MetricKind metric) {
    return threshold == null ? "" : text(threshold, metric, moreDigits(metric));
  }

  private int moreDigits(MetricKind metric) {
    int more = 0;
    while (threshold != null
        && DIGITS + more < MOST_DIGITS
        && value != threshold
        && text(value, metric, more).equals(text(threshold, metric, more))) {
      more++;
    }
    return more;
  }

  private static String text(double value, MetricKind metric, int moreDigits) {
    return metric.isFraction() && Double.isFinite(value)
        ? String.format(Locale.ROOT, "%." + (DECIMALS + moreDigits) + "f %%", 100 * value)
        : ValueText.rounded(value, DIGITS + moreDigits);
  }
}
