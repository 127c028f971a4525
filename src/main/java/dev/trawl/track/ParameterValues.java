package dev.trawl.track;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which values of hyperparameters come back from every record as they were. */
public final class ParameterValues {
  /** JSON readers stop somewhere above it. */
  private static final int DEEPEST = 100;

  private ParameterValues() {}

  /**
   * Refuses what can't be recorded.
   *
   * @param parameters by name; each a Long, finite Double, String, Boolean, or a list of these, of
   *     lists of these and so on, at most 100 levels deep
   * @throws IllegalArgumentException for another value, a blank name, or a text that is not {@link
   *     RecordableText}
   */
  public static void check(Map<String, ? extends @Nullable Object> parameters) {
    parameters.forEach(
        (name, value) -> check(RecordableText.name("each parameter", name), value, 0));
  }

  private static void check(String name, @Nullable Object value, int depth) {
    if (value instanceof List<?> list) {
      checkDepth(name, depth + 1);
      list.forEach(element -> check(name, element, depth + 1));
    } else if (value instanceof String text) {
      RecordableText.text("parameter " + name, text);
    } else if (!(value instanceof Long
        || value instanceof Boolean
        || (value instanceof Double number && Double.isFinite(number)))) {
      throw new IllegalArgumentException(
          "need a Long, finite Double, String, Boolean or list of these for %s, found %s (%s)"
              .formatted(name, value, value == null ? null : value.getClass().getSimpleName()));
    }
  }

  /**
   * Refuses lists that are too deep, one that holds itself among them.
   *
   * @param depth how many lists are around a value
   */
  public static void checkDepth(String name, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "need lists at most %d levels deep for parameter %s, found more"
              .formatted(DEEPEST, name));
    }
  }
}
