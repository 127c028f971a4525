package dev.trawl.search;

import static dev.trawl.search.SearchSpaceTest.value;
import static dev.trawl.search.SearchSpaceTest.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.search.Coordinate.Cell;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

class SearchSpaceProperties {
  private static final int DRAWS = 400;

  /** The bound of Kolmogorov and Smirnov at a level of 10⁻⁷. */
  private static final double BOUND = 2.9 / Math.sqrt(DRAWS);

  /** A grid is the product of its axes' lists, built here from the left instead of by division. */
  @Property(tries = 100)
  void grid_anySpace_isTheProductOfItsAxes(
      @ForAll("finiteSpaces") Map<String, Distribution> space) {
    List<Map<String, Object>> product = List.of(Map.of());
    for (Map.Entry<String, Distribution> axis : space.entrySet()) {
      List<Map<String, Object>> longer = new ArrayList<>();
      for (Map<String, Object> point : product) {
        for (Object value : enumerate(axis.getValue())) {
          Map<String, Object> extended = new LinkedHashMap<>(point);
          extended.put(axis.getKey(), value);
          longer.add(extended);
        }
      }
      product = longer;
    }
    SweepSpec spec = SpecBuilder.grid().parameters(space).build();

    assertThat(values(Searches.standard().proposer(spec))).isEqualTo(product);
    assertThat(SearchSpace.of(spec).size()).isEqualTo(product.size());
  }

  @Property(tries = 60)
  void random_finiteSpace_isAPermutationOfTheGrid(
      @ForAll("finiteSpaces") Map<String, Distribution> space, @ForAll long seed) {
    SweepSpec random = SpecBuilder.random().parameters(space).seed(seed).build();
    SweepSpec grid = SpecBuilder.grid().parameters(space).build();

    assertThat(values(Searches.standard().proposer(random)))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(values(Searches.standard().proposer(grid)));
  }

  @Property(tries = 50)
  void intUniform_anyRange_staysWithinAndIsUniform(
      @ForAll @LongRange(min = -4_000_000_000L, max = 4_000_000_000L) long min,
      @ForAll @LongRange(min = 5000, max = 6_000_000_000L) long width) {
    long max = min + width;
    List<Double> drawn = draw(new IntUniform(min, max));

    assertThat(drawn).allMatch(x -> x >= min && x <= max && x == Math.rint(x));
    assertThat(distance(drawn, x -> (x - min) / width)).isLessThan(BOUND);
  }

  @Property(tries = 50)
  void uniform_anyRange_staysWithinAndIsUniform(
      @ForAll @Scale(10) @DoubleRange(min = -1e6, max = 1e6) double min,
      @ForAll @Scale(10) @DoubleRange(min = 1e-3, max = 1e6) double width) {
    double max = min + width;
    List<Double> drawn = draw(new Uniform(min, max));

    assertThat(drawn).allMatch(x -> x >= min && x <= max);
    assertThat(distance(drawn, x -> (x - min) / width)).isLessThan(BOUND);
  }

  @Property(tries = 50)
  void logUniform_anyRange_hasUniformLogarithms(
      @ForAll @Scale(10) @DoubleRange(min = 1e-8, max = 1.0) double min,
      @ForAll @Scale(10) @DoubleRange(min = 1.5, max = 1e6) double ratio) {
    double max = min * ratio;
    List<Double> drawn = draw(new LogUniformValues(min, max));

    assertThat(drawn).allMatch(x -> x >= min && x <= max);
    assertThat(distance(drawn, x -> Math.log(x / min) / Math.log(ratio))).isLessThan(BOUND);
  }

  @Property(tries = 100)
  void quantized_anyRange_givesMultiplesAtMostHalfAStepOutside(
      @ForAll @IntRange(min = -50, max = 50) int min,
      @ForAll @IntRange(min = 1, max = 100) int width,
      @ForAll("steps") double q) {
    double low = min / 10.0;
    double high = (min + width) / 10.0;
    for (double x : draw(new QUniform(low, high, q, false), 50)) {
      assertThat(Math.abs(x / q - Math.rint(x / q))).isLessThan(1e-9);
      assertThat(x).isBetween(low - q / 2 - 1e-9, high + q / 2 + 1e-9);
    }
  }

  @Property(tries = 100)
  void quantized_decimalStep_isWrittenAsShortAsItsStep(
      @ForAll @IntRange(min = 0, max = 9) int min, @ForAll @IntRange(min = 1, max = 20) int width) {
    for (double x : draw(new QUniform(min / 10.0, (min + width) / 10.0, 0.1, false), 20)) {
      assertThat(Double.toString(x)).matches("\\d\\.\\d");
    }
  }

