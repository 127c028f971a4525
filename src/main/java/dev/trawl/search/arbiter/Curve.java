package dev.trawl.search.arbiter;

import dev.trawl.sweep.Distribution;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.LogUniformDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;

/**
 * A distribution of real numbers as a curve over [0, 1], and only the part of it that lies between
 * two limits.
 *
 * @param min may be infinite
 * @param max may be infinite
 */
record Curve(ContinuousDistribution whole, double min, double max) {
  /** Farther out there is nothing to draw, but an infinite value. */
  private static final double OUTERMOST = 1e-12;

  /**
   * That of a distribution.
   *
   * @throws IllegalArgumentException for one that has no curve
   */
  static Curve of(Distribution distribution) {
    return distribution.accept(new Curves());
  }

  /** Whether there is nothing to draw: that so far out lies between the limits alone. */
  boolean isEmpty() {
    double low = Math.max(OUTERMOST, whole.cumulativeProbability(min));
    double high = Math.min(1 - OUTERMOST, whole.cumulativeProbability(max));
    return !(low < high);
  }

  /** The value at a position from 0 to 1. */
  double value(double position) {
    double low = whole.cumulativeProbability(min);
    double high = whole.cumulativeProbability(max);
    double share = low + position * (high - low);
    double value =
        whole.inverseCumulativeProbability(Math.max(OUTERMOST, Math.min(1 - OUTERMOST, share)));
    return Math.max(min, Math.min(max, value));
  }

  /** The position of a value between the limits. */
  double position(double value) {
    double low = whole.cumulativeProbability(min);
    double high = whole.cumulativeProbability(max);
    double position = (whole.cumulativeProbability(value) - low) / (high - low);
    return Math.max(0, Math.min(1, position));
  }

  private static final class Curves implements Distribution.Visitor<Curve> {
    @Override
    public Curve uniform(Distribution.Uniform range) {
      return new Curve(
          UniformContinuousDistribution.of(range.min(), range.max()), range.min(), range.max());
    }

    @Override
    public Curve logUniformValues(Distribution.LogUniformValues range) {
      return new Curve(
          LogUniformDistribution.of(range.min(), range.max()), range.min(), range.max());
    }

    @Override
    public Curve normal(Distribution.Normal normal) {
      return new Curve(
          NormalDistribution.of(normal.mu(), normal.sigma()), normal.min(), normal.max());
    }

    @Override
    public Curve logNormal(Distribution.LogNormal normal) {
      return new Curve(
          LogNormalDistribution.of(normal.mu(), normal.sigma()), normal.min(), normal.max());
    }

    @Override
    public Curve beta(Distribution.Beta beta) {
      return new Curve(BetaDistribution.of(beta.a(), beta.b()), beta.min(), beta.max());
    }

    @Override
    public Curve constant(Distribution.Constant constant) {
      throw none(constant);
    }

    @Override
    public Curve categorical(Distribution.Categorical categorical) {
      throw none(categorical);
    }

    @Override
    public Curve intUniform(Distribution.IntUniform range) {
      throw none(range);
    }

    @Override
    public Curve qUniform(Distribution.QUniform range) {
      throw none(range);
    }

    @Override
    public Curve quantized(Distribution.Quantized multiples) {
      throw none(multiples);
    }

    private static IllegalArgumentException none(Distribution distribution) {
      return new IllegalArgumentException(
          "need a distribution of real numbers, found " + distribution.describe());
    }
  }
}
