package dev.trawl.cli.text;

import dev.trawl.analysis.Accuracies;
import dev.trawl.analysis.ShownValue;
import dev.trawl.track.ByteText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values read in tables and messages. */
public final class Wording {
  private static final int ID_LENGTH = 8;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /** What is said when an interrupted process leaves with something undone. */
  public static final String LEFT =
      "left before all was saved; a resume goes on from the last recorded epoch";

  private Wording() {}

  /** A band in words: {@code < 98 %}, {@code ≥ 98 %}, {@code ≥ 99 %}; empty without one. */
  public static String band(@Nullable Integer band, List<Double> thresholds) {
    if (band == null || thresholds.isEmpty()) {
      return "";
    }
    return band == 0
        ? "< " + Accuracies.threshold(thresholds.get(0))
        : "≥ " + Accuracies.threshold(thresholds.get(band - 1));
  }

  /** As {@link ShownValue} has it. */
  public static String metric(String key, @Nullable Double value) {
    return ShownValue.metric(key, value);
  }

  /** As {@link ShownValue} has it. */
  public static String parameter(@Nullable Object value) {
    return ShownValue.parameter(value);
  }

  /** {@code name=value} for each, a space apart; long ones cut. */
  public static String parameters(Map<String, Object> parameters) {
    return parameters.entrySet().stream()
        .map(
            entry ->
                VisibleText.cut(entry.getKey())
                    + "="
                    + VisibleText.cut(parameter(entry.getValue())))
        .collect(Collectors.joining(" "));
  }

  /** {@code 0:07}, {@code 12:34}, {@code 1:02:03}. */
  public static String duration(Duration duration) {
    long seconds = Math.max(0, Math.round(duration.toMillis() / 1000.0));
    long hours = seconds / 3600;
    return hours == 0
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(hours, seconds / 60 % 60, seconds % 60);
  }

  /** To the minute, where the user is. */
  public static String time(Instant instant) {
    return TIME.format(instant.atZone(ZoneId.systemDefault()));
  }

  /** A whole number with commas. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 run}, {@code 2 runs}. */
  public static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** An id's first characters, enough to tell ids apart. */
  public static String id(String id) {
    return id.length() <= ID_LENGTH ? id : id.substring(0, ID_LENGTH);
  }

  /** A size in bytes as {@code 1.5 MB}. */
  public static String bytes(long bytes) {
    return ByteText.of(bytes);
  }
}
