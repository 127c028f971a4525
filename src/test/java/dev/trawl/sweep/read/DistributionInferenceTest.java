package dev.trawl.sweep.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Beta;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogNormal;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.Normal;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Quantized;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.TestCatalogs;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DistributionInferenceTest {

  @ParameterizedTest
  @MethodSource("table")
  void read_parameter_isTheDistributionOfTheTable(
      String name, String parameter, Distribution expected) throws Exception {
    SweepSpec spec =
        TestCatalogs.spec(
            "{dataset: mnist, method: random, run_cap: 1, parameters: {%s: %s}}"
                .formatted(name, parameter));

    assertThat(spec.search().parameters().get(name)).isEqualTo(expected);
  }

  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of("batch_size", "{value: 64}", new Constant(64L)),
        Arguments.of("batch_size", "{distribution: constant, value: 64}", new Constant(64L)),
        Arguments.of("batch_size", "{value: 0x40}", new Constant(64L)),
        Arguments.of("batch_size", "{value: 1_024}", new Constant(1024L)),
        Arguments.of("dropout", "{value: 0}", new Constant(0.0)),
        Arguments.of("learning_rate", "{value: 1e-3}", new Constant(1e-3)),
        Arguments.of("learning_rate", "{value: 1E-3}", new Constant(1e-3)),
        Arguments.of("learning_rate", "{value: 1.e-3}", new Constant(1e-3)),
        Arguments.of("learning_rate", "{value: .001}", new Constant(1e-3)),
        Arguments.of("learning_rate", "{value: !!float 1}", new Constant(1.0)),
        Arguments.of("filters", "{value: [32, 64]}", new Constant(List.of(32L, 64L))),
        Arguments.of("batch_size", "{values: [32, 64]}", new Categorical(List.of(32L, 64L))),
        Arguments.of("dropout", "{values: [0, 0.5]}", new Categorical(List.of(0.0, 0.5))),
        Arguments.of(
            "dropout", "{distribution: categorical, values: [0.5]}", new Categorical(List.of(0.5))),
        Arguments.of("batch_size", "{min: 32, max: 64}", new IntUniform(32, 64)),
        Arguments.of(
            "batch_size",
            "{values: [32, 64], probabilities: [0.25, 0.75]}",
            new Categorical(List.of(32L, 64L), List.of(0.25, 0.75))),
        Arguments.of(
            "learning_rate",
            "{distribution: inv_log_uniform_values, min: 1e-3, max: 1e-1}",
            new LogUniformValues(1e-3, 1e-1)),
        Arguments.of(
            "batch_size",
            "{distribution: q_log_uniform_values, min: 16, max: 256, q: 16}",
            new Quantized(new LogUniformValues(16, 256), 16, true)),
        Arguments.of("dropout", "{distribution: normal}", new Normal(0, 1, 0, 0.95)),
        Arguments.of(
            "learning_rate",
            "{distribution: log_normal, mu: -7, sigma: 2}",
            new LogNormal(-7, 2, 1e-8, 10)),
        Arguments.of("dropout", "{distribution: beta, a: 2, b: 5}", new Beta(2, 5, 0, 0.95)),
        Arguments.of(
            "batch_size", "{distribution: int_uniform, min: 32, max: 64}", new IntUniform(32, 64)),
        Arguments.of("l2", "{min: 0, max: 1}", new IntUniform(0, 1)),
        Arguments.of("l2", "{min: 0, max: 1.0}", new Uniform(0, 1)),
        Arguments.of("l2", "{min: 0.0, max: 1}", new Uniform(0, 1)),
        Arguments.of("l2", "{min: 0, max: 1e0}", new Uniform(0, 1)),
        Arguments.of("l2", "{distribution: uniform, min: 0, max: 1}", new Uniform(0, 1)),
        Arguments.of(
            "l2", "{distribution: q_uniform, min: 0, max: 1}", new QUniform(0, 1, 1, true)),
        Arguments.of(
            "batch_size",
            "{distribution: q_uniform, min: 32, max: 128, q: 32}",
            new QUniform(32, 128, 32, true)),
        Arguments.of(
            "dropout",
            "{distribution: q_uniform, min: 0, max: 0.95, q: 0.05}",
            new QUniform(0, 0.95, 0.05, false)),
        Arguments.of(
            "l2",
            "{distribution: log_uniform_values, min: 1e-6, max: 1}",
            new LogUniformValues(1e-6, 1)));
  }
}
