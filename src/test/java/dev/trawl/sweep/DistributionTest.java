package dev.trawl.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DistributionTest {

  @ParameterizedTest
  @MethodSource("table")
  void describe_distribution_isReadable(Distribution distribution, String text, long size) {
    assertThat(distribution.describe()).isEqualTo(text);
    assertThat(distribution.size())
        .isEqualTo(size == 0 ? OptionalLong.empty() : OptionalLong.of(size));
  }

  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of(new Constant(List.of(32L, 64L)), "always [32, 64]", 1),
        Arguments.of(
            new Categorical(List.of(List.of(16L, 32L), List.of(32L, 64L))),
            "one of [16, 32], [32, 64]",
            2),
        Arguments.of(new Categorical(List.of(5e-4, 0.5, true)), "one of 5e-4, 0.5, true", 3),
        Arguments.of(new IntUniform(-1, 8), "integer -1 … 8", 10),
        Arguments.of(
            new IntUniform(Long.MIN_VALUE, Long.MAX_VALUE),
            "integer -9223372036854775808 … 9223372036854775807",
            Long.MAX_VALUE),
        Arguments.of(
            new IntUniform(0, Long.MAX_VALUE), "integer 0 … 9223372036854775807", Long.MAX_VALUE),
        Arguments.of(new Uniform(0, 0.5), "uniform 0 … 0.5", 0),
        Arguments.of(new LogUniformValues(3e-4, 3e-3), "log-uniform 3e-4 … 3e-3", 0),
        Arguments.of(new LogUniformValues(1.25e-7, 0.1), "log-uniform 1.25e-7 … 0.1", 0),
        Arguments.of(new LogUniformValues(1, 2e4), "log-uniform 1 … 2e4", 0),
        Arguments.of(new QUniform(0, 0.5, 0.2, false), "multiples of 0.2, 0 … 0.4", 3),
        Arguments.of(new QUniform(30, 130, 32, true), "multiples of 32, 32 … 128", 4));
  }

  @Test
  void quantize_decimalSteps_areTheDecimalsThemselves() {
    QUniform steps = new QUniform(0, 1, 0.1, false);

    assertThat(IntStream.rangeClosed(0, 10).mapToDouble(i -> steps.quantize(i / 10.0)))
        .containsExactly(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
  }

  @Test
  void quantize_halves_roundToEven() {
    QUniform steps = new QUniform(0, 8, 2, true);

    assertThat(steps.quantize(1)).isZero();
    assertThat(steps.quantize(3)).isEqualTo(4);
    assertThat(steps.quantize(-3)).isEqualTo(-4);
  }
}
