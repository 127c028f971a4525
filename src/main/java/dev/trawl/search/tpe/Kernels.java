package dev.trawl.search.tpe;

import dev.trawl.search.Coordinate.Cell;
import java.util.Random;

/**
 * A density over [0, 1] for each of some observations, and a last one that stands for knowing
 * nothing. Immutable.
 */
interface Kernels {

  /** A position drawn from one of them. */
  double draw(int kernel, Random random);

  /**
   * Adds the logarithm of each one's density at a position, or of its mass on a wider cell.
   *
   * @param sums one for each kernel
   */
  void addLogDensities(Cell cell, double[] sums);
}
