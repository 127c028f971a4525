package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.track.Metric;
import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CurveSamplingTest {
  private static final double LEVEL = 0.9;

  private static List<Metric> curve(List<Double> values) {
    return IntStream.range(0, values.size())
        .mapToObj(i -> new Metric("val_accuracy", values.get(i), i + 1, Instant.EPOCH))
        .toList();
  }

  private static DoubleStream values(List<Metric> curve) {
    return curve.stream().mapToDouble(Metric::value);
  }

  @Property(tries = 300)
  void sample_anyCurve_keepsEndsExtremesAndTheFirstStepAtTheLevel(
      @ForAll @Size(min = 2, max = 400) List<@DoubleRange(min = 0, max = 1) Double> values,
      @ForAll @IntRange(min = 5, max = 60) int most) {
    List<Metric> curve = curve(values);

    List<Metric> sample = CurveSampling.sample(curve, most, List.of(LEVEL));

    assertThat(sample).hasSizeLessThanOrEqualTo(most).isSubsetOf(curve).doesNotHaveDuplicates();
    assertThat(sample).extracting(Metric::step).isSorted();
    assertThat(sample).startsWith(curve.get(0)).endsWith(curve.get(curve.size() - 1));
    assertThat(values(sample).min()).isEqualTo(values(curve).min());
    assertThat(values(sample).max()).isEqualTo(values(curve).max());
    assertThat(sample.stream().filter(point -> point.value() >= LEVEL).findFirst())
        .isEqualTo(curve.stream().filter(point -> point.value() >= LEVEL).findFirst());
  }

  /** A dip of one step in ten thousand, and a jump above the level of one step. */
  @Test
  void sample_oneStepAlone_survives() {
    List<Double> values =
        IntStream.range(0, 10_000)
            .mapToObj(i -> i == 4321 ? 0.1 : i == 7654 ? 0.995 : 0.5)
            .toList();

    List<Metric> sample = CurveSampling.sample(curve(values), 100, List.of());

    assertThat(sample).extracting(Metric::step).contains(1L, 4322L, 7655L, 10_000L);
    assertThat(sample).hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void sample_valuesThatAreNoNumbers_survive() {
    List<Double> values =
        IntStream.range(0, 1000)
            .mapToObj(
                i -> i == 400 ? Double.NaN : i == 600 ? Double.POSITIVE_INFINITY : (Double) 0.5)
            .toList();

    List<Metric> sample = CurveSampling.sample(curve(values), 20, List.of());

    assertThat(sample).extracting(Metric::step).contains(401L, 601L);
    assertThat(sample).hasSizeLessThanOrEqualTo(20);
  }

  @Test
  void sample_fewPoints_areAllKept() {
    List<Metric> curve = curve(List.of(0.1, 0.2, 0.3));
    assertThat(CurveSampling.sample(curve, 3, List.of())).isSameAs(curve);
    assertThat(CurveSampling.sample(curve, 2, List.of(0.2)))
        .extracting(Metric::step)
        .containsExactly(1L, 3L);
    assertThatThrownBy(() -> CurveSampling.sample(curve, 1, List.of()))
        .hasMessage("need at least 2 points, found most=1");
  }
}
