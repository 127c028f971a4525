package dev.trawl.search.tpe;

import dev.trawl.search.Coordinate.Cell;
import java.util.Arrays;
import java.util.Random;

/**
 * Over values without an order: what was observed, mixed with the distribution that is searched,
 * which is the last kernel. Of C values and K kernels, {@code (C / K) p + 1} for the one observed
 * and {@code (C / K) p} for another with the probability p, over {@code C / K + 1}.
 */
final class ChoiceKernels implements Kernels {
  /** The middles of the cells. */
  private final double[] observed;

  private final double prior;

  /**
   * @param choices how many values there are
   */
  ChoiceKernels(Cell[] observed, int choices) {
    this.observed = Arrays.stream(observed).mapToDouble(Cell::middle).toArray();
    prior = (double) choices / (observed.length + 1);
  }

  @Override
  public double draw(int kernel, Random random) {
    double position = random.nextDouble();
    return kernel < observed.length && random.nextDouble() * (1 + prior) >= prior
        ? observed[kernel]
        : position;
  }

  @Override
  public void addLogDensities(Cell cell, double[] sums) {
    double other = Math.log(prior * cell.width() / (1 + prior));
    double same = Math.log((prior * cell.width() + 1) / (1 + prior));
    double middle = cell.middle();
    for (int i = 0; i < observed.length; i++) {
      sums[i] += observed[i] == middle ? same : other;
    }
    sums[observed.length] += Math.log(cell.width());
  }
}
