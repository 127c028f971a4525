package dev.trawl.search.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.search.Coordinate.Cell;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Beta;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.LogNormal;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.Normal;
import dev.trawl.sweep.Distribution.Quantized;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Distributions that are no straight lines: published quantiles, and the way back. */
class CurvesTest {
  private static Object at(Distribution distribution, double position) {
    PointSpace space = new PointSpace(List.of(Axis.of("x", distribution)));
    Object value = space.getValue(new double[] {position}).get("x");
    assertThat(value).isNotNull();
    return value == null ? "" : value;
  }

  private static double real(Distribution distribution, double position) {
    return ((Number) at(distribution, position)).doubleValue();
  }

  @Test
  void quantiles_ofWholeDistributions_areThePublishedOnes() {
    assertThat(real(Normal.of(0, 1), 0.975)).isCloseTo(1.959964, within(1e-6));
    assertThat(real(Normal.of(3, 2), 0.5)).isCloseTo(3, within(1e-12));
    assertThat(real(LogNormal.of(0, 1), 0.975)).isCloseTo(Math.exp(1.959964), within(1e-5));
    assertThat(real(Beta.of(2, 2), 0.5)).isCloseTo(0.5, within(1e-9));
    assertThat(real(Beta.of(1, 3), 0.875)).isCloseTo(0.5, within(1e-9)); // 1 - (1 - x)³
  }

  @Test
  void quantiles_withinLimits_areThoseOfWhatLiesBetweenThem() {
    Distribution half = Normal.of(0, 1).within(0, Double.POSITIVE_INFINITY);

    assertThat(real(half, 0)).isZero();
    assertThat(real(half, 0.95)).isCloseTo(1.959964, within(1e-6));
    assertThat(real(Normal.of(0, 1).within(-1, 1), 1)).isEqualTo(1);
  }

  static List<Distribution> curves() {
    return List.of(
        Normal.of(0.5, 0.2).within(0, 1),
        LogNormal.of(-7, 1).within(1e-6, 1),
        Beta.of(2, 5),
        new Quantized(Normal.of(0.5, 0.2), 0.1, false).within(0, 1),
        new Quantized(new LogUniformValues(16, 256), 16, true),
        new Quantized(Beta.of(2, 2), 0.25, false),
        new Categorical(List.of("a", "b", "c"), List.of(0.2, 0.0, 0.8)));
  }

  @ParameterizedTest
  @MethodSource("curves")
  void cells_ofValues_haveThePositionsThatGiveThem(Distribution distribution) {
    Axis axis = Axis.of("x", distribution);

    IntStream.rangeClosed(0, 100)
        .mapToDouble(i -> i / 100.0)
        .forEach(
            position -> {
              Cell cell = axis.cell(at(distribution, position)).orElseThrow();
              assertThat(position).isBetween(cell.low() - 1e-9, cell.high() + 1e-9);
            });
  }

  @Test
  void quantized_withinLimits_hasOnlyMultiplesBetweenThem() {
    Distribution sizes = new Quantized(Normal.of(64, 64), 16, true).within(1, 128);

    assertThat(IntStream.rangeClosed(0, 1000).mapToObj(i -> at(sizes, i / 1000.0)).distinct())
        .containsExactlyInAnyOrder(16L, 32L, 48L, 64L, 80L, 96L, 112L, 128L);
  }

  @Test
  void values_ofMultiples_areCountedAsFarAsPositionsGiveThem() {
    assertThat(DrawnValues.count(new Quantized(Normal.of(64, 64), 16, true).within(1, 128)))
        .hasValue(8);
    assertThat(DrawnValues.count(new Quantized(new LogUniformValues(16, 256), 16, true)))
        .hasValue(16);
    assertThat(DrawnValues.count(new Quantized(Beta.of(2, 5), 1, true).within(0, 0.95)))
        .hasValue(1);
    assertThat(DrawnValues.count(new Quantized(Beta.of(1e-100, 1e-100), 0.1, false))).isEmpty();
    assertThat(DrawnValues.count(new Quantized(new LogUniformValues(1, 1e6), 1, true))).isEmpty();
    assertThat(DrawnValues.count(Beta.of(2, 5))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("counted")
  void positions_ofCountedMultiples_giveAllInOrder(Distribution distribution) {
    PointSpace space = new PointSpace(List.of(Axis.of("x", distribution)));
    int size = (int) DrawnValues.count(distribution).orElseThrow();

    assertThat(IntStream.range(0, size).mapToObj(i -> space.getValue(space.position(i)).get("x")))
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Comparator.comparingDouble(value -> ((Number) value).doubleValue()));
  }

  static List<Distribution> counted() {
    return List.of(
        new Quantized(Normal.of(64, 16), 8, true).within(1, 4096),
        new Quantized(LogNormal.of(-3, 1), 0.01, false).within(0, 0.95),
        new Quantized(new LogUniformValues(1, 500), 1, true),
        new Quantized(Beta.of(2, 5), 0.002, false).within(0, 0.95));
  }

  /** As of a mean of −6.5 that was meant of the logarithm: every run would have the same value. */
  @Test
  void values_ofWhatLiesFarFromTheLimits_areNone() {
    assertThat(DrawnValues.count(Normal.of(-6.5, 0.5).within(1e-8, 10))).hasValue(0);
    assertThat(DrawnValues.count(Normal.of(0.5, 1e300).within(0, 0.95))).hasValue(0);
    assertThat(DrawnValues.count(LogNormal.of(300, 1).within(1e-8, 10))).hasValue(0);
    assertThat(DrawnValues.count(Beta.of(1e12, 1).within(0, 0.95))).hasValue(0);
    assertThat(DrawnValues.count(new Quantized(Normal.of(-1e9, 1), 8, true).within(1, 4096)))
        .hasValue(0);
    assertThat(DrawnValues.count(Normal.of(-2, 0.5).within(1e-8, 10))).isEmpty();
  }

  @Test
  void probabilities_ofValues_areTheSharesOfTheirPositions() {
    Distribution weighted = new Categorical(List.of("a", "b", "c"), List.of(0.2, 0.0, 0.8));
    List<Object> drawn =
        IntStream.range(0, 1000).mapToObj(i -> at(weighted, (i + 0.5) / 1000)).toList();

    assertThat(drawn).filteredOn("a"::equals).hasSize(200);
    assertThat(drawn).filteredOn("c"::equals).hasSize(800);
    assertThat(Axis.of("x", weighted).size()).isEqualTo(2);
  }
}
