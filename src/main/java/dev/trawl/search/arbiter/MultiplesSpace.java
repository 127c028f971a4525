package dev.trawl.search.arbiter;

import dev.trawl.search.Coordinate.Cell;
import dev.trawl.sweep.Distribution.Quantized;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The multiples to which the numbers of a curve are rounded; how likely one is, is never even. */
final class MultiplesSpace extends LeafSpace implements Cells {
  /** Of more than that, none comes again for want of others. */
  private static final int MOST_COUNTED = 1_000;

  private final Quantized distribution;
  private final Curve curve;

  /** In ascending order; null where they can't be counted. */
  private final @Nullable List<Object> values;

  MultiplesSpace(Quantized distribution, Curve curve) {
    this.distribution = distribution;
    this.curve = curve;
    values = curve.isEmpty() ? List.of() : counted();
  }

  private @Nullable List<Object> counted() {
    double first = Math.rint(curve.value(0) / distribution.q());
    double last = Math.rint(curve.value(1) / distribution.q());
    if (last - first >= MOST_COUNTED) {
      return null;
    }
    List<Object> counted = new ArrayList<>();
    for (double quotient = first; quotient <= last; quotient++) {
      Object value = distribution.quantize(quotient * distribution.q());
      if (!at(middle(value)).equals(value)) {
        return null; // So unlikely, between two that are likely, that no position gives it.
      }
      counted.add(value);
    }
    return counted;
  }

  @Override
  Object at(double position) {
    return distribution.quantize(curve.value(position));
  }

  @Override
  public @Nullable Long size() {
    return values == null ? null : Long.valueOf(values.size());
  }

  @Override
  public double position(long index) {
    return values == null ? 0 : middle(values.get((int) index));
  }

  private double middle(Object value) {
    return cell(value).map(Cell::middle).orElse(0.0);
  }

  @Override
  public Optional<Cell> cell(Object value) {
    if (!(value instanceof Number number)
        || !distribution.quantize(number.doubleValue()).equals(value)) {
      return Optional.empty();
    }
    double low = curve.position(number.doubleValue() - distribution.q() / 2);
    double high = curve.position(number.doubleValue() + distribution.q() / 2);
    return high > low ? Optional.of(new Cell(low, high)) : Optional.empty();
  }
}
