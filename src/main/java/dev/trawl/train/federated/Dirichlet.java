package dev.trawl.train.federated;

import java.util.Arrays;
import java.util.Random;

/**
 * Draws proportions from a symmetric Dirichlet distribution: gamma variables divided by their sum,
 * each by Marsaglia and Tsang's method ("A simple method for generating gamma variables", ACM TOMS
 * 26, 2000), in logarithms, so that a small {@code alpha} leaves one proportion near 1 rather than
 * none. The same bits on every machine. For one thread.
 */
final class Dirichlet {
  /** Below it the one proportion is all the same, and the others' logarithms would be infinite. */
  private static final double LEAST = 1e-300;

  private final Random random;
  private final double alpha;

  /**
   * @param alpha above 0: the smaller, the less even the proportions
   */
  Dirichlet(double alpha, long seed) {
    this.alpha = alpha;
    this.random = new Random(seed);
  }

  /** The next proportions, which sum to 1. */
  double[] next(int count) {
    double[] logarithms = new double[count];
    Arrays.setAll(logarithms, i -> logGamma());
    double largest = Arrays.stream(logarithms).max().orElse(0);
    double[] proportions = new double[count];
    Arrays.setAll(proportions, i -> StrictMath.exp(logarithms[i] - largest));
    double sum = 0;
    for (double proportion : proportions) {
      sum += proportion;
    }
    for (int i = 0; i < count; i++) {
      proportions[i] /= sum;
    }
    return proportions;
  }

  /** The logarithm of a gamma variable of shape {@code alpha}: that of α + 1, times U^(1/α). */
  private double logGamma() {
    double uniform = 1 - random.nextDouble(); // Above 0.
    return logGammaAbove1(alpha + 1) + StrictMath.log(uniform) / Math.max(alpha, LEAST);
  }

  private double logGammaAbove1(double shape) {
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double root = 1 + c * x;
      if (root > 0) {
        double v = root * root * root;
        double u = 1 - random.nextDouble();
        if (StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
          return StrictMath.log(d * v);
        }
      }
    }
  }
}
