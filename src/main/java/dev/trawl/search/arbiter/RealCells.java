package dev.trawl.search.arbiter;

import dev.trawl.search.Coordinate.Cell;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A range of reals.
 *
 * @param cumulative the distribution function
 */
record RealCells(double min, double max, DoubleUnaryOperator cumulative) implements Cells {

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
    return value instanceof Double real && real >= min && real <= max
        ? Optional.of(Cell.at(Math.max(0, Math.min(1, cumulative.applyAsDouble(real)))))
        : Optional.empty();
  }
}