  /** A value's cell has the positions that give it, and no others. */
  @Property(tries = 200)
  void cell_ofAnyValue_isWhereItComesFrom(
      @ForAll("distributions") Distribution distribution,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double position) {
    SearchSpace space = SearchSpace.of(SpecBuilder.random().parameter("x", distribution).build());
    Coordinate coordinate = space.coordinates().get(0);
    Object value = at(space, position);
    Cell cell = coordinate.cell(value).orElseThrow();

    assertThat(position).isBetween(cell.low() - 1e-9, cell.high() + 1e-9);
    if (cell.width() > 0) {
      assertThat(at(space, cell.low() + cell.width() / 100)).isEqualTo(value);
      assertThat(at(space, cell.high() - cell.width() / 100)).isEqualTo(value);
    }
    assertThat(coordinate.cell("none of them")).isEmpty();
    assertThat(coordinate.cell(-1e9)).isEmpty();
  }

  /** All cells together are the whole of [0, 1]. */
  @Property(tries = 100)
  void cells_ofAFiniteSpace_leaveNothingOut(
      @ForAll("finiteSpaces") Map<String, Distribution> axes) {
    axes.forEach(
        (name, distribution) -> {
          SearchSpace space =
              SearchSpace.of(SpecBuilder.random().parameter("x", distribution).build());
          for (Coordinate coordinate : space.coordinates()) {
            double end = 0;
            for (Object value : enumerate(distribution)) {
              Cell cell = coordinate.cell(value).orElseThrow();
              assertThat(cell.low()).isEqualTo(end, within(1e-12));
              end = cell.high();
            }
            assertThat(end).isEqualTo(1);
          }
        });
  }

  private static Object at(SearchSpace space, double position) {
    return Objects.requireNonNull(space.at(new double[] {position}).get("x"));
  }

  @Provide
  Arbitrary<Distribution> distributions() {
    return Arbitraries.of(
        new Categorical(List.of(List.of(16L, 32L), "x", true, 1L)),
        new IntUniform(-3, 8),
        new IntUniform(-4_000_000_000L, 4_000_000_000L),
        new Uniform(-2.5, 7),
        new QUniform(0.1, 0.55, 0.1, false),
        new QUniform(1, 100, 8, true),
        new LogUniformValues(1e-6, 3));
  }

  @Provide
  Arbitrary<Double> steps() {
    return Arbitraries.of(0.1, 0.25, 0.5, 1.0, 3.0, 16.0);
  }

  @Provide
  Arbitrary<Map<String, Distribution>> finiteSpaces() {
    return Arbitraries.maps(
            Arbitraries.of("a", "b", "c"),
            Arbitraries.oneOf(
                Arbitraries.longs().between(-9, 9).map(Constant::new),
                Arbitraries.of("x", "y", "z", "w")
                    .list()
                    .uniqueElements()
                    .ofMinSize(1)
                    .map(values -> new Categorical(List.copyOf(values))),
                Combinators.combine(
                        Arbitraries.longs().between(-5, 5), Arbitraries.longs().between(1, 6))
                    .as((min, width) -> new IntUniform(min, min + width)),
                Combinators.combine(
                        Arbitraries.longs().between(-5, 5),
                        Arbitraries.longs().between(1, 4),
                        Arbitraries.longs().between(1, 7))
                    .as(
                        (first, count, q) ->
                            new QUniform(first * q, (first + count) * q, q, true))))
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(LinkedHashMap::new);
  }

  private static List<?> enumerate(Distribution distribution) {
    if (distribution instanceof Constant constant) {
      return List.of(constant.value());
    } else if (distribution instanceof Categorical categorical) {
      return categorical.values();
    } else if (distribution instanceof IntUniform range) {
      return LongStream.rangeClosed(range.min(), range.max()).boxed().toList();
    } else if (distribution instanceof QUniform quantized) {
      List<Long> multiples = new ArrayList<>();
      for (double x = quantized.min(); x <= quantized.max(); x += quantized.q()) {
        multiples.add((long) x);
      }
      return multiples;
    }
    throw new IllegalArgumentException(distribution.toString());
  }

  private static List<Double> draw(Distribution distribution) {
    return draw(distribution, DRAWS);
  }

  /** With a second, infinite axis, so that no value is left out for being a repetition. */
  private static List<Double> draw(Distribution distribution, int count) {
    Proposer proposer =
        Searches.standard()
            .proposer(
                SpecBuilder.random()
                    .seed(distribution.hashCode())
                    .parameter("x", distribution)
                    .parameter("other", new Uniform(0, 1))
                    .build());
    return IntStream.rangeClosed(1, count).mapToObj(i -> x(value(proposer, i))).toList();
  }

  private static double x(Map<String, Object> point) {
    return ((Number) point.getOrDefault("x", Double.NaN)).doubleValue();
  }

  /** The greatest distance between the empirical distribution and {@code cumulative}. */
  private static double distance(List<Double> drawn, DoubleUnaryOperator cumulative) {
    List<Double> sorted = drawn.stream().sorted().toList();
    return IntStream.range(0, sorted.size())
        .mapToDouble(
            i -> {
              double expected = cumulative.applyAsDouble(sorted.get(i));
              double below = Math.abs(expected - (double) i / sorted.size());
              return Math.max(below, Math.abs(expected - (i + 1.0) / sorted.size()));
            })
        .max()
        .orElse(1);
  }
}
