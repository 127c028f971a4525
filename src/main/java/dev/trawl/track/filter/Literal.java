package dev.trawl.track.filter;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value that a filter names. */
public sealed interface Literal {

  /** As a filter has it. */
  String text();

  /** What the one or the other function makes of it. */
  <T> T fold(Function<Numeric, T> number, Function<Text, T> text);

  /** Whether it can be less or greater than another: a number that is not NaN. */
  default boolean isOrdered() {
    return fold(number -> !Double.isNaN(number.value), text -> false);
  }

  /**
   * A number without quotes.
   *
   * @param value may be NaN or infinite; -0.0 becomes 0.0
   * @param exact the number itself where a long may be one that no double is, from 2^53 to 2^63 or
   *     below their opposites; null elsewhere
   */
  record Numeric(double value, @Nullable BigDecimal exact) implements Literal {
    private static final double EXACT = 0x1p53;
    private static final double LONGS = 0x1p63;

    public Numeric {
      value += 0.0;
    }

    public Numeric(double value) {
      this(value, isBeyond(value) ? new BigDecimal(value) : null);
    }

    /** The number that a decimal text says. */
    static Numeric of(String decimal) {
      double value = Double.parseDouble(decimal);
      return new Numeric(value, isBeyond(value) ? plain(new BigDecimal(decimal)) : null);
    }

    private static BigDecimal plain(BigDecimal number) {
      BigDecimal stripped = number.stripTrailingZeros();
      return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static boolean isBeyond(double value) {
      return Math.abs(value) >= EXACT && Math.abs(value) <= LONGS;
    }

    @Override
    public <T> T fold(Function<Numeric, T> number, Function<Text, T> text) {
      return number.apply(this);
    }

    @Override
    public String text() {
      if (exact != null) {
        return exact.toPlainString();
      }
      return Math.abs(value) < EXACT && value == Math.rint(value)
          ? Long.toString((long) value)
          : Double.toString(value);
    }
  }

  /** Text in quotes. */
  record Text(String value) implements Literal {
    /** The number that the text says, such as {@code -0} or {@code 1e23}; empty without one. */
    public Optional<Numeric> number() {
      return FilterLexer.isNumber(value) ? Optional.of(Numeric.of(value)) : Optional.empty();
    }

    @Override
    public <T> T fold(Function<Numeric, T> number, Function<Text, T> text) {
      return text.apply(this);
    }

    @Override
    public String text() {
      return "'" + value.replace("'", "''") + "'";
    }
  }
}
