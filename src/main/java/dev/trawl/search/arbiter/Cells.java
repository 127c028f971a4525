package dev.trawl.search.arbiter;

import dev.trawl.search.Coordinate.Cell;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the values of an axis lie in [0, 1]. */
interface Cells {
  /** Doubles can't tell the middles of more values than this apart. */
  long COUNTABLE = 1L << 51;

  /** How many values there are; null when they can't be counted. */
  @Nullable Long size();

  /** A position that gives the value with this index, from 0. */
  double position(long index);

  /** As {@link dev.trawl.search.Coordinate#cell}. */
  Optional<Cell> cell(Object value);

  /** As {@link dev.trawl.search.Coordinate#choices}. */
  default int choices() {
    return 0;
  }
}
