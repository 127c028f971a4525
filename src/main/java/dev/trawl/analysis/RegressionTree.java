package dev.trawl.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A least-squares regression tree whose leaves are boxes of levels. */
final class RegressionTree {
  /** The fewest rows a leaf may hold: one row is its own noise. */
  private static final int LEAF_ROWS = 2;

  private final List<Levels> parameters;
  private final double[] results;
  private final List<Leaf> leaves = new ArrayList<>();

  /**
   * @param rows the rows to fit, repeated ones counting as often as they appear
   */
  RegressionTree(List<Levels> parameters, double[] results, int[] rows) {
    this.parameters = parameters;
    this.results = results;
    grow(rows, new int[parameters.size()], parameters.stream().mapToInt(Levels::count).toArray());
  }

  List<Leaf> leaves() {
    return leaves;
  }

  /** What the tree predicts for a row. */
  double predict(int row) {
    return leaves.stream()
        .filter(leaf -> leaf.contains(parameters, row))
        .findFirst()
        .orElseThrow()
        .mean();
  }

  private void grow(int[] rows, int[] low, int[] high) {
    Split split = bestSplit(rows);
    if (split == null) {
      double mean = Arrays.stream(rows).mapToDouble(row -> results[row]).average().orElseThrow();
      leaves.add(new Leaf(low, high, mean));
      return;
    }
    int[] levels = parameters.get(split.parameter).of();
    int[] middleHigh = high.clone();
    int[] middleLow = low.clone();
    middleHigh[split.parameter] = split.boundary;
    middleLow[split.parameter] = split.boundary;
    grow(rowsWhere(rows, levels, split.boundary, true), low, middleHigh);
    grow(rowsWhere(rows, levels, split.boundary, false), middleLow, high);
  }

  private static int[] rowsWhere(int[] rows, int[] levels, int boundary, boolean below) {
    return Arrays.stream(rows).filter(row -> (levels[row] < boundary) == below).toArray();
  }

  /** The split that lowers the squared error most; null when none does. */
  private @Nullable Split bestSplit(int[] rows) {
    Split best = null;
    for (int parameter = 0; parameter < parameters.size(); parameter++) {
      Split split = bestSplit(rows, parameter);
      if (split != null && (best == null || split.gain > best.gain)) {
        best = split;
      }
    }
    return best;
  }

  private @Nullable Split bestSplit(int[] rows, int parameter) {
    int[] levels = parameters.get(parameter).of();
    int[] sorted = sortedByLevel(rows, levels);
    double total = Arrays.stream(sorted).mapToDouble(row -> results[row]).sum();
    double below = 0;
    Split best = null;
    for (int i = 1; i <= sorted.length - LEAF_ROWS; i++) {
      below += results[sorted[i - 1]];
      int last = levels[sorted[i - 1]];
      int next = levels[sorted[i]];
      if (i < LEAF_ROWS || last == next) {
        continue;
      }
      double n = sorted.length;
      // Squared error before minus after: k·(mean below)² + (n − k)·(mean above)² − n·mean²
      double above = total - below;
      double gain = below * below / i + above * above / (n - i) - total * total / n;
      if (gain > 1e-12 && (best == null || gain > best.gain)) {
        best = new Split(parameter, (last + next + 1) / 2, gain);
      }
    }
    return best;
  }

  /** Level in the high half, row in the low half: a primitive sort, with ties by row. */
  private static int[] sortedByLevel(int[] rows, int[] levels) {
    long[] keys = Arrays.stream(rows).mapToLong(row -> (long) levels[row] << 32 | row).toArray();
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  private record Split(int parameter, int boundary, double gain) {}

  /**
   * @param low the least level of each parameter, included
   * @param high the greatest level of each parameter, excluded
   * @param mean of the results within
   */
  @SuppressWarnings("ArrayRecordComponent") // Inner arithmetic: never compared, never handed out.
  record Leaf(int[] low, int[] high, double mean) {
    boolean contains(List<Levels> parameters, int row) {
      for (int i = 0; i < low.length; i++) {
        int level = parameters.get(i).of()[row];
        if (level < low[i] || level >= high[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
