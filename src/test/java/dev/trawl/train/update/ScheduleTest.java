package dev.trawl.train.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.train.update.Schedule.Shape;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final Offset<Double> CLOSE = within(1e-12);

  private static double[] factors(Shape shape, double warmup, int steps) {
    Schedule schedule = new Schedule(shape, warmup, steps);
    return LongStream.range(0, steps).mapToDouble(schedule::factor).toArray();
  }

  @Test
  void factor_constant_is1_afterALineUpwards() {
    assertThat(factors(Shape.CONSTANT, 0, 3)).containsExactly(1, 1, 1);
    assertThat(factors(Shape.CONSTANT, 0.4, 10))
        .containsExactly(new double[] {0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1}, CLOSE);
  }

  /**
   * By hand from PyTorch's documentation of OneCycleLR: total_steps 10, max_lr 1, pct_start 0.3,
   * linear. It rises from 1/25 to step 0.3 · 10 − 1 = 2, and falls to 1/25/10,000 at step 9.
   */
  @Test
  void factor_oneCycle_isPyTorchs() {
    double[] expected = new double[10];
    expected[0] = 0.04;
    expected[1] = 0.52;
    for (int step = 2; step < 10; step++) {
      expected[step] = 1 - (1 - 4e-6) * (step - 2) / 7;
    }
    assertThat(factors(Shape.ONE_CYCLE, 0.3, 10)).containsExactly(expected, CLOSE);
  }

  /** (1 + cos x) ÷ 2 is cos² (x ÷ 2). */
  @Test
  void factor_cosine_isHalfACosine_afterALineUpwards() {
    double[] expected = new double[10];
    expected[0] = 0.5;
    expected[1] = 1;
    for (int step = 2; step < 10; step++) {
      expected[step] = Math.pow(Math.cos(Math.PI * (step - 2) / 16), 2);
    }
    assertThat(factors(Shape.COSINE, 0.2, 10)).containsExactly(expected, CLOSE);
  }

  @ParameterizedTest
  @CsvSource({"CONSTANT", "ONE_CYCLE", "COSINE"})
  void factor_anyShape_staysAbove0_andRisesOnlyInTheWarmup(Shape shape) {
    for (int steps : new int[] {1, 2, 3, 7, 100}) {
      for (double warmup : new double[] {0, 0.01, 0.3, 0.99}) {
        double[] factors = factors(shape, warmup, steps);
        for (int step = 0; step < steps; step++) {
          assertThat(factors[step]).isGreaterThan(0).isLessThanOrEqualTo(1);
          if (step > 0 && step > warmup * steps) {
            assertThat(factors[step]).isLessThanOrEqualTo(factors[step - 1]);
          } else if (step > 0 && step < warmup * steps - 1) {
            assertThat(factors[step]).isGreaterThan(factors[step - 1]);
          }
        }
      }
    }
  }

  @Test
  void new_impossible_isRefused() {
    assertThatThrownBy(() -> new Schedule(Shape.COSINE, 1, 10))
        .hasMessage("need a warm-up from 0 to below 1 and steps from 1, found 1.0 and 10");
    assertThatThrownBy(() -> new Schedule(Shape.COSINE, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
