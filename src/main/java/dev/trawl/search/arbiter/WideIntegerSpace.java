package dev.trawl.search.arbiter;

/**
 * The integers of a range that Arbiter's {@code IntegerParameterSpace} can't hold: beyond the ints,
 * or with more of them. Beyond 2⁵³ integers not each of them can be drawn.
 */
final class WideIntegerSpace extends LeafSpace {
  private final long min;
  private final long max;

  WideIntegerSpace(long min, long max) {
    this.min = min;
    this.max = max;
  }

  @Override
  Object at(double position) {
    double width = (double) max - (double) min + 1;
    double offset = Math.floor(position * width);
    long value =
        offset >= 0x1.0p63
            ? min + Long.MAX_VALUE + (long) (offset - 0x1.0p63) + 1
            : min + (long) offset;
    return Math.max(min, Math.min(max, value));
  }
}
