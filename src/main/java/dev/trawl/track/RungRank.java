package dev.trawl.track;

import dev.trawl.sweep.yaml.ValueText;
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

  /** All that a double has. */
  private static final int MOST_DIGITS = 17;

  public RungRank {
    if (rung < 1 || rank < 1 || rank > of) {
      throw new IllegalArgumentException(
          "need rung >= 1 and 1 <= rank <= of, found rung=%d rank=%d of=%d"
              .formatted(rung, rank, of));
    }
  }

  /** For people: {@code epoch 3: 0.91, needed 0.95, rank 4 of 9}. */
  public String describe() {
    return describe("epoch");
  }

  /** The same with another word for an epoch. */
  public String describe(String epochWord) {
    return text(epochWord, valueText(), thresholdText());
  }

  /** The same with all digits, so that equal texts are of equal ranks. */
  @Override
  public String toString() {
    return text("epoch", Double.toString(value), threshold == null ? "" : threshold.toString());
  }

  private String text(String epochWord, String found, String needed) {
    return "%s %d: %s%s, rank %d of %d"
        .formatted(epochWord, rung, found, needed.isEmpty() ? "" : ", needed " + needed, rank, of);
  }

  /** The value with four digits, more where the threshold would look the same. */
  public String valueText() {
    return ValueText.rounded(value, digits());
  }

  /** The threshold likewise; empty without one. */
  public String thresholdText() {
    return threshold == null ? "" : ValueText.rounded(threshold, digits());
  }

  private int digits() {
    int digits = DIGITS;
    while (threshold != null
        && digits < MOST_DIGITS
        && value != threshold
        && ValueText.rounded(value, digits).equals(ValueText.rounded(threshold, digits))) {
      digits++;
    }
    return digits;
  }
}
