package dev.trawl.search.arbiter;

import dev.trawl.search.Coordinate.Cell;
import dev.trawl.sweep.Distribution.QUniform;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code round(x / q) · q} for a uniform x. The product is that of the decimals as they are
 * written, so that 3 · 0.1 is 0.3. The first and the last value can be less likely than the rest,
 * and lie up to q / 2 outside the limits, as in the schema that sweep files follow.
 */
final class QuantizedSpace extends LeafSpace implements Cells {
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

  @Override
  public @Nullable Long size() {
    long size = last - first + 1;
    return size < COUNTABLE ? size : null;
  }

  @Override
  public double position(long index) {
    return position(low(first + index) + width(first + index) / 2);
  }

  @Override
  public Optional<Cell> cell(Object value) {
    if (!(value instanceof Number number)) {
      return Optional.empty();
    }
    long quotient = Math.round(number.doubleValue() / distribution.q());
    return quotient >= first && quotient <= last && value(quotient).equals(value)
        ? Optional.of(
            new Cell(
                quotient == first ? 0 : position(low(quotient)),
                quotient == last ? 1 : position(low(quotient) + width(quotient))))
        : Optional.empty();
  }

  @Override
  Object at(double position) {
    return value(Math.max(first, Math.min(last, quotient(position))));
  }

  private Object value(long quotient) {
    BigDecimal value = BigDecimal.valueOf(distribution.q()).multiply(BigDecimal.valueOf(quotient));
    return distribution.integral() ? (Object) value.longValueExact() : (Object) value.doubleValue();
  }

  private long quotient(double position) {
    double x = distribution.min() + position * (distribution.max() - distribution.min());
    return Math.round(x / distribution.q());
  }

  private double position(double x) {
    return (x - distribution.min()) / (distribution.max() - distribution.min());
  }

  /** From where on numbers are rounded to a quotient, within the limits. */
  private double low(long quotient) {
    return Math.max(distribution.min(), ((double) quotient - 0.5) * distribution.q());
  }

  private double width(long quotient) {
    return Math.min(distribution.max(), ((double) quotient + 0.5) * distribution.q())
        - low(quotient);
  }
}
