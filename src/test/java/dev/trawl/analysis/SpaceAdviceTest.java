package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Condition;
import dev.trawl.sweep.Constraints;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Range;
import dev.trawl.sweep.Imputation;
import dev.trawl.sweep.Match;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sweeps whose best point is known, drawn at random. */
final class SpaceAdviceTest {
  private static final Map<String, Distribution> SPACE = new LinkedHashMap<>();
  private static final Map<String, Range> LIMITS = Map.of("rate", new Range(1e-6, 1, true, false));
  private static final int SWEEPS = 400;

  static {
    SPACE.put("rate", new Distribution.LogUniformValues(1e-4, 1e-2));
    SPACE.put("width", new Distribution.Uniform(10, 20));
    SPACE.put("kind", new Distribution.Categorical(List.of("a", "b")));
  }

  /** NaN is a failed run. */
  private static List<SpaceChange> advice(
      int count, long seed, ToDoubleFunction<Map<String, Object>> function) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Run> runs = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      Map<String, Object> parameters =
          Map.of(
              "rate",
              1e-4 * Math.pow(100, random.nextDouble()),
              "width",
              10 + 10 * random.nextDouble(),
              "kind",
              random.nextBoolean() ? "a" : "b");
      double value = function.applyAsDouble(parameters);
      runs.add(
          Double.isNaN(value)
              ? Samples.run(number, RunStatus.FAILED, "diverged", parameters, Map.of())
              : Samples.run(number, parameters, Map.of("val_accuracy", value)));
    }
    return SpaceAdvice.of(Samples.sweep(SweepStatus.FINISHED, runs), runs, search(SPACE), LIMITS);
  }

  private static SearchSpec search(Map<String, Distribution> space) {
    return SearchSpec.of(Selection.of("random"), space);
  }

  private static double number(Map<String, Object> parameters, String name) {
    return ((Number) Objects.requireNonNull(parameters.get(name))).doubleValue();
  }

  /** From 0 to 1. */
  private static double rate(Map<String, Object> parameters) {
    return Math.log(number(parameters, "rate") / 1e-4) / Math.log(100);
  }

  private static double width(Map<String, Object> parameters) {
    return (number(parameters, "width") - 10) / 10;
  }

  @Test
  void of_bestAtTheUpperEnd_widensItByHalfOnItsScale() {
    List<SpaceChange> changes = advice(60, 1, p -> 0.5 + 0.4 * rate(p));

    SpaceChange rate = changes.get(0);
    assertThat(rate.parameter()).isEqualTo("rate");
    assertThat(rate.values()).containsExactly(1e-4, 0.1);
    assertThat(rate.reason()).contains("of the best 6 runs", "uppermost 5 % of 0.0001 to 0.01");
    assertThat(rate.runIds()).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void of_bestAtTheLowerEnd_widensTheLinearScale() {
    assertThat(advice(60, 2, p -> 0.9 - 0.4 * width(p)))
        .filteredOn(change -> change.parameter().equals("width"))
        .extracting(SpaceChange::values)
        .containsExactly(List.of(5.0, 20.0));
  }

  /** What is 6 of multiples of 16 would be 0, which a batch can't have. */
  @Test
  void of_multiplesBestAtTheLowerEnd_stayMultiplesWithinTheLimits() {
    Distribution fromOne = new Distribution.Quantized(multiples(16, 128), 16, true);
    Distribution fromTwo = new Distribution.Quantized(multiples(32, 128), 16, true);

    assertThat(ofSizes(fromOne, 16, size -> 1 / size)).isEmpty();
    assertThat(ofSizes(fromTwo, 32, size -> 1 / size))
        .extracting(SpaceChange::values)
        .containsExactly(List.of(16L, 128L));
    assertThat(ofSizes(new Distribution.QUniform(32, 128, 32, true), 32, size -> 1 / size))
        .isEmpty();
    assertThat(ofSizes(new Distribution.QUniform(32, 128, 32, true), 32, size -> size))
        .extracting(SpaceChange::values)
        .containsExactly(List.of(32L, 192L));
  }

  @Test
  void of_integersThatFailFromOneOn_endBeforeIt() {
    assertThat(ofSizes(new Distribution.IntUniform(1, 6), 1, size -> size > 3 ? Double.NaN : size))
        .extracting(SpaceChange::values)
        .containsExactly(List.of(1L, 3L));
    assertThat(ofSizes(new Distribution.IntUniform(1, 6), 1, size -> size > 1 ? Double.NaN : size))
        .extracting(SpaceChange::values)
        .containsExactly(List.of(1L));
  }

  private static Distribution multiples(double min, double max) {
    return new Distribution.LogUniformValues(min, max);
  }

  /** Sixty runs, a value of six each with the given step; NaN is a failed run. */
  private static List<SpaceChange> ofSizes(
      Distribution distribution, long step, DoubleUnaryOperator accuracy) {
    List<Run> runs = new ArrayList<>();
    long least = (long) distribution.range().orElseThrow().min();
    long most = (long) distribution.range().orElseThrow().max();
    for (int number = 1; number <= 60; number++) {
      long size = Math.min(most, least + number % 6 * step);
      double value = accuracy.applyAsDouble((double) size);
      Map<String, Object> parameters = Map.of("size", size);
      runs.add(
          Double.isNaN(value)
              ? Samples.run(number, RunStatus.FAILED, "diverged", parameters, Map.of())
              : Samples.run(number, parameters, Map.of("val_accuracy", value / 1000)));
    }
    Map<String, Range> limits = Map.of("size", new Range(1, 4096, false, true));
    return SpaceAdvice.of(
        Samples.sweep(SweepStatus.FINISHED, runs),
        runs,
        search(Map.of("size", distribution, "kind", new Distribution.Categorical(List.of("a")))),
        limits);
  }

  /** The hyperparameter itself ends there. */
  @Test
  void of_bestAtALimit_keepsTheEnd() {
    Map<String, Range> limits = Map.of("rate", new Range(1e-4, 1e-2, true, false));
    List<Run> runs =
        IntStream.rangeClosed(1, 40)
            .mapToObj(
                i ->
                    Samples.run(
                        i,
                        Map.of("rate", 1e-4 * Math.pow(100, i / 40.0)),
                        Map.of("val_accuracy", 0.5 + i * 0.01)))
            .toList();
    Map<String, Distribution> space = Map.of("rate", new Distribution.LogUniformValues(1e-4, 1e-2));

    assertThat(
            SpaceAdvice.of(Samples.sweep(SweepStatus.FINISHED, runs), runs, search(space), limits))
        .isEmpty();
    assertThat(
            SpaceAdvice.of(
                Samples.sweep(SweepStatus.FINISHED, runs), runs, search(space), Map.of()))
        .hasSize(1);
  }

  /** By chance alone, with all ends taken together, in one of twenty at most. */
  @Test
  void of_pureNoise_isSilentInNineteenOfTwentySweeps() {
    long alarms =
        IntStream.range(0, SWEEPS)
            .filter(
                seed -> {
                  SplittableRandom noise = new SplittableRandom(~seed);
                  return advice(40, seed, p -> noise.nextDouble()).stream()
                      .anyMatch(change -> !change.isFixed());
                })
            .count();

    assertThat(alarms).isLessThan(SWEEPS / 20);
  }

  @Test
  void of_runsThatFailAboveARate_endsTheRangeBeforeIt() {
    List<SpaceChange> changes =
        advice(40, 3, p -> rate(p) > 0.8 ? Double.NaN : 0.9 - Math.pow(rate(p) - 0.5, 2));

    SpaceChange rate = changes.get(0);
    assertThat(rate.parameter()).isEqualTo("rate");
    assertThat(rate.values().get(0)).isEqualTo(1e-4);
    assertThat((Double) rate.values().get(1)).isBetween(1e-4 * Math.pow(100, 0.7), 5e-3);
    assertThat(rate.reason()).contains("failed runs have it at or above", "none finished");
  }

  @Test
  void of_runsThatFailAnywhere_saysNothing() {
    SplittableRandom luck = new SplittableRandom(5);

    assertThat(
            advice(
                40, 4, p -> luck.nextInt(5) == 0 ? Double.NaN : 0.9 - Math.pow(rate(p) - 0.5, 2)))
        .noneMatch(change -> change.parameter().equals("rate"));
  }

  @Test
  void of_parameterWithoutEffect_isFixedToTheBestRunsValue() {
    List<SpaceChange> changes = advice(80, 6, p -> 0.9 - Math.pow(rate(p) - 0.5, 2));

    assertThat(changes).extracting(SpaceChange::parameter).contains("kind").doesNotContain("rate");
    assertThat(changes).allMatch(SpaceChange::isFixed);
    assertThat(changes.get(0).reason()).contains("it explains 0.");
  }

  @Test
  void of_fewRuns_isEmpty() {
    assertThat(advice(SpaceAdvice.MIN_RUNS - 1, 7, SpaceAdviceTest::rate)).isEmpty();
  }

  /** Every second run has {@code width}, since its {@code kind} is b. */
  private static List<SpaceChange> conditional(
      int count, long seed, ToDoubleFunction<Map<String, Object>> function) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Run> runs = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      Map<String, Object> parameters = new LinkedHashMap<>();
      parameters.put("rate", 1e-4 * Math.pow(100, random.nextDouble()));
      parameters.put("kind", number % 2 == 0 ? "b" : "a");
      if (number % 2 == 0) {
        parameters.put("width", 10 + 10 * random.nextDouble());
      }
      double value = function.applyAsDouble(parameters);
      runs.add(
          Double.isNaN(value)
              ? Samples.run(number, RunStatus.FAILED, "diverged", parameters, Map.of())
              : Samples.run(number, parameters, Map.of("val_accuracy", value)));
    }
    Condition ofB = new Condition(Map.of("kind", new Match.AnyOf(List.of("b"))));
    SearchSpec search =
        new SearchSpec(
            Selection.of("random"),
            null,
            SPACE,
            new Constraints(Map.of("width", ofB), List.of()),
            List.of(),
            null,
            null,
            null,
            null,
            Imputation.DEFAULT);
    return SpaceAdvice.of(Samples.sweep(SweepStatus.FINISHED, runs), runs, search, LIMITS);
  }

  /** The best runs of all don't have it; of those that have it the best lie at its end. */
  @Test
  void of_parameterWithACondition_countsTheRunsThatHaveIt() {
    List<SpaceChange> changes =
        conditional(200, 8, p -> p.containsKey("width") ? 0.5 + 0.3 * width(p) : 0.9);

    assertThat(changes)
        .filteredOn(change -> change.parameter().equals("width"))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.values()).isEqualTo(List.of(10.0, 25.0));
              assertThat(change.reason()).contains("of the best 10 runs");
            });
  }

  @Test
  void of_runsThatFailWhereTheyHaveIt_endsTheRangeBeforeIt() {
    assertThat(
            conditional(
                120,
                9,
                p ->
                    !p.containsKey("width")
                        ? 0.5
                        : width(p) > 0.7 ? Double.NaN : 0.9 - Math.pow(width(p) - 0.4, 2)))
        .filteredOn(change -> change.parameter().equals("width"))
        .singleElement()
        .satisfies(
            change -> {
              assertThat((Double) change.values().get(1)).isBetween(16.0, 18.0);
              assertThat(change.reason()).contains("failed runs have it at or above");
            });
  }

  /** Without its effect, but others are there by it alone. */
  @Test
  void of_parameterThatDecidesOnOthers_isNotFixed() {
    List<SpaceChange> changes = conditional(160, 10, p -> 0.9 - Math.pow(rate(p) - 0.5, 2));

    assertThat(changes).extracting(SpaceChange::parameter).containsExactly("width");
    assertThat(changes.get(0).isFixed()).isTrue();
    assertThat(changes.get(0).values().get(0)).isInstanceOf(Double.class);
  }
}
