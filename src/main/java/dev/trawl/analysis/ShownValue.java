package dev.trawl.analysis;

import dev.trawl.sweep.MetricKind;
import dev.trawl.track.ByteText;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a run's values read, in tables and sentences. */
public final class ShownValue {
  /** A number, a truth, nothing, a list or a text in quotes, as this class writes them. */
  private static final Pattern OTHER =
      Pattern.compile(
          "[+-]?\\.?[0-9][0-9.,eE+-]*|true|false|null|NaN|-?Infinity|\\[.*\\]|\".*\"",
          Pattern.DOTALL);

  private static final double LARGEST_COUNT = 0x1p53;
  private static final double MILLI = 1e-3;
  private static final double MICRO = 1e-6;

  private ShownValue() {}

  /** A metric's value in its own unit: a percentage, a size, a count, a time, else four digits. */
  public static String metric(String key, @Nullable Double value) {
    if (value == null) {
      return "";
    }
    if (!Double.isFinite(value)) {
      return NumberText.of(value);
    }
    return switch (MetricKind.of(key).unit()) {
      case FRACTION -> Accuracies.percent(value);
      case BYTES -> ByteText.of(Math.round(value));
      case COUNT -> count(value);
      case SECONDS -> seconds(value);
      default -> NumberText.of(value);
    };
  }

  /** A whole number with commas; of what counts nothing, as any number. */
  private static String count(double value) {
    return value == Math.rint(value) && Math.abs(value) < LARGEST_COUNT
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : NumberText.of(value);
  }

  /** A short time in the largest unit of which there is one. */
  private static String seconds(double value) {
    double size = Math.abs(value);
    return size >= 1 || size == 0
        ? NumberText.of(value) + " s"
        : size >= MILLI
            ? NumberText.of(value / MILLI) + " ms"
            : NumberText.of(value / MICRO) + " µs";
  }

  /** A hyperparameter's value: whole numbers and texts as they are, others with four digits. */
  public static String parameter(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double number) {
      return NumberText.of(number);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ShownValue::parameter).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof String text ? text(text) : value.toString();
  }

  /** The same with all of its digits. */
  public static String exact(@Nullable Object value) {
    if (value instanceof Double number) {
      return NumberText.exact(number);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ShownValue::exact).collect(Collectors.joining(", ", "[", "]"));
    }
    return parameter(value);
  }

  /** A text, in quotes where it would be taken for something else: for nothing, 1, true or [1]. */
  private static String text(String text) {
    boolean plain = !text.isBlank() && !OTHER.matcher(text).matches();
    return plain ? text : "\"" + text + "\"";
  }
}
