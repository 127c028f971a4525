package dev.trawl.sweep;

/** Which way a metric improves. */
public enum Goal {
  MINIMIZE,
  MAXIMIZE;

  /**
   * Whether {@code value} is strictly better than {@code other}; NaN is worse than every number.
   */
  public boolean better(double value, double other) {
    if (Double.isNaN(value)) {
      return false;
    }
    if (Double.isNaN(other)) {
      return true;
    }
    return this == MAXIMIZE ? value > other : value < other;
  }
}
