package dev.trawl.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One parameter's values over the runs, as ordered levels, each weighted by how often it was tried.
 * Numbers stand in their order; anything else by the mean result, which makes a split between
 * neighbours the best split into two groups (Breiman et al., Classification and Regression Trees,
 * 1984, section 4.2.2).
 *
 * @param of level of each run
 * @param weights of each level; they sum to 1
 */
@SuppressWarnings("ArrayRecordComponent") // Inner arithmetic: never compared, never handed out.
record Levels(int[] of, double[] weights) {

  static Levels of(List<? extends Object> values, double[] results) {
    Map<Object, List<Integer>> rows = new LinkedHashMap<>();
    for (int row = 0; row < values.size(); row++) {
      rows.computeIfAbsent(key(values.get(row)), key -> new ArrayList<>()).add(row);
    }
    boolean numeric = rows.keySet().stream().allMatch(Double.class::isInstance);
    Comparator<Map.Entry<Object, List<Integer>>> order =
        numeric
            ? Comparator.comparingDouble(entry -> (Double) entry.getKey())
            : Comparator.comparingDouble(entry -> mean(entry.getValue(), results));
    List<List<Integer>> levels =
        rows.entrySet().stream().sorted(order).map(Map.Entry::getValue).toList();
    int[] of = new int[values.size()];
    double[] weights = new double[levels.size()];
    for (int level = 0; level < weights.length; level++) {
      for (int row : levels.get(level)) {
        of[row] = level;
      }
      weights[level] = (double) levels.get(level).size() / values.size();
    }
    return new Levels(of, weights);
  }

  int count() {
    return weights.length;
  }

  /** {@code 64} and {@code 64.0} are the same value. */
  private static Object key(Object value) {
    return value instanceof Number number ? (Object) number.doubleValue() : Objects.toString(value);
  }

  private static double mean(List<Integer> rows, double[] results) {
    return rows.stream().mapToDouble(row -> results[row]).average().orElse(0);
  }
}
