package dev.trawl.search.arbiter;

import dev.trawl.search.Coordinate.Cell;
import dev.trawl.sweep.Distribution.Quantized;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The multiples to which the numbers of a curve are rounded; how likely one is, is never even. */
final class MultiplesSpace extends LeafSpace implements Cells {
  private final Quantized distribution;
  private final Curve curve;

  MultiplesSpace(Quantized distribution, Curve curve) {
    this.distribution = distribution;
    this.curve = curve;
  }

  @Override
  Object at(double position) {
    return distribution.quantize(curve.value(position));
  }

  /** Those far out are too unlikely to be drawn. */
  @Override
  public @Nullable Long size() {
    return null;
  }

  @Override
  public double position(long index) {
    return 0;
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
