package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The oracle tries every split of every node, and adds up the squares of each by themselves. */
final class RegressionTreeTest {
  private static final int ROWS = 150;

  private final SplittableRandom random = new SplittableRandom(3);
  private final double[] results = random.doubles(ROWS).toArray();
  private final List<Levels> parameters = List.of(levels(ROWS), levels(12), levels(3));
  private final int[] rows = random.ints(ROWS, 0, ROWS).toArray();
  private final RegressionTree tree = new RegressionTree(parameters, results, rows.clone());

  private Levels levels(int count) {
    List<Integer> values = random.ints(ROWS, 0, count).boxed().toList();
    return Levels.of(values, results);
  }

  @Test
  void predict_fittedRows_isTheMeanOfTheBestSplitsLeaf() {
    Map<Integer, Double> expected = new HashMap<>();
    fit(rows, expected);

    assertThat(expected.values().stream().distinct().count()).isGreaterThan(20);
    expected.forEach((row, mean) -> assertThat(tree.predict(row)).isCloseTo(mean, within(1e-9)));
  }

  @Test
  void leaves_areBoxesThatFillTheSpace_andPredictWhatLiesInThem() {
    for (int row = 0; row < ROWS; row++) {
      int each = row;
      assertThat(tree.leaves().stream().filter(leaf -> contains(leaf, each)))
          .singleElement()
          .extracting(RegressionTree.Leaf::mean)
          .isEqualTo(tree.predict(row));
    }
    long cells = parameters.stream().mapToLong(Levels::count).reduce(1, (a, b) -> a * b);
    assertThat(tree.leaves().stream().mapToLong(RegressionTreeTest::cells).sum()).isEqualTo(cells);
  }

  private boolean contains(RegressionTree.Leaf leaf, int row) {
    return IntStream.range(0, parameters.size())
        .allMatch(
            i -> {
              int level = parameters.get(i).of()[row];
              return level >= leaf.low()[i] && level < leaf.high()[i];
            });
  }

  private static long cells(RegressionTree.Leaf leaf) {
    return IntStream.range(0, leaf.low().length)
        .mapToLong(i -> leaf.high()[i] - leaf.low()[i])
        .reduce(1, (a, b) -> a * b);
  }

  /** Puts the mean of its leaf for each row. */
  private void fit(int[] node, Map<Integer, Double> means) {
    double least = squares(node) - 1e-9;
    int[][] best = null;
    for (Levels levels : parameters) {
      for (int boundary = 1; boundary < levels.count(); boundary++) {
        int[][] halves = halves(node, levels.of(), boundary);
        if (halves[0].length < 2 || halves[1].length < 2) {
          continue;
        }
        double both = squares(halves[0]) + squares(halves[1]);
        if (both < least) {
          least = both;
          best = halves;
        }
      }
    }
    if (best == null) {
      double mean = mean(node);
      Arrays.stream(node).forEach(row -> means.put(row, mean));
      return;
    }
    fit(best[0], means);
    fit(best[1], means);
  }

  private static int[][] halves(int[] node, int[] levels, int boundary) {
    return new int[][] {
      Arrays.stream(node).filter(row -> levels[row] < boundary).toArray(),
      Arrays.stream(node).filter(row -> levels[row] >= boundary).toArray()
    };
  }

  private double mean(int[] node) {
    return Arrays.stream(node).mapToDouble(row -> results[row]).average().orElseThrow();
  }

  private double squares(int[] node) {
    double mean = mean(node);
    return Arrays.stream(node)
        .mapToDouble(row -> (results[row] - mean) * (results[row] - mean))
        .sum();
  }
}
