package dev.trawl.sweep.yaml;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Values as a sweep file writes them. */
public final class ValueText {
  private ValueText() {}

  /** A limit of a range of magnitudes: with its power of ten where it is small or large. */
  public static String magnitude(double value) {
    if (value >= 0.01 && value < 10_000) {
      return of(value);
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String digits = decimal.unscaledValue().toString();
    return "%s.%se%s"
        .formatted(
            digits.charAt(0),
            digits.length() == 1 ? "0" : digits.substring(1),
            decimal.precision() - decimal.scale() - 1);
  }

  public static String of(Object value) {
    if (value instanceof Double number) {
      return Double.toString(number).replace('E', 'e');
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
    }
    return value.toString();
  }
}
