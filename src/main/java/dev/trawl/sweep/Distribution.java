package dev.trawl.sweep;

import java.util.List;

/**
 * The values that a hyperparameter may take. A value is what JSON has: a {@link Long}, a {@link
 * Double}, a {@link String}, a {@link Boolean} or a list of these.
 */
public sealed interface Distribution {

  /** Always the same value. */
  record Constant(Object value) implements Distribution {}

  /** One of the values, each as likely. */
  record Categorical(List<Object> values) implements Distribution {
    public Categorical {
      values = List.copyOf(values);
    }
  }

  /** An integer between {@code min} and {@code max}, both included. */
  record IntUniform(long min, long max) implements Distribution {}

  /** A real number between {@code min} and {@code max}. */
  record Uniform(double min, double max) implements Distribution {}

  /** {@code round(x / q) · q} for a uniform x; integers where {@code integral}. */
  record QUniform(double min, double max, double q, boolean integral) implements Distribution {}

  /**
   * {@code e^u} for u uniform between ln {@code min} and ln {@code max}; {@code min} is above 0.
   */
  record LogUniformValues(double min, double max) implements Distribution {}
}
