package dev.trawl.analysis;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Keeps several tests together at the level of one: if none of the differences is real, one of the
 * corrected values is at most 5 % in at most 5 % of all cases, however the tests depend on each
 * other.
 *
 * <p>Source: S. Holm, A simple sequentially rejective multiple test procedure (1979).
 */
final class Holm {
  private Holm() {}

  /**
   * The corrected values, in the same order; none is below the one that was given, or above 1.
   *
   * @param p each from 0 to 1
   */
  static double[] corrected(double[] p) {
    int[] ascending =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] corrected = new double[p.length];
    double least = 0;
    for (int rank = 0; rank < p.length; rank++) {
      least = Math.max(least, (p.length - rank) * p[ascending[rank]]);
      corrected[ascending[rank]] = Math.min(1, least);
    }
    return corrected;
  }
}
