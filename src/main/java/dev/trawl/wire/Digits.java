package dev.trawl.wire;

/**
 * How exactly real numbers are sent.
 *
 * @param significant how many digits each keeps, from 1
 */
public record Digits(int significant) {
  /** As many as a double has. */
  public static final Digits ALL = new Digits(17);

  /** Further powers of ten are no whole doubles. */
  private static final int EXACT_POWERS = 22;

  public Digits {
    if (significant < 1) {
      throw new IllegalArgumentException("need digits from 1, found " + significant);
    }
  }

  boolean isAll() {
    return significant >= ALL.significant;
  }

  /** The nearest number that has no more of them. */
  double of(double value) {
    if (isAll() || value == 0 || !Double.isFinite(value)) {
      return value;
    }
    int places = significant - 1 - (int) Math.floor(Math.log10(Math.abs(value)));
    // A power of ten that a double holds exactly makes the quotient the nearest to the decimal one.
    double scale = Math.pow(10, Math.min(EXACT_POWERS, Math.abs(places)));
    return Math.abs(places) > EXACT_POWERS
        ? value
        : places >= 0 ? Math.rint(value * scale) / scale : Math.rint(value / scale) * scale;
  }
}
