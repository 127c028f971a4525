package dev.trawl.search.tpe;

import dev.trawl.search.Coordinate.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Over values with an order: normal densities around what was observed, cut off at 0 and 1. The
 * last kernel has its mean at 0.5 and the deviation 1.
 *
 * <p>A kernel's deviation is the greater distance to its two neighbours, the last kernel, 0 and 1
 * among these, but at least max(least, 1 / (n + 2)²) for n observations (arXiv:2304.11127v5,
 * section 3, "hyperopt" bandwidth and magic clipping).
 */
final class RangeKernels implements Kernels {
  /** The density within a narrower cell is as good as constant. */
  private static final double NARROW = 1e-4;

  /** The different ones of the kernels: values of a few steps repeat. */
  private final CutNormal[] normals;

  /** Which of them a kernel is. */
  private final int[] places;

  /** Of each of the kernels: in arrays, which are read many times over. */
  private final double[] means;

  private final double[] steepness;
  private final double[] logHeights;

  private record Shape(double mean, double deviation) {}

  /**
   * @param least the least deviation that kernels may have
   */
  RangeKernels(Cell[] observed, double least) {
    means = Arrays.copyOf(middles(observed), observed.length + 1);
    means[observed.length] = 0.5;
    double[] deviations = deviations(means, least);
    boolean mayRepeat = Arrays.stream(observed).anyMatch(cell -> cell.width() > NARROW);
    Map<Shape, Integer> known = new HashMap<>();
    List<CutNormal> different = new ArrayList<>();
    places = new int[means.length];
    for (int i = 0; i < means.length; i++) {
      places[i] = different.size();
      Integer place =
          mayRepeat
              ? known.putIfAbsent(new Shape(means[i], deviations[i]), different.size())
              : null;
      if (place == null) {
        different.add(new CutNormal(means[i], deviations[i]));
      } else {
        places[i] = place;
      }
    }
    normals = different.toArray(CutNormal[]::new);
    steepness = new double[means.length];
    logHeights = new double[means.length];
    for (int i = 0; i < means.length; i++) {
      steepness[i] = normals[places[i]].steepness();
      logHeights[i] = normals[places[i]].logHeight();
    }
  }

  private static double[] middles(Cell[] cells) {
    return Arrays.stream(cells).mapToDouble(Cell::middle).toArray();
  }

  /**
   * @param means the last is that of the last kernel
   */
  static double[] deviations(double[] means, double least) {
    int last = means.length - 1;
    double clip = Math.max(least, 1 / Math.pow(last + 2.0, 2));
    double[] sorted = means.clone();
    Arrays.sort(sorted);
    int[] taken = new int[sorted.length];
    double[] deviations = new double[means.length];
    for (int i = 0; i < last; i++) {
      int first = first(sorted, means[i]);
      int place = first + taken[first]++;
      double left = place == 0 ? 0 : sorted[place - 1];
      double right = place == last ? 1 : sorted[place + 1];
      deviations[i] = Math.max(clip, Math.max(means[i] - left, right - means[i]));
    }
    deviations[last] = 1;
    return deviations;
  }

  /** The first place of a value that is there. */
  private static int first(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public double draw(int kernel, Random random) {
    return normals[places[kernel]].draw(random);
  }

  @Override
  public void addLogDensities(Cell cell, double[] sums) {
    if (cell.width() <= NARROW) {
      double middle = cell.middle();
      for (int i = 0; i < sums.length; i++) {
        double distance = middle - means[i];
        sums[i] += logHeights[i] - distance * distance * steepness[i];
      }
      return;
    }
    double[] logs = new double[normals.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = normals[i].logMass(cell);
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += logs[places[i]];
    }
  }
}
