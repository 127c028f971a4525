package dev.trawl.track.filter;

/** A value that a filter names. */
public sealed interface Literal {

  /** As a filter has it. */
  String text();

  /** Whether it can be less or greater than another: a number that is not NaN. */
  default boolean isOrdered() {
    return this instanceof Numeric number && !Double.isNaN(number.value);
  }

  /**
   * A number without quotes.
   *
   * @param value may be NaN or infinite; -0.0 becomes 0.0
   */
  record Numeric(double value) implements Literal {
    private static final double EXACT = 1e15;

    public Numeric {
      value += 0.0;
    }

    @Override
    public String text() {
      return Math.abs(value) < EXACT && value == Math.rint(value)
          ? Long.toString((long) value)
          : Double.toString(value);
    }
  }

  /** Text in quotes. */
  record Text(String value) implements Literal {
    @Override
    public String text() {
      return "'" + value.replace("'", "''") + "'";
    }
  }
}
