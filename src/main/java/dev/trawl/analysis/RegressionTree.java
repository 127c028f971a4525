package dev.trawl.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A least-squares regression tree whose leaves are boxes of levels. Rows are sorted once for each
 * parameter: a node has the same part of each order, and keeps it when it is split.
 */
final class RegressionTree {
  /** The fewest rows a leaf may hold: one row is its own noise. */
  private static final int LEAF_ROWS = 2;

  /** A split that lowers the squared error by less is one of rounding. */
  private static final double LEAST_GAIN = 1e-12;

  private final List<Levels> parameters;
  private final double[] results;

  /** For each parameter the rows by their levels. */
  private final int[][] orders;

  private final int[] spare;
  private final List<Leaf> leaves = new ArrayList<>();
  private final Node root;

  /**
   * @param parameters one or more
   * @param rows the rows to fit, repeated ones counting as often as they appear
   */
  RegressionTree(List<Levels> parameters, double[] results, int[] rows) {
    this.parameters = parameters;
    this.results = results;
    orders =
        parameters.stream().map(levels -> sortedByLevel(rows, levels.of())).toArray(int[][]::new);
    spare = new int[rows.length];
    root =
        grow(
            0,
            rows.length,
            new int[parameters.size()],
            parameters.stream().mapToInt(Levels::count).toArray());
  }

  List<Leaf> leaves() {
    return leaves;
  }

  /** What the tree predicts for a row. */
  double predict(int row) {
    Node node = root;
    while (node instanceof Branch branch) {
      boolean isBelow = parameters.get(branch.parameter).of()[row] < branch.boundary;
      node = isBelow ? branch.below : branch.above;
    }
    return ((Leaf) node).mean();
  }

  private Node grow(int from, int to, int[] low, int[] high) {
    double total = 0;
    for (int i = from; i < to; i++) {
      total += results[orders[0][i]];
    }
    Split split = bestSplit(from, to, total);
    if (split == null) {
      Leaf leaf = new Leaf(low, high, total / (to - from));
      leaves.add(leaf);
      return leaf;
    }
    int middle = part(from, to, split);
    int[] middleHigh = high.clone();
    int[] middleLow = low.clone();
    middleHigh[split.parameter] = split.boundary;
    middleLow[split.parameter] = split.boundary;
    return new Branch(
        split.parameter,
        split.boundary,
        grow(from, middle, low, middleHigh),
        grow(middle, to, middleLow, high));
  }

  /** The split that lowers the squared error most; null when none does. */
  private @Nullable Split bestSplit(int from, int to, double total) {
    Split best = null;
    for (int parameter = 0; parameter < orders.length; parameter++) {
      Split split = bestSplit(parameter, from, to, total);
      if (split != null && (best == null || split.gain > best.gain)) {
        best = split;
      }
    }
    return best;
  }

  private @Nullable Split bestSplit(int parameter, int from, int to, double total) {
    int[] levels = parameters.get(parameter).of();
    int[] order = orders[parameter];
    int n = to - from;
    double below = 0;
    double most = LEAST_GAIN;
    int first = 0; // of the rows above
    for (int k = 1; k <= n - LEAF_ROWS; k++) {
      int last = order[from + k - 1];
      below += results[last];
      if (k < LEAF_ROWS || levels[last] == levels[order[from + k]]) {
        continue;
      }
      // Squared error before minus after: k·(mean below)² + (n − k)·(mean above)² − n·mean²
      double rest = total - below;
      double gain = below * below / k + rest * rest / (n - k) - total * total / n;
      if (gain > most) {
        most = gain;
        first = from + k;
      }
    }
    return first == 0
        ? null
        : new Split(parameter, (levels[order[first - 1]] + levels[order[first]] + 1) / 2, most);
  }

  /** Puts the rows below a split before the others, in each order; where the others begin. */
  private int part(int from, int to, Split split) {
    int[] levels = parameters.get(split.parameter).of();
    int middle = from;
    for (int[] order : orders) {
      middle = from;
      int others = 0;
      for (int i = from; i < to; i++) {
        int row = order[i];
        if (levels[row] < split.boundary) {
          order[middle++] = row;
        } else {
          spare[others++] = row;
        }
      }
      System.arraycopy(spare, 0, order, middle, others);
    }
    return middle;
  }

  /** Level in the high half, row in the low half: a primitive sort, with ties by row. */
  private static int[] sortedByLevel(int[] rows, int[] levels) {
    long[] keys = Arrays.stream(rows).mapToLong(row -> (long) levels[row] << 32 | row).toArray();
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  private record Split(int parameter, int boundary, double gain) {}

  private sealed interface Node {}

  /** Rows with less than the boundary's level are below. */
  private record Branch(int parameter, int boundary, Node below, Node above) implements Node {}

  /**
   * @param low the least level of each parameter, included
   * @param high the greatest level of each parameter, excluded
   * @param mean of the results within
   */
  @SuppressWarnings("ArrayRecordComponent") // Inner arithmetic: never compared, never handed out.
  record Leaf(int[] low, int[] high, double mean) implements Node {}
}
