package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The oracle is a function whose variance shares are known in closed form. */
final class ImportanceTest {

  private static Importance of(
      int count,
      Function<SplittableRandom, Map<String, Object>> sample,
      ToDoubleFunction<Map<String, Object>> function) {
    SplittableRandom random = new SplittableRandom(11);
    List<Run> runs = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Map<String, Object> parameters = sample.apply(random);
      runs.add(
          Samples.run(i, parameters, Map.of("val_accuracy", function.applyAsDouble(parameters))));
    }
    return Importance.of(Samples.sweep(SweepStatus.FINISHED, runs), runs);
  }

  private static Importance.ParameterImportance parameter(Importance importance, String name) {
    return importance.parameters().stream()
        .filter(found -> found.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double number(Map<String, Object> parameters, String name) {
    return ((Number) Objects.requireNonNull(parameters.get(name))).doubleValue();
  }

  private static Map<String, Object> threeUniform(SplittableRandom random) {
    return Map.of("a", random.nextDouble(), "b", random.nextDouble(), "c", random.nextDouble());
  }

  /** Var(3a) : Var(b) = 9 : 1. */
  @Test
  void of_additiveFunction_hasTheKnownShares() {
    Importance importance =
        of(300, ImportanceTest::threeUniform, p -> 3 * number(p, "a") + number(p, "b"));

    assertThat(importance.runs()).isEqualTo(300);
    assertThat(importance.parameters())
        .extracting(Importance.ParameterImportance::name)
        .containsExactly("a", "b", "c");
    assertThat(parameter(importance, "a").importance()).isCloseTo(0.9, within(0.04));
    assertThat(parameter(importance, "b").importance()).isCloseTo(0.1, within(0.04));
    assertThat(parameter(importance, "c").importance()).isLessThan(0.02);
    assertThat(parameter(importance, "a").correlation()).isGreaterThan(0.9);
    assertThat(importance.note()).isNull();
  }

  @Test
  void of_veryManyRuns_isOfAnEvenSelection() {
    Importance importance =
        of(9000, ImportanceTest::threeUniform, p -> 3 * number(p, "a") + number(p, "b"));

    assertThat(importance.runs()).isEqualTo(Importance.MOST_RUNS);
    assertThat(parameter(importance, "a").importance()).isCloseTo(0.9, within(0.04));
  }

  /** A valley has no rank correlation and all of the variance. */
  @Test
  void of_valley_isImportantWithoutCorrelation() {
    Importance importance =
        of(200, ImportanceTest::threeUniform, p -> -Math.pow(number(p, "b") - 0.5, 2));

    assertThat(parameter(importance, "b").importance()).isGreaterThan(0.95);
    assertThat(parameter(importance, "b").correlation()).isBetween(-0.2, 0.2);
  }

  /**
   * Ishigami's function with a = 7, b = 0.1 on [−π, π]³: first-order Sobol indices 0.3139, 0.4424
   * and 0 (Ishigami and Homma 1990); x3 acts through its interaction with x1 alone. The tolerance
   * is the trees' bias at this number of runs.
   */
  @Test
  void of_ishigami_hasThePublishedIndices() {
    Importance importance =
        of(
            1000,
            random ->
                Map.of(
                    "x1", random.nextDouble(-Math.PI, Math.PI),
                    "x2", random.nextDouble(-Math.PI, Math.PI),
                    "x3", random.nextDouble(-Math.PI, Math.PI)),
            p ->
                Math.sin(number(p, "x1"))
                    + 7 * Math.pow(Math.sin(number(p, "x2")), 2)
                    + 0.1 * Math.pow(number(p, "x3"), 4) * Math.sin(number(p, "x1")));

    assertThat(parameter(importance, "x1").importance()).isCloseTo(0.3139, within(0.08));
    assertThat(parameter(importance, "x2").importance()).isCloseTo(0.4424, within(0.08));
    assertThat(parameter(importance, "x3").importance()).isLessThan(0.04);
  }

  /** Lists and words are categories: the mean decides, no order is assumed. */
  @Test
  void of_categories_areMeasuredWithoutCorrelation() {
    List<Object> filters = List.of(List.of(16L, 32L), List.of(32L, 64L), List.of(8L, 8L));
    Importance importance =
        of(
            120,
            random ->
                Map.of("filters", filters.get(random.nextInt(3)), "seedless", random.nextInt(4)),
            p -> filters.get(1).equals(p.get("filters")) ? 0.99 : 0.95);

    assertThat(parameter(importance, "filters").importance()).isGreaterThan(0.99);
    assertThat(parameter(importance, "filters").correlation()).isNull();
    assertThat(parameter(importance, "seedless").importance()).isLessThan(0.01);
  }

  @Test
  void of_noise_saysThatTheSharesMayBeChance() {
    SplittableRandom noise = new SplittableRandom(5);
    Importance importance = of(40, ImportanceTest::threeUniform, p -> noise.nextDouble());

    assertThat(importance.note()).contains("may be chance");
  }

  @Test
  void of_aParameterThatNeverVaries_hasNoNumber() {
    Importance importance =
        of(20, random -> Map.of("fixed", 64L, "free", random.nextDouble()), p -> number(p, "free"));

    assertThat(importance.parameters().get(0).name()).isEqualTo("free");
    assertThat(parameter(importance, "fixed"))
        .isEqualTo(new Importance.ParameterImportance("fixed", null, null));
  }

  @Test
  void of_noParameterThatVaries_hasNoNumberAndSaysThatNothingIsPredicted() {
    SplittableRandom noise = new SplittableRandom(5);
    Importance importance = of(20, random -> Map.of("fixed", 64L), p -> noise.nextDouble());

    assertThat(importance.parameters())
        .containsExactly(new Importance.ParameterImportance("fixed", null, null));
    assertThat(importance.note()).contains("no better than the mean does");
  }

  @Test
  void of_tooFewRuns_hasNoNumbersAndSaysSo() {
    Importance importance = of(7, ImportanceTest::threeUniform, p -> number(p, "a"));

    assertThat(importance.note()).isEqualTo("need 8 finished runs, found 7");
    assertThat(importance.parameters())
        .hasSize(3)
        .allMatch(p -> p.importance() == null && p.correlation() == null);
  }

  @Test
  void of_equalResults_hasNoNumbersAndSaysSo() {
    assertThat(of(10, ImportanceTest::threeUniform, p -> 0.5).note())
        .isEqualTo("every run has the same val_accuracy");
  }

  @Test
  void of_unfinishedAndNaN_areLeftOut() {
    List<Run> runs = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      RunStatus status = i == 1 ? RunStatus.FAILED : RunStatus.FINISHED;
      double value = i == 2 ? Double.NaN : i;
      runs.add(Samples.run(i, status, null, Map.of("a", (long) i), Map.of("val_accuracy", value)));
    }

    Importance importance = Importance.of(Samples.sweep(SweepStatus.FINISHED, runs), runs);

    assertThat(importance.runs()).isEqualTo(8);
    assertThat(parameter(importance, "a").correlation()).isEqualTo(1.0);
  }

  @Test
  void of_sameRunsTwice_isTheSame() {
    assertThat(of(30, ImportanceTest::threeUniform, p -> number(p, "a")))
        .isEqualTo(of(30, ImportanceTest::threeUniform, p -> number(p, "a")));
  }
}
