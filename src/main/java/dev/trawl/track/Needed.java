package dev.trawl.track;

import org.jspecify.annotations.Nullable;

/** What a program has to give, which may not know of {@code @NullMarked}. */
public final class Needed {
  private Needed() {}

  /**
   * The value itself.
   *
   * @param what names it in a message, such as {@code a data set}
   * @throws IllegalArgumentException for null
   */
  public static <T> T notNull(String what, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("need %s, found null".formatted(what));
    }
    return value;
  }
}
