package dev.trawl.search.tpe;

import dev.trawl.search.Coordinate;
import dev.trawl.search.Coordinate.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * A density over some coordinates: a mixture of one kernel for each observation, which is the
 * product of one a coordinate, and one that stands for knowing nothing. Immutable.
 */
final class ProductKernels {
  private final List<Kernels> factors;
  private final double[] shares;
  private final double[] logShares;

  /**
   * @param observed by observation: the cells of its coordinates
   * @param weights of the observations, above 0; the last kernel weighs as much as they do on
   *     average
   * @param least the least deviation of a kernel where values have an order
   */
  ProductKernels(
      List<Coordinate> coordinates, List<Cell[]> observed, List<Double> weights, double least) {
    factors = new ArrayList<>();
    for (int i = 0; i < coordinates.size(); i++) {
      int coordinate = i;
      Cell[] cells = observed.stream().map(each -> each[coordinate]).toArray(Cell[]::new);
      int choices = coordinates.get(i).choices();
      factors.add(choices > 0 ? new ChoiceKernels(cells, choices) : new RangeKernels(cells, least));
    }
    double mean = weights.stream().mapToDouble(weight -> weight).average().orElse(1);
    double sum = mean * (weights.size() + 1);
    shares =
        DoubleStream.concat(weights.stream().mapToDouble(weight -> weight), DoubleStream.of(mean))
            .map(weight -> weight / sum)
            .toArray();
    logShares = Arrays.stream(shares).map(Math::log).toArray();
  }

  /** A position drawn from it. */
  double[] draw(Random random) {
    double rest = random.nextDouble();
    int kernel = 0;
    while (kernel < shares.length - 1 && rest >= shares[kernel]) {
      rest -= shares[kernel++];
    }
    int chosen = kernel;
    return factors.stream().mapToDouble(factor -> factor.draw(chosen, random)).toArray();
  }

  /**
   * The logarithm of its density, or of its mass on coordinates whose cells are wide.
   *
   * @param cells one for each coordinate
   */
  double logDensity(Cell[] cells) {
    double[] sums = logShares.clone();
    for (int i = 0; i < cells.length; i++) {
      factors.get(i).addLogDensities(cells[i], sums);
    }
    double greatest = sums[0];
    for (double sum : sums) {
      greatest = Math.max(greatest, sum);
    }
    double total = 0;
    for (double sum : sums) {
      total += Math.exp(sum - greatest);
    }
    return greatest + Math.log(total);
  }
}
