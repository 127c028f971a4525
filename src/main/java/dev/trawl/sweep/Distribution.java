package dev.trawl.sweep;

import dev.trawl.sweep.yaml.ValueText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

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
  }

  /** What a person reads about it, such as {@code log-uniform 3.0e-4 … 3.0e-3}. */
  String describe();

  /** How many values there are, at most {@link Long#MAX_VALUE}; empty for a range of reals. */
  OptionalLong size();

  /** Values that it has: all that are listed; of a range its ends, and one between them. */
  default List<Object> samples() {
    return accept(new Samples());
  }

  /** What a sweep file calls it, such as {@code log_uniform_values}. */
  String key();

  /** All its values where they are listed; none of a range. */
  List<Object> listed();

  /** The ends between which it draws numbers; empty where its values are listed. */
  default Optional<Range> range() {
    return Optional.empty();
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
    public String key() {
      return DistributionKind.CONSTANT.key();
    }

    @Override
    public String describe() {
      return "always " + ValueText.of(value);
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of(1);
    }
  }

  /** One of the values, each as likely. */
  record Categorical(List<Object> values) implements Distribution {
    public Categorical {
      values = List.copyOf(values);
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
    public String key() {
      return DistributionKind.CATEGORICAL.key();
    }

    @Override
    public String describe() {
      return values.stream().map(ValueText::of).collect(Collectors.joining(", ", "one of ", ""));
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of(values.size());
    }
  }

  /** An integer between {@code min} and {@code max}, both included. */
  record IntUniform(long min, long max) implements Distribution {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.intUniform(this);
    }

    @Override
    public List<Object> listed() {
      return List.of();
    }

    @Override
    public String key() {
      return DistributionKind.INT_UNIFORM.key();
    }

    @Override
    public Optional<Range> range() {
      return Optional.of(new Range(min, max, false, true));
    }

    @Override
    public String describe() {
      return "integer %s … %s".formatted(min, max);
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
    public List<Object> listed() {
      return List.of();
    }

    @Override
    public String key() {
      return DistributionKind.UNIFORM.key();
    }

    @Override
    public Optional<Range> range() {
      return Optional.of(new Range(min, max, false, false));
    }

    @Override
    public String describe() {
      return "uniform %s … %s".formatted(ValueText.of(min), ValueText.of(max));
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.empty();
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
    public <T> T accept(Visitor<T> visitor) {
      return visitor.qUniform(this);
    }

    @Override
    public List<Object> listed() {
      return List.of();
    }

    @Override
    public String key() {
      return DistributionKind.Q_UNIFORM.key();
    }

    @Override
    public Optional<Range> range() {
      return Optional.of(new Range(quantize(min), quantize(max), false, integral));
    }

    @Override
    public String describe() {
      return integral
          ? "multiples of %s, %s … %s"
              .formatted((long) q, (long) quantize(min), (long) quantize(max))
          : "multiples of %s, %s … %s"
              .formatted(ValueText.of(q), ValueText.of(quantize(min)), ValueText.of(quantize(max)));
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
    public List<Object> listed() {
      return List.of();
    }

    @Override
    public String key() {
      return DistributionKind.LOG_UNIFORM_VALUES.key();
    }

    @Override
    public Optional<Range> range() {
      return Optional.of(new Range(min, max, true, false));
    }

    @Override
    public String describe() {
      return "log-uniform %s … %s".formatted(ValueText.magnitude(min), ValueText.magnitude(max));
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.empty();
    }
  }
}
