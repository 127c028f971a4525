package dev.trawl.analysis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Spearman's rank correlation: Pearson's, of the ranks, with ties sharing their mean rank. */
final class RankCorrelation {
  private RankCorrelation() {}

  /** From -1 to 1; NaN when either side never varies. */
  static double of(double[] x, double[] y) {
    double[] left = ranks(x);
    double[] right = ranks(y);
    double mean = (x.length + 1) / 2.0;
    double covariance = 0;
    double leftSquares = 0;
    double rightSquares = 0;
    for (int i = 0; i < x.length; i++) {
      covariance += (left[i] - mean) * (right[i] - mean);
      leftSquares += (left[i] - mean) * (left[i] - mean);
      rightSquares += (right[i] - mean) * (right[i] - mean);
    }
    return covariance / Math.sqrt(leftSquares * rightSquares);
  }

  private static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    for (int start = 0, end; start < order.length; start = end) {
      end = start + 1;
      while (end < order.length && values[order[end]] == values[order[start]]) {
        end++;
      }
      double shared = (start + 1 + end) / 2.0;
      Arrays.stream(order, start, end).forEach(i -> ranks[i] = shared);
    }
    return ranks;
  }
}
