package dev.trawl.sweep;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The values that a hyperparameter may take. A value is what JSON has: a {@link Long}, a {@link
 * Double}, a {@link String}, a {@link Boolean} or a list of these.
 */
public sealed interface Distribution {

  /** What a visitor makes of it: exactly one of its methods is called. */
  <T> T accept(Visitor<T> visitor);

  /** What is done with a distribution of each kind. */
  interface Visitor<T> {
    T constant(Constant constant);

    T categorical(Categorical categorical);

    T intUniform(IntUniform range);

    T uniform(Uniform range);

    T qUniform(QUniform range);

    T logUniformValues(LogUniformValues range);

    T normal(Normal normal);

    T logNormal(LogNormal normal);

    T beta(Beta beta);

    T quantized(Quantized multiples);
  }

  /** What a person reads about it, such as {@code log-uniform 3e-4 … 3e-3}. */
  default String describe() {
    return accept(new DistributionText());
  }

  /**
   * How many values there are, at most {@link Long#MAX_VALUE}; empty where they can't be counted,
   * as in a range of reals.
   */
  default OptionalLong size() {
    return OptionalLong.empty();
  }

  /** Values that it has: all that are listed; of a range its ends, and one between them. */
  default List<Object> samples() {
    return accept(new Samples());
  }

  /** What a sweep file calls it, such as {@code log_uniform_values}. */
  default String key() {
    return accept(new DistributionKey());
  }

  /** All its values where they are listed; none of a range. */
  default List<Object> listed() {
    return List.of();
  }

  /** Whether its listed values have probabilities of their own. */
  default boolean isWeighted() {
    return false;
  }

  /** The ends between which it draws numbers; empty where its values are listed. */
  default Optional<Range> range() {
    return Optional.empty();
  }

  /** How far apart its numbers are; 0 where they are real, or listed. */
  default double step() {
    return 0;
  }

  /** The nearest number that it may be, as far as its step goes. */
  default Object nearest(double x) {
    return x;
  }

  /**
   * The same without what lies outside of two limits; a range has limits of its own, and keeps
   * them.
   */
  default Distribution within(double least, double greatest) {
    return this;
  }

  /**
   * The numbers from {@code min} to {@code max}, both included.
   *
   * @param log whether equal factors are as likely, rather than equal distances
   * @param integral whether the numbers are integers
   */
  record Range(double min, double max, boolean log, boolean integral) {}

  /** Always the same value. */
  record Constant(Object value) implements Distribution {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.constant(this);
    }

