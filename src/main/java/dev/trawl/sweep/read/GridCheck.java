package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.sweep.yaml.YamlNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Stream;

/** Checks that a grid can enumerate a parameter, and says how to write one that it can't. */
final class GridCheck {
  private static final int MOST_VALUES = 10_000;

  private final Problems problems;

  GridCheck(Problems problems) {
    this.problems = problems;
  }

  void check(YamlNode parameter, Distribution distribution) {
    if (distribution.size().orElse(Long.MAX_VALUE) > MOST_VALUES) {
      problems.error(
          parameter.place(),
          distribution.describe() + " in a grid",
          "at most %s values to enumerate, such as {values: %s}"
              .formatted(MOST_VALUES, ValueText.of(distribution.accept(new Samples()))));
    }
  }

  /** The ends of a range and a round number in its middle; of listed values the first. */
  private static final class Samples implements Distribution.Visitor<List<Object>> {
    @Override
    public List<Object> constant(Constant constant) {
      return List.of(constant.value());
    }

    @Override
    public List<Object> categorical(Categorical categorical) {
      return categorical.values().stream().limit(3).toList();
    }

    @Override
    public List<Object> intUniform(IntUniform range) {
      return List.of(range.min(), range.min() + (range.max() - range.min()) / 2, range.max());
    }

    @Override
    public List<Object> uniform(Uniform range) {
      return List.of(range.min(), round(range.min() / 2 + range.max() / 2), range.max());
    }

    @Override
    public List<Object> logUniformValues(LogUniformValues range) {
      double middle = Math.exp((Math.log(range.min()) + Math.log(range.max())) / 2);
      return List.of(range.min(), round(middle), range.max());
    }

    @Override
    public List<Object> qUniform(QUniform range) {
      return Stream.of(range.min(), range.min() / 2 + range.max() / 2, range.max())
          .map(range::quantize)
          .map(value -> range.integral() ? (Object) value.longValue() : (Object) value)
          .toList();
    }
  }

  private static double round(double value) {
    return new BigDecimal(value).round(new MathContext(2)).doubleValue();
  }
}
