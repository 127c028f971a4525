package dev.trawl.analysis;

import java.math.BigDecimal;
import java.math.MathContext;

/** Real numbers for people. */
public final class NumberText {
  private NumberText() {}

  /** With at most four digits, such as {@code 0.003}, {@code 0.5} or {@code 3.2e-5}. */
  public static String of(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value, new MathContext(4)).stripTrailingZeros();
    double size = Math.abs(value);
    if (size == 0 || (size >= 1e-4 && size < 1e7)) {
      return rounded.toPlainString();
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    String digits = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    return digits + "e" + exponent;
  }
}