    @Override
    public List<Object> listed() {
      return List.of(value);
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of(1);
    }
  }

  /**
   * One of the values.
   *
   * @param probabilities one for each, from 0, of the sum 1; none where each is as likely
   */
  record Categorical(List<Object> values, List<Double> probabilities) implements Distribution {
    private static final double MOST_ERROR = 1e-6;

    public Categorical {
      values = List.copyOf(values);
      probabilities = List.copyOf(probabilities);
      double sum = probabilities.stream().mapToDouble(Double::doubleValue).sum();
      if (!probabilities.isEmpty()
          && (probabilities.size() != values.size()
              || !(Math.abs(sum - 1) <= MOST_ERROR)
              || probabilities.stream().anyMatch(each -> !(each >= 0)))) {
        throw new IllegalArgumentException(
            "need a probability from 0 for each value, of the sum 1, found %s for %s"
                .formatted(probabilities, values));
      }
    }

    /** Each as likely. */
    public Categorical(List<Object> values) {
      this(values, List.of());
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.categorical(this);
    }

    @Override
    public List<Object> listed() {
      return values;
    }

    @Override
    public boolean isWeighted() {
      return !probabilities.isEmpty();
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of(values.size());
    }
  }

  /** An integer between {@code min} and {@code max}, both included. */
  record IntUniform(long min, long max) implements Distribution {
    @Override
    public double step() {
      return 1;
    }

    @Override
    public Object nearest(double x) {
      return Math.round(x);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.intUniform(this);
    }

    @Override
    public Optional<Range> range() {
      return Optional.of(new Range(min, max, false, true));
    }

    @Override
    public OptionalLong size() {
      long span = max - min;
      return OptionalLong.of(span < 0 || span == Long.MAX_VALUE ? Long.MAX_VALUE : span + 1);
    }
  }

  /** A real number between {@code min} and {@code max}. */
  record Uniform(double min, double max) implements Distribution {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.uniform(this);
    }

    @Override
    public Optional<Range> range() {
      return Optional.of(new Range(min, max, false, false));
    }
  }

  /** {@code round(x / q) · q} for a uniform x; integers where {@code integral}. */
  record QUniform(double min, double max, double q, boolean integral) implements Distribution {

    /**
     * {@code round(x / q) · q}, halves to even as W&B rounds them, and the product without the
     * error of binary fractions: three times 0.1 is 0.3.
     */
    public double quantize(double x) {
      return BigDecimal.valueOf(q).multiply(new BigDecimal(Math.rint(x / q))).doubleValue();
    }

    @Override
    public double step() {
      return q;
    }

    @Override
    public Object nearest(double x) {
      double value = quantize(x);
      return integral ? (Object) (long) value : (Object) value;
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.qUniform(this);
    }

    @Override
    public Optional<Range> range() {
      return Optional.of(new Range(quantize(min), quantize(max), false, integral));
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of((long) (Math.rint(max / q) - Math.rint(min / q)) + 1);
    }
  }

  /**
   * {@code e^u} for u uniform between ln {@code min} and ln {@code max}; {@code min} is above 0.
   */
  record LogUniformValues(double min, double max) implements Distribution {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.logUniformValues(this);
    }

    @Override
    public Optional<Range> range() {
      return Optional.of(new Range(min, max, true, false));
    }
  }

  /**
   * A normal distribution, of which only what lies between two limits is drawn.
   *
   * @param sigma above 0
   * @param min may be infinite
   * @param max may be infinite
   */
  record Normal(double mu, double sigma, double min, double max) implements Distribution {
    /** The whole of it. */
    public static Normal of(double mu, double sigma) {
      return new Normal(mu, sigma, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.normal(this);
    }

    @Override
    public Distribution within(double least, double greatest) {
      double low = Math.max(min, least);
      double high = Math.min(max, greatest);
      return new Normal(mu, sigma, low, high);
    }
  }

  /**
   * The exponential function of a normal distribution, likewise.
   *
   * @param mu of the logarithm
   * @param sigma of the logarithm; above 0
   * @param min from 0
   * @param max may be infinite
   */
  record LogNormal(double mu, double sigma, double min, double max) implements Distribution {
    /** The whole of it. */
    public static LogNormal of(double mu, double sigma) {
      return new LogNormal(mu, sigma, 0, Double.POSITIVE_INFINITY);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.logNormal(this);
    }

    @Override
    public Distribution within(double least, double greatest) {
      double low = Math.max(min, least);
      double high = Math.min(max, greatest);
      return new LogNormal(mu, sigma, low, high);
    }
  }

  /**
   * A beta distribution, likewise.
   *
   * @param a from {@link #LEAST_SHAPE} to {@link #MOST_SHAPE}
   * @param b likewise
   * @param min from 0
   * @param max at most 1
   */
  record Beta(double a, double b, double min, double max) implements Distribution {
    /** With smaller shapes doubles hardly tell its values from 0 and 1. */
    public static final double LEAST_SHAPE = 0.001;

    /** With greater shapes the fractions by which it is computed don't converge. */
    public static final double MOST_SHAPE = 1e12;

    /** The whole of it. */
    public static Beta of(double a, double b) {
      return new Beta(a, b, 0, 1);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.beta(this);
    }

    @Override
    public Distribution within(double least, double greatest) {
      double low = Math.max(min, least);
      double high = Math.min(max, greatest);
      return new Beta(a, b, low, high);
    }
  }

  /**
   * {@code round(x / q) · q} for an x of another distribution of real numbers.
   *
   * @param of one that has no multiples of its own
   * @param q above 0
   * @param integral whether the values are integers, as q is
   */
  record Quantized(Distribution of, double q, boolean integral) implements Distribution {
    /** Halves are rounded to even, so that they may leave the limits. */
    private static final double MARGIN = 1e-9;

    @Override
    public double step() {
      return q;
    }

    @Override
    public Object nearest(double x) {
      return quantize(x);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.quantized(this);
    }

    @Override
    public Optional<Range> range() {
      return of.range()
          .map(
              range ->
                  new Range(rounded(range.min()), rounded(range.max()), range.log(), integral));
    }

    private double rounded(double x) {
      return ((Number) quantize(x)).doubleValue();
    }

    /** The multiple that a number is rounded to, halves to even. */
    public Object quantize(double x) {
      BigDecimal value = BigDecimal.valueOf(q).multiply(new BigDecimal(Math.rint(x / q)));
      return integral ? (Object) value.longValue() : (Object) value.doubleValue();
    }

    /** Only what is rounded to multiples between the limits. */
    @Override
    public Distribution within(double least, double greatest) {
      return new Quantized(
          of.within(
              (Math.ceil(least / q) - 0.5 + MARGIN) * q,
              (Math.floor(greatest / q) + 0.5 - MARGIN) * q),
          q,
          integral);
    }
  }
}
