package dev.trawl.search.finals;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How probable it is of each of several candidates that its true mean is the best.
 *
 * <p>As far as the measured means may be off ({@link CrossedDesign.Spread}), the true ones have a
 * multivariate t distribution around them: the posterior under a flat prior (Box and Tiao, Bayesian
 * inference in statistical analysis, 1973, section 2.7). The integral over the common variance is a
 * mean over its quantiles, the one over a candidate's deviation over those of a normal
 * distribution: the same numbers each time.
 */
final class BestProbabilities {
  private static final int SCALES = 24;
  private static final int STEPS = 200;

  /** Beyond it the chi-squared distribution of the variance is all but a point. */
  private static final double MANY_DEGREES = 1e6;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private BestProbabilities() {}

  /**
   * The probabilities in the same order; together 1.
   *
   * @param leads how much worse each measured mean is than the best one; from 0
   */
  static List<Double> of(double[] leads, CrossedDesign.Spread spread) {
    double[] sums = new double[leads.length];
    if (spread.variance() == 0) {
      for (int i = 0; i < leads.length; i++) {
        sums[i] = leads[i] == 0 ? 1 : 0;
      }
    } else {
      for (double scale : scales(spread.degrees())) {
        add(sums, leads, scale / spread.deviation());
      }
    }
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    List<Double> probabilities = new ArrayList<>();
    for (double sum : sums) {
      probabilities.add(sum / total);
    }
    return probabilities;
  }

  /** Measured over true deviation, at equally probable quantiles. */
  private static double[] scales(double degrees) {
    if (degrees > MANY_DEGREES) {
      return new double[] {1};
    }
    ChiSquaredDistribution chiSquared = ChiSquaredDistribution.of(degrees);
    double[] scales = new double[SCALES];
    for (int i = 0; i < SCALES; i++) {
      scales[i] = Math.sqrt(chiSquared.inverseCumulativeProbability((i + 0.5) / SCALES) / degrees);
    }
    return scales;
  }

  /**
   * @param scale deviations in a unit of the metric
   */
  private static void add(double[] sums, double[] leads, double scale) {
    for (int step = 0; step < STEPS; step++) {
      double z = NORMAL.inverseCumulativeProbability((step + 0.5) / STEPS);
      for (int i = 0; i < leads.length; i++) {
        double best = 1;
        for (int j = 0; j < leads.length && best > 0; j++) {
          best *= i == j ? 1 : NORMAL.cumulativeProbability(z + scale * (leads[j] - leads[i]));
        }
        sums[i] += best;
      }
    }
  }
}
