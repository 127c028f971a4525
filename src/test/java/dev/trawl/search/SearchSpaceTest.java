package dev.trawl.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {

  private static final SpecBuilder EVERY_KIND =
      SpecBuilder.random()
          .parameter("model_width", new Constant(8L))
          .parameter("filters", new Categorical(List.of(List.of(16L, 32L), List.of(32L, 64L))))
          .parameter("units", new IntUniform(1, 1000))
          .parameter("dropout", new Uniform(0, 0.5))
          .parameter("l2", new QUniform(0.1, 0.5, 0.1, false))
          .parameter("batch", new QUniform(16, 128, 16, true))
          .parameter("rate", new LogUniformValues(1e-4, 1e-2));

  @Test
  void grid_threeNames_lastVariesFastestAndEnds() {
    SweepSpec spec =
        SpecBuilder.grid()
            .parameter("a", new Categorical(List.of("x", "y")))
            .parameter("b", new Constant(7L))
            .parameter("c", new IntUniform(1, 2))
            .build();

    assertThat(values(Searches.standard().proposer(spec)))
        .containsExactly(
            Map.of("a", "x", "b", 7L, "c", 1L),
            Map.of("a", "x", "b", 7L, "c", 2L),
            Map.of("a", "y", "b", 7L, "c", 1L),
            Map.of("a", "y", "b", 7L, "c", 2L));
  }

  @Test
  void grid_exhausted_staysSo() {
    SweepSpec spec = SpecBuilder.grid().parameter("a", new Constant(true)).build();
    Proposer proposer = Searches.standard().proposer(spec);

    assertThat(values(proposer)).hasSize(1);
    assertThat(proposer.next(new Job(2, 2), History.NOTHING)).isEqualTo(Proposal.EXHAUSTED);
  }

  @Test
  void grid_repeatedValue_isOnePoint() {
    SweepSpec spec =
        SpecBuilder.grid().parameter("a", new Categorical(List.of(1L, 2L, 1L))).build();

    assertThat(SearchSpace.of(spec).size()).isEqualTo(2);
    assertThat(values(Searches.standard().proposer(spec)))
        .containsExactly(Map.of("a", 1L), Map.of("a", 2L));
  }

  @Test
  void random_everyKind_keepsTheFilesOrderAndTypes() {
    Map<String, Object> point = value(Searches.standard().proposer(EVERY_KIND.build()), 1);

    assertThat(point.keySet())
        .containsExactly("model_width", "filters", "units", "dropout", "l2", "batch", "rate");
    assertThat(point.values().stream().map(SearchSpaceTest::kind))
        .containsExactly("Long", "List", "Long", "Double", "Double", "Long", "Double");
  }

  @Test
  void random_begunAtAnyNumber_proposesTheSameAsFromTheStart() {
    SweepSpec spec =
        SpecBuilder.random()
            .parameter("a", new IntUniform(1, 6))
            .parameter("b", new Categorical(List.of("x", "y")))
            .build();
    Proposer proposer = Searches.standard().proposer(spec);
    List<Map<String, Object>> all = values(proposer);

    for (int first = 1; first <= 12; first++) {
      assertThat(values(Searches.standard().proposer(spec), first))
          .isEqualTo(all.subList(first - 1, 12));
    }
  }

  @Test
  void random_finiteSpace_runsEachPointOnceAndEnds() {
    SweepSpec spec =
        SpecBuilder.random()
            .parameter("a", new IntUniform(1, 20))
            .parameter("b", new QUniform(0.0001, 2.4, 1, true))
            .build();

    List<Map<String, Object>> points = values(Searches.standard().proposer(spec));

    assertThat(points).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void size_ofEachKind_isWhatCanBeCounted() {
    assertThat(size(new IntUniform(-5, 5))).isEqualTo(11);
    assertThat(size(new IntUniform(0, 1L << 40))).isEqualTo((1L << 40) + 1);
    assertThat(size(new IntUniform(Long.MIN_VALUE, Long.MAX_VALUE))).isNull();
    assertThat(size(new QUniform(0, 0.5, 0.1, false))).isEqualTo(6);
    assertThat(size(new QUniform(1, 10, 4, true))).isEqualTo(3);
    assertThat(size(new QUniform(0, 1e300, 1, true))).isNull();
    assertThat(size(new Uniform(0, 1))).isNull();
    assertThat(size(new LogUniformValues(1, 2))).isNull();
  }

  @Test
  void size_productBeyondALong_isNotCounted() {
    SpecBuilder builder = SpecBuilder.grid();
    IntStream.range(0, 7).forEach(i -> builder.parameter("p" + i, new IntUniform(1, 1000)));

    assertThat(SearchSpace.of(builder.build()).size()).isNull();
    assertThat(SearchSpace.of(builder.runCap(9).build()).plannedRuns()).isEqualTo(9);
    assertThat(value(Searches.standard().proposer(builder.build()), 1).values()).containsOnly(1L);
  }

  @Test
  void plannedRuns_isTheLesserOfSizeAndCap() {
    SpecBuilder builder = SpecBuilder.random().parameter("a", new IntUniform(1, 4));

    assertThat(SearchSpace.of(builder.build()).plannedRuns()).isEqualTo(4);
    assertThat(SearchSpace.of(builder.runCap(3).build()).plannedRuns()).isEqualTo(3);
    assertThat(SearchSpace.of(builder.runCap(9).build()).plannedRuns()).isEqualTo(4);
  }

  @Test
  void runSeed_eachNumberAndAttempt_hasItsOwnWithin53Bits() {
    SearchSpace space = SearchSpace.of(EVERY_KIND.build());

    List<Long> seeds =
        LongStream.range(0, 300)
            .mapToObj(i -> space.runSeed((int) (i / 3) + 1, (int) (i % 3) + 1))
            .toList();

    assertThat(seeds).doesNotHaveDuplicates().allMatch(seed -> seed >= 0 && seed < 1L << 53);
    assertThat(SearchSpace.of(EVERY_KIND.build()).runSeed(1, 1)).isEqualTo(seeds.get(0));
  }

  /** The same seeds in every version: what is recorded must stay reproducible. */
  @Test
  void runSeed_ofARunWithASeed_isThatSeedsWhateverTheNumber() {
    SearchSpace space = SearchSpace.of(EVERY_KIND.build());

    assertThat(space.runSeed(1, 1, Map.of("seed", 3L)))
        .isEqualTo(space.runSeed(2, 1, Map.of("seed", 3L)))
        .isNotEqualTo(space.runSeed(1, 2, Map.of("seed", 3L)))
        .isNotEqualTo(space.runSeed(1, 1, Map.of("seed", 4L)));
    assertThat(space.runSeed(5, 1, Map.of("l2", 0.1))).isEqualTo(space.runSeed(5, 1));
  }

  @Test
  void runSeed_ofSeed42_staysAsItIs() {
    SearchSpace space = SearchSpace.of(EVERY_KIND.seed(42).build());

    assertThat(List.of(space.runSeed(1, 1), space.runSeed(2, 1), space.runSeed(1, 2)))
        .containsExactly(6966148256575278L, 7541526577920261L, 5074785079923283L);
  }

  private static @Nullable Long size(Distribution distribution) {
    return SearchSpace.of(SpecBuilder.random().parameter("a", distribution).build()).size();
  }

  private static String kind(Object value) {
    return value instanceof List ? "List" : value.getClass().getSimpleName();
  }

  /** All that a proposer has, from a number on. */
  static List<Map<String, Object>> values(Proposer proposer, int first) {
    List<Map<String, Object>> values = new ArrayList<>();
    for (int number = first; ; number++) {
      if (!(proposer.next(new Job(number, number), History.NOTHING)
          instanceof Proposal.Start run)) {
        return values;
      }
      values.add(run.parameters());
    }
  }

  static List<Map<String, Object>> values(Proposer proposer) {
    return values(proposer, 1);
  }

  static Map<String, Object> value(Proposer proposer, int number) {
    return ((Proposal.Start) proposer.next(new Job(number, number), History.NOTHING)).parameters();
  }
}
