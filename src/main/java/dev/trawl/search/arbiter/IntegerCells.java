package dev.trawl.search.arbiter;

import dev.trawl.search.Coordinate.Cell;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The integers from {@code min} to {@code max}, each as likely. */
record IntegerCells(long min, long max) implements Cells {

  @Override
  public @Nullable Long size() {
    long size = max - min + 1; // Negative where it overflows.
    return size > 0 && size < COUNTABLE ? size : null;
  }

  @Override
  public double position(long index) {
    Long size = size();
    return size == null ? 0 : (index + 0.5) / size;
  }

  @Override
  public Optional<Cell> cell(Object value) {
    if (!(value instanceof Long integer) || integer < min || integer > max) {
      return Optional.empty();
    }
    double size = (double) max - (double) min + 1;
    double index = (double) integer - (double) min;
    return Optional.of(new Cell(Math.min(1, index / size), Math.min(1, (index + 1) / size)));
  }
}
