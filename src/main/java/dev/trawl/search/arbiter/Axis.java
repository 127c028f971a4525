package dev.trawl.search.arbiter;

import dev.trawl.search.Coordinate;
import dev.trawl.sweep.Distribution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
 * @param cells the other way round
 */
record Axis(String name, ParameterSpace<?> space, Cells cells) implements Coordinate {

  static Axis of(String name, Distribution distribution) {
    return distribution.accept(new Converted(name));
  }

  /** How many values there are; null when they can't be counted. */
  @Nullable Long size() {
    return cells.size();
  }

  /** How many of a position's coordinates are its: 0 or 1. */
  int coordinates() {
    return space.numParameters();
  }

  /** The middle of a value's cell; before all others for one that it doesn't have, or none. */
  double middle(@Nullable Object value) {
    return value == null ? -1 : cell(value).map(Cell::middle).orElse(-1.0);
  }

  @Override
  public int choices() {
    return cells.choices();
  }

  @Override
  public Optional<Cell> cell(Object value) {
    return cells.cell(value);
  }

  /** Each kind of distribution as an axis. */
  private record Converted(String name) implements Distribution.Visitor<Axis> {
    @Override
    public Axis constant(Distribution.Constant constant) {
      return new Axis(
          name, new FixedValue<>(constant.value()), new ListedCells(List.of(constant.value())));
    }

    @Override
    public Axis categorical(Distribution.Categorical categorical) {
      if (!categorical.probabilities().isEmpty()) {
        WeightedSpace space = new WeightedSpace(categorical);
        return new Axis(name, space, space);
      }
      List<Object> values = new ArrayList<>(new LinkedHashSet<>(categorical.values()));
      return new Axis(name, new DiscreteParameterSpace<>(values), new ListedCells(values));
    }

    @Override
    public Axis intUniform(Distribution.IntUniform range) {
      return new Axis(
          name, integers(range.min(), range.max()), new IntegerCells(range.min(), range.max()));
    }

    @Override
    public Axis uniform(Distribution.Uniform range) {
      double min = range.min();
      double max = range.max();
      return new Axis(
          name,
          bounded(new ContinuousParameterSpace(min, max), min, max),
          new RealCells(min, max, x -> (x - min) / (max - min)));
    }

    @Override
    public Axis qUniform(Distribution.QUniform range) {
      QuantizedSpace space = new QuantizedSpace(range);
      return new Axis(name, space, space);
    }

    @Override
    public Axis logUniformValues(Distribution.LogUniformValues range) {
      double min = range.min();
      double max = range.max();
      return new Axis(
          name,
          bounded(new ContinuousParameterSpace(new LogUniformDistribution(min, max)), min, max),
          new RealCells(
              min, max, x -> (Math.log(x) - Math.log(min)) / (Math.log(max) - Math.log(min))));
    }

    @Override
    public Axis normal(Distribution.Normal normal) {
      return curved(Curve.of(normal));
    }

    @Override
    public Axis logNormal(Distribution.LogNormal normal) {
      return curved(Curve.of(normal));
    }

    @Override
    public Axis beta(Distribution.Beta beta) {
      return curved(Curve.of(beta));
    }

    @Override
    public Axis quantized(Distribution.Quantized multiples) {
      MultiplesSpace space = new MultiplesSpace(multiples, Curve.of(multiples.of()));
      return new Axis(name, space, space);
    }

    private Axis curved(Curve curve) {
      Cells cells =
          curve.isEmpty()
              ? new ListedCells(List.of())
              : new RealCells(curve.min(), curve.max(), curve::position);
      return new Axis(name, new CurvedSpace(curve), cells);
    }
  }

  private static ParameterSpace<?> integers(long min, long max) {
    // The distribution behind Arbiter's space adds and subtracts its limits as ints.
    boolean fits = Math.max(Math.abs(min), Math.abs(max)) < 1 << 30 && min > Long.MIN_VALUE;
    return fits
        ? new ConvertedSpace<>(new IntegerParameterSpace((int) min, (int) max), Integer::longValue)
        : new WideIntegerSpace(min, max);
  }

  /** Rounding must not carry a value across a limit. */
  private static ParameterSpace<?> bounded(ParameterSpace<Double> space, double min, double max) {
    return new ConvertedSpace<Double, Double>(space, value -> Math.max(min, Math.min(max, value)));
  }
}
