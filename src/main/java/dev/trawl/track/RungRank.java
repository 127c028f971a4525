package dev.trawl.track;

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
  public RungRank {
    if (rung < 1 || rank < 1 || rank > of) {
      throw new IllegalArgumentException(
          "need rung >= 1 and 1 <= rank <= of, found rung=%d rank=%d of=%d"
              .formatted(rung, rank, of));
    }
  }

  /** For people: {@code epoch 3: 0.91, needed 0.95, rank 4 of 9}. */
  @Override
  public String toString() {
    String needed = threshold == null ? "" : ", needed " + threshold;
    return "epoch %d: %s%s, rank %d of %d".formatted(rung, value, needed, rank, of);
  }
}
