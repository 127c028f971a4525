package dev.trawl.analysis;

import dev.trawl.sweep.MetricKind;
import dev.trawl.track.ByteText;
import java.util.List;
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

  private ShownValue() {}

  /** A metric's value: a percentage for accuracies, a size for bytes, else four digits. */
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
      default -> NumberText.of(value);
    };
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
