package dev.trawl.search;

import java.util.Optional;

/**
 * One coordinate of a search space: uniform draws from [0, 1] give the distribution of its
 * parameter. Immutable, and safe for use by many threads.
 */
public interface Coordinate {

  /** The name of its parameter. */
  String name();

  /** How many values it has where these have no order; 0 where they have one. */
  int choices();

  /** Which positions give a value; empty for a value that it doesn't have. */
  Optional<Cell> cell(Object value);

  /**
   * The positions from {@code low} to {@code high}, both from 0 to 1; they are the same for a value
   * out of a range of reals. How wide it is, is how likely the value is.
   */
  record Cell(double low, double high) {
    public Cell {
      if (!(0 <= low && low <= high && high <= 1)) {
        throw new IllegalArgumentException(
            "need 0 <= low <= high <= 1, found low=%s high=%s".formatted(low, high));
      }
    }

    /** A single position. */
    public static Cell at(double position) {
      return new Cell(position, position);
    }

    public double width() {
      return high - low;
    }

    public double middle() {
      return low + (high - low) / 2;
    }
  }
}
