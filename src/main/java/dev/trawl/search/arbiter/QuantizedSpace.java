package dev.trawl.search.arbiter;

import dev.trawl.sweep.Distribution.QUniform;
import java.math.BigDecimal;

/**
 * {@code round(x / q) · q} for a uniform x. The product is that of the decimals as they are
 * written, so that 3 · 0.1 is 0.3. The first and the last value can be less likely than the rest,
 * and lie up to q / 2 outside the limits, as in the schema that sweep files follow.
 */
final class QuantizedSpace extends LeafSpace {
  private final QUniform distribution;
  private long first;
  private long last;

  QuantizedSpace(QUniform distribution) {
    this.distribution = distribution;
    // The quotients stay within ± 2⁶¹, so that their number is a long.
    first = (long) Math.max(-0x1p61, Math.floor(distribution.min() / distribution.q() + 0.5));
    last = (long) Math.min(0x1p61, Math.ceil(distribution.max() / distribution.q() - 0.5));
    last = Math.max(first, last);
    // A multiple that only a limit itself, or nothing, would be rounded to is none of the values.
    while (first < last && quotient(position(0)) != first) {
      first++;
    }
    while (first < last && quotient(position(last - first)) != last) {
      last--;
    }
  }

  /** How many values there are. */
  long size() {
    return last - first + 1;
  }

  /** Where the value with this index, from 0, lies. */
  double position(long value) {
    double quotient = first + value;
    double low = Math.max(distribution.min(), (quotient - 0.5) * distribution.q());
    double high = Math.min(distribution.max(), (quotient + 0.5) * distribution.q());
    double middle = low + (high - low) / 2;
    return (middle - distribution.min()) / (distribution.max() - distribution.min());
  }

  @Override
  Object at(double position) {
    long quotient = Math.max(first, Math.min(last, quotient(position)));
    BigDecimal value = BigDecimal.valueOf(distribution.q()).multiply(BigDecimal.valueOf(quotient));
    return distribution.integral() ? (Object) value.longValueExact() : (Object) value.doubleValue();
  }

  private long quotient(double position) {
    double x = distribution.min() + position * (distribution.max() - distribution.min());
    return Math.round(x / distribution.q());
  }
}
