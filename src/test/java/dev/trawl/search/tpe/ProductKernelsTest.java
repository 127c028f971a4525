package dev.trawl.search.tpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.search.Coordinate;
import dev.trawl.search.Coordinate.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;
import org.junit.jupiter.api.Test;

class ProductKernelsTest {
  /** One of reals, one of five numbers, one of three names of which the first is likelier. */
  private static final List<Coordinate> COORDINATES =
      List.of(new Axis("real", 0), new Axis("number", 0), new Axis("name", 3));

  private static final Cell[] NAMES = {new Cell(0, 0.5), new Cell(0.5, 0.75), new Cell(0.75, 1)};

  private static final List<Double> WEIGHTS = List.of(2.0, 1.0, 3.0);

  private record Axis(String name, int choices) implements Coordinate {
    @Override
    public Optional<Cell> cell(Object value) {
      return Optional.empty();
    }
  }

  private static Cell fifth(int index) {
    return new Cell(index / 5.0, (index + 1) / 5.0);
  }

  private static List<Cell[]> observed() {
    return List.of(
        new Cell[] {Cell.at(0.2), fifth(3), NAMES[0]},
        new Cell[] {Cell.at(0.25), fifth(3), NAMES[1]},
        new Cell[] {Cell.at(0.9), fifth(0), NAMES[0]});
  }

  private static ProductKernels kernels() {
    return new ProductKernels(COORDINATES, observed(), WEIGHTS, 0.03);
  }

  /** Neighbours, both ends and the middle count; the last deviation is the whole. */
  @Test
  void deviations_byHand_areTheGreaterDistanceToANeighbour() {
    assertThat(RangeKernels.deviations(new double[] {0.2, 0.25, 0.9, 0.5}, 0.03))
        .containsExactly(new double[] {0.2, 0.25, 0.4, 1}, within(1e-12));
    assertThat(RangeKernels.deviations(new double[] {0.7, 0.7, 0.7, 0.5}, 0.03))
        .containsExactly(new double[] {0.2, 0.04, 0.3, 1}, within(1e-12));
    assertThat(RangeKernels.deviations(new double[] {0.5}, 0.03)).containsExactly(1);
    double[] many = new double[1000];
    Arrays.setAll(many, i -> (i + 0.5) / 1000);
    assertThat(RangeKernels.deviations(many, 0.03)).startsWith(0.03, 0.03).endsWith(0.03, 1);
  }

  /** A second formula: the sum of the products themselves, by the library's distributions. */
  @Test
  void logDensity_anywhere_isThatOfTheSumOfProducts() {
    double[] realDeviations = {0.2, 0.25, 0.4, 1};
    double[] realMeans = {0.2, 0.25, 0.9, 0.5};
    // The means 0.7, 0.7 and 0.1 of the fifths, with 0.5 between.
    double[] numberDeviations = {0.2, 0.3, 0.4, 1};
    double[] numberMeans = {0.7, 0.7, 0.1, 0.5};
    int[] names = {0, 1, 0, -1};
    double[] weights = {2 / 8.0, 1 / 8.0, 3 / 8.0, 2 / 8.0};
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      double real = random.nextDouble();
      Cell number = fifth(random.nextInt(5));
      int name = random.nextInt(3);
      double expected = 0;
      for (int k = 0; k < weights.length; k++) {
        double share = NAMES[name].width();
        expected +=
            weights[k]
                * normal(realMeans[k], realDeviations[k]).density(real)
                * normal(numberMeans[k], numberDeviations[k])
                    .probability(number.low(), number.high())
                * (names[k] < 0 ? share : (0.75 * share + (names[k] == name ? 1 : 0)) / 1.75);
      }

      assertThat(kernels().logDensity(new Cell[] {Cell.at(real), number, NAMES[name]}))
          .isEqualTo(Math.log(expected), within(1e-9));
    }
  }

  private static TruncatedNormalDistribution normal(double mean, double deviation) {
    return TruncatedNormalDistribution.of(mean, deviation, 0, 1);
  }

  @Test
  void density_overAll_isOne() {
    double sum = 0;
    for (int i = 0; i < 1000; i++) {
      for (int number = 0; number < 5; number++) {
        for (Cell name : NAMES) {
          sum +=
              Math.exp(
                  kernels()
                      .logDensity(new Cell[] {Cell.at((i + 0.5) / 1000), fifth(number), name}));
        }
      }
    }
    assertThat(sum / 1000).isEqualTo(1, within(1e-5));
  }

  /** Far from all else: the sums of logarithms neither vanish nor overflow. */
  @Test
  void logDensity_farFromManyObservations_isANumber() {
    List<Cell[]> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      all.add(new Cell[] {Cell.at(1), fifth(4), NAMES[2]});
    }
    ProductKernels kernels =
        new ProductKernels(COORDINATES, all, Collections.nCopies(500, 1.0), 0.015);

    assertThat(kernels.logDensity(new Cell[] {Cell.at(0), fifth(0), NAMES[0]})).isFinite();
  }

  /** Drawn and computed densities agree. */
  @Test
  void draw_many_fallAsDenselyAsComputed() {
    ProductKernels kernels = kernels();
    Random random = new Random(2);
    int draws = 40_000;
    int[] counts = new int[15];
    double below = 0;
    for (int i = 0; i < draws; i++) {
      double[] position = kernels.draw(random);
      int number = (int) (position[1] * 5);
      int name = position[2] < 0.5 ? 0 : position[2] < 0.75 ? 1 : 2;
      counts[number * 3 + name]++;
      below += position[0] < 0.3 ? 1 : 0;
    }
    double expectedBelow = 0;
    for (int i = 0; i < 15; i++) {
      double expected = 0;
      for (int j = 0; j < 100; j++) {
        double part =
            Math.exp(
                    kernels.logDensity(
                        new Cell[] {Cell.at((j + 0.5) / 100), fifth(i / 3), NAMES[i % 3]}))
                / 100;
        expected += part;
        expectedBelow += j < 30 ? part : 0;
      }
      // Six deviations of a count.
      assertThat(counts[i] / (double) draws)
          .isEqualTo(expected, within(6 * Math.sqrt(expected / draws)));
    }
    assertThat(below / draws).isEqualTo(expectedBelow, within(6 * Math.sqrt(0.25 / draws)));
  }
}
