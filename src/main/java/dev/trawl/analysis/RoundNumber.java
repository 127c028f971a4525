package dev.trawl.analysis;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers that a person would write. */
final class RoundNumber {
  private static final MathContext DIGITS = new MathContext(2);

  private RoundNumber() {}

  /** The nearest number of two digits; one that is not finite as it is. */
  static double near(double value) {
    return !Double.isFinite(value) ? value : new BigDecimal(value, DIGITS).doubleValue();
  }
}
