package dev.trawl.track;

import java.time.Duration;
import java.util.Locale;

/** How spans of time read in sentences. */
public final class TimeText {
  private static final int TENTHS_BELOW_MILLIS = 9_950;

  private TimeText() {}

  /** {@code 1.5 s}, {@code 50 s}, {@code 2 min 31 s}, {@code 10 min}, {@code 1 h 30 min}. */
  public static String of(Duration time) {
    long millis = Math.max(0, time.toMillis());
    if (millis < TENTHS_BELOW_MILLIS && millis % 1000 != 0) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = Math.round(millis / 1000.0);
    StringBuilder text = new StringBuilder();
    add(text, seconds / 3600, "h");
    add(text, seconds / 60 % 60, "min");
    add(text, seconds % 60, "s");
    return text.isEmpty() ? "0 s" : text.toString();
  }

  private static void add(StringBuilder text, long number, String unit) {
    if (number > 0) {
      text.append(text.isEmpty() ? "" : " ").append(number).append(' ').append(unit);
    }
  }
}
