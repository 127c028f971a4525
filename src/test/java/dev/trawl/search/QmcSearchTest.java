package dev.trawl.search;

import static dev.trawl.search.SearchSpaceTest.value;
import static dev.trawl.search.SearchSpaceTest.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.Selection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class QmcSearchTest extends ProposerContract {
  @Override
  protected SpecBuilder spec() {
    return qmc().seed(7);
  }

  private static SpecBuilder qmc() {
    return SpecBuilder.searchedBy(new Selection("qmc", Map.of()));
  }

  private static List<Map<String, Object>> first(int count, SpecBuilder spec) {
    Proposer proposer = Searches.standard().proposer(spec.build());
    return IntStream.rangeClosed(1, count).mapToObj(run -> value(proposer, run)).toList();
  }

  private static double number(Map<String, Object> point, String name) {
    return ((Number) point.getOrDefault(name, Double.NaN)).doubleValue();
  }

  /** Which of so many equal parts of [0, 1] it is in. */
  private static int part(double position, int parts) {
    return (int) (position * parts);
  }

  @Property(tries = 50)
  void first64_ofAnySeed_lieOneInEach64thOfEveryAxis(@ForAll long seed) {
    List<Map<String, Object>> points =
        first(
            64,
            qmc()
                .seed(seed)
                .parameter("a", new Uniform(-1, 1))
                .parameter("fixed", new Constant(3L))
                .parameter("b", new LogUniformValues(1e-5, 1))
                .parameter("c", new IntUniform(0, 63)));

    assertThat(points).extracting(p -> part((number(p, "a") + 1) / 2, 64)).doesNotHaveDuplicates();
    assertThat(points)
        .extracting(p -> part(1 + Math.log10(number(p, "b")) / 5, 64))
        .doesNotHaveDuplicates();
    assertThat(points).extracting(p -> number(p, "c")).doesNotHaveDuplicates();
  }

  /** The first two coordinates are a net: each of its 64 boxes has one, whatever their shape. */
  @Property(tries = 20)
  void first64_ofTwoAxes_lieOneInEachBox(@ForAll long seed) {
    List<Map<String, Object>> points =
        first(
            64,
            qmc().seed(seed).parameter("a", new Uniform(0, 1)).parameter("b", new Uniform(0, 1)));

    for (int columns = 1; columns <= 64; columns *= 2) {
      int across = columns;
      assertThat(points)
          .extracting(p -> List.of(part(number(p, "a"), across), part(number(p, "b"), 64 / across)))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void first_ofManySeeds_isUniform() {
    List<Double> firsts =
        IntStream.range(0, 400)
            .mapToObj(
                seed ->
                    number(
                        first(1, qmc().seed(seed).parameter("a", new Uniform(0, 1))).get(0), "a"))
            .sorted()
            .toList();

    // The bound of Kolmogorov and Smirnov at a level of 10⁻⁷.
    for (int i = 0; i < 400; i++) {
      assertThat(Math.abs(firsts.get(i) - (i + 0.5) / 400)).isLessThan(2.9 / Math.sqrt(400));
    }
  }

  @Test
  void finiteSpace_isProposedWholeAndOnce() {
    Map<String, Distribution> space =
        Map.of("a", new IntUniform(1, 37), "b", new Categorical(List.of("x", "y", "z")));

    assertThat(values(Searches.standard().proposer(qmc().parameters(space).build())))
        .hasSize(111)
        .containsExactlyInAnyOrderElementsOf(
            values(Searches.standard().proposer(SpecBuilder.grid().parameters(space).build())));
  }

  @Test
  void nothingToSearch_isOnePoint() {
    SpecBuilder spec = qmc().parameter("a", new Constant(1L));

    assertThat(values(Searches.standard().proposer(spec.build()))).containsExactly(Map.of("a", 1L));
  }

  /** The same points in every version: what is recorded must stay reproducible. */
  @Test
  void seed42_staysAsItIs() {
    assertThat(first(4, qmc().seed(42).parameter("a", new IntUniform(0, 999))))
        .extracting(point -> point.get("a"))
        .containsExactly(48L, 548L, 798L, 298L);
  }
}
