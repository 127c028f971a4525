package dev.trawl.search.tpe;

import dev.trawl.search.Coordinate.Cell;
import java.util.Random;
import org.apache.commons.numbers.gamma.ErfDifference;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;

/**
 * A normal density cut off at 0 and 1. Immutable. Its logarithms take a few operations, unlike
 * those of the library's, which draws.
 */
final class CutNormal {
  private static final double ROOT_2 = Math.sqrt(2);

  private final double mean;
  private final double deviation;
  private final double steepness;
  private final double logMass;
  private final double logHeight;

  /**
   * @param mean from 0 to 1
   * @param deviation above 0
   */
  CutNormal(double mean, double deviation) {
    this.mean = mean;
    this.deviation = deviation;
    steepness = 0.5 / (deviation * deviation);
    logMass = Math.log(mass(0, 1));
    logHeight = -Math.log(deviation * Math.sqrt(2 * Math.PI)) - logMass;
  }

  double draw(Random random) {
    return TruncatedNormalDistribution.of(mean, deviation, 0, 1)
        .inverseCumulativeProbability(random.nextDouble());
  }

  /** The logarithm of the density at x is the height's less the steepness times (x − mean)². */
  double steepness() {
    return steepness;
  }

  double logHeight() {
    return logHeight;
  }

  /** Negative infinity where the mass is below all doubles. */
  double logMass(Cell cell) {
    return Math.log(mass(cell.low(), cell.high())) - logMass;
  }

  /** Of the density before it is cut off. */
  private double mass(double low, double high) {
    double scale = 1 / (deviation * ROOT_2);
    return 0.5 * ErfDifference.value((low - mean) * scale, (high - mean) * scale);
  }
}
