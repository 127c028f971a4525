package dev.trawl.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Real numbers as two texts, which pack better than a list: {@code "mantissas"}, of each as many
 * digits as are asked for, and {@code "exponents"} of ten, of each a digit of base 36 that stands
 * for 18 more than it is.
 */
final class Decimals {
  private static final int OFFSET = 18;

  private Decimals() {}

  /**
   * Writes them.
   *
   * @return whether it could: not with all digits, nor where one is absent, negative, not finite,
   *     no real number, or too small or large
   */
  static boolean write(JsonGenerator out, @Nullable Object[] values, Digits digits)
      throws IOException {
    if (digits.isAll()) {
      return false;
    }
    MathContext rounding = new MathContext(digits.significant(), RoundingMode.HALF_EVEN);
    StringBuilder mantissas = new StringBuilder();
    StringBuilder exponents = new StringBuilder();
    for (Object value : values) {
      if (!(value instanceof Double real) || !(real >= 0) || real.isInfinite()) {
        return false;
      }
      BigDecimal rounded = new BigDecimal(real, rounding);
      int scale = digits.significant() - (rounded.precision() - rounded.scale());
      int exponent = OFFSET - scale;
      if (exponent < 0 || exponent >= Character.MAX_RADIX) {
        return false;
      }
      String mantissa = rounded.setScale(scale).unscaledValue().toString();
      mantissas.append("0".repeat(digits.significant() - mantissa.length())).append(mantissa);
      exponents.append(Character.forDigit(exponent, Character.MAX_RADIX));
    }
    out.writeStartObject();
    out.writeStringField("mantissas", mantissas.toString());
    out.writeStringField("exponents", exponents.toString());
    out.writeEndObject();
    return true;
  }
}
