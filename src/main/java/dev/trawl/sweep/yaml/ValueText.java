package dev.trawl.sweep.yaml;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Collectors;

/** Values as a sweep file writes them, and real numbers for people. */
public final class ValueText {
  private ValueText() {}

  /** A limit of a range of magnitudes: with its power of ten where it is small or large. */
  public static String magnitude(double value) {
    return value >= 0.01 && value < 10_000 ? exact(value) : scientific(BigDecimal.valueOf(value));
  }

  /** With all of its digits; what is real stays so: {@code 1.0}, {@code 2.5e-6}. */
  public static String of(Object value) {
    if (value instanceof Double number) {
      String text = Double.toString(number);
      return text.contains("E") ? scientific(BigDecimal.valueOf(number)) : text;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
    }
    return value.toString();
  }

  /** With all of its digits, such as {@code 0.00123456} or {@code 3.21e-15}. */
  public static String exact(double value) {
    return Double.isFinite(value)
        ? plain(value, BigDecimal.valueOf(value).stripTrailingZeros())
        : Double.toString(value);
  }

  /**
   * With so many digits at most, such as {@code 0.003}, {@code 0.5} or {@code 3.2e-5}.
   *
   * @param digits from 1
   */
  public static String rounded(double value, int digits) {
    return Double.isFinite(value)
        ? plain(value, new BigDecimal(value, new MathContext(digits)).stripTrailingZeros())
        : Double.toString(value);
  }

  private static String plain(double value, BigDecimal digits) {
    double size = Math.abs(value);
    if (size == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return size >= 1e-4 && size < 1e7 ? digits.toPlainString() : scientific(digits);
  }

  private static String scientific(BigDecimal value) {
    BigDecimal digits = value.stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    return digits.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }
}
