package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Distribution;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DistributionTextTest {

  @Test
  void of_eachKind_saysItsValues() {
    assertThat(DistributionText.of(new Distribution.Constant(64L))).isEqualTo("always 64");
    assertThat(
            DistributionText.of(
                new Distribution.Categorical(List.of(List.of(16L, 32L), List.of(32L, 64L)))))
        .isEqualTo("one of [16, 32], [32, 64]");
    assertThat(DistributionText.of(new Distribution.IntUniform(1, 9)))
        .isEqualTo("1 to 9, whole numbers");
    assertThat(DistributionText.of(new Distribution.Uniform(0, 0.5))).isEqualTo("0 to 0.5");
    assertThat(DistributionText.of(new Distribution.QUniform(0, 1, 0.25, false)))
        .isEqualTo("0 to 1, in steps of 0.25");
    assertThat(DistributionText.of(new Distribution.LogUniformValues(1e-6, 3e-3)))
        .isEqualTo("1e-6 to 0.003, on a log scale");
  }

  @Test
  void number_rounded_keepsFourDigits() {
    assertThat(NumberText.of(0.0045000000000000005)).isEqualTo("0.0045");
    assertThat(NumberText.of(3.21654e-5)).isEqualTo("3.217e-5");
    assertThat(NumberText.of(1e8)).isEqualTo("1e8");
    assertThat(NumberText.of(-0.25)).isEqualTo("-0.25");
    assertThat(NumberText.of(Double.NaN)).isEqualTo("NaN");
  }
}
