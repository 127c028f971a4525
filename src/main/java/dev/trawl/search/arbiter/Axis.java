package dev.trawl.search.arbiter;

import dev.trawl.sweep.Distribution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.distribution.LogUniformDistribution;
import org.deeplearning4j.arbiter.optimize.parameter.FixedValue;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.jspecify.annotations.Nullable;

/**
 * One hyperparameter of a search space.
 *
 * @param space gives a value for a position in [0, 1]
 * @param size how many values there are; null when they can't be counted
 * @param position where the value with an index, from 0, lies
 */
record Axis(
    String name, ParameterSpace<?> space, @Nullable Long size, LongToDoubleFunction position) {

  /** Doubles can't tell the middles of more values than this apart. */
  private static final long COUNTABLE = 1L << 51;

  static Axis of(String name, Distribution distribution) {
    return distribution.accept(new Converted(name));
  }

  /** Each kind of distribution as an axis. */
  private record Converted(String name) implements Distribution.Visitor<Axis> {
    @Override
    public Axis constant(Distribution.Constant constant) {
      return new Axis(name, new FixedValue<>(constant.value()), 1L, index -> 0);
    }

    @Override
    public Axis categorical(Distribution.Categorical categorical) {
      List<Object> values = new ArrayList<>(new LinkedHashSet<>(categorical.values()));
      return even(name, new DiscreteParameterSpace<>(values), values.size());
    }

    @Override
    public Axis intUniform(Distribution.IntUniform range) {
      return integers(name, range.min(), range.max());
    }

    @Override
    public Axis uniform(Distribution.Uniform range) {
      return continuous(
          name, new ContinuousParameterSpace(range.min(), range.max()), range.min(), range.max());
    }

    @Override
    public Axis qUniform(Distribution.QUniform range) {
      QuantizedSpace space = new QuantizedSpace(range);
      return new Axis(name, space, space.size() < COUNTABLE ? space.size() : null, space::position);
    }

    @Override
    public Axis logUniformValues(Distribution.LogUniformValues range) {
      return continuous(
          name,
          new ContinuousParameterSpace(new LogUniformDistribution(range.min(), range.max())),
          range.min(),
          range.max());
    }
  }

  private static Axis integers(String name, long min, long max) {
    long size = max - min + 1;
    // The distribution behind Arbiter's space adds and subtracts its limits as ints.
    boolean fits = Math.max(Math.abs(min), Math.abs(max)) < 1 << 30 && min > Long.MIN_VALUE;
    if (fits) {
      var space = new IntegerParameterSpace((int) min, (int) max);
      return even(name, new ConvertedSpace<>(space, Integer::longValue), size);
    }
    // Also where the size overflowed.
    Long counted = size > 0 && size < COUNTABLE ? size : null;
    return new Axis(
        name,
        new WideIntegerSpace(min, max),
        counted,
        index -> counted == null ? 0 : (index + 0.5) / counted);
  }

  /** Rounding must not carry a value across a limit. */
  private static Axis continuous(
      String name, ParameterSpace<Double> space, double min, double max) {
    var bounded =
        new ConvertedSpace<Double, Double>(space, value -> Math.max(min, Math.min(max, value)));
    return new Axis(name, bounded, null, index -> 0);
  }

  /** Values that each have the same share of [0, 1]. */
  private static Axis even(String name, ParameterSpace<?> space, long size) {
    return new Axis(name, space, size, index -> (index + 0.5) / size);
  }
}
