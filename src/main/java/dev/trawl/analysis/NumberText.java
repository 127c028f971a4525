package dev.trawl.analysis;

import java.math.BigDecimal;
import java.math.MathContext;

/** Real numbers for people. */
public final class NumberText {
  private NumberText() {}

  /** With all of its digits, such as {@code 0.00123456} or {@code 3.21e-15}. */
  public static String exact(double value) {
    return Double.isFinite(value)
        ? of(value, BigDecimal.valueOf(value).stripTrailingZeros())
        : Double.toString(value);
  }

  /** With at most four digits, such as {@code 0.003}, {@code 0.5} or {@code 3.2e-5}. */
  public static String of(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    return of(value, new BigDecimal(value, new MathContext(4)).stripTrailingZeros());
  }

  private static String of(double value, BigDecimal digits) {
    double size = Math.abs(value);
    if (size == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    if (size >= 1e-4 && size < 1e7) {
      return digits.toPlainString();
    }
    int exponent = digits.precision() - digits.scale() - 1;
    return digits.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }
}
