package dev.trawl.tracking;

import dev.trawl.track.Needed;
import dev.trawl.track.ParameterValues;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program's parameters as they are recorded, whatever Java type it has them in. */
final class JavaValues {
  private JavaValues() {}

  /**
   * The same with whole numbers as Long, other numbers as Double and arrays as lists.
   *
   * @throws IllegalArgumentException for a value that is none of what is recorded, or would not be
   *     the same number or text any more
   */
  static Map<String, Object> of(@Nullable Map<String, ?> parameters) {
    Map<String, Object> values = new LinkedHashMap<>();
    Needed.notNull("parameters, an empty map for none", parameters)
        .forEach((name, value) -> values.put(name, value(name, value, 0)));
    ParameterValues.check(values);
    return Collections.unmodifiableMap(values);
  }

  private static Object value(String name, @Nullable Object value, int depth) {
    if (value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number number) {
      return number(name, number);
    }
    if (value instanceof Iterable<?> || (value != null && value.getClass().isArray())) {
      ParameterValues.checkDepth(name, depth + 1);
      List<Object> values = new ArrayList<>();
      for (Object element : elements(value)) {
        values.add(value(name, element, depth + 1));
      }
      return Collections.unmodifiableList(values);
    }
    throw refused(name, value);
  }

  private static Iterable<?> elements(Object value) {
    if (value instanceof Iterable<?> list) {
      return list;
    }
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(value); i++) {
      elements.add(Array.get(value, i));
    }
    return elements;
  }

  /** What the number says of itself, so that 0.1f is meant as 0.1 and 1/3 is no number here. */
  private static Number number(String name, Number number) {
    if (number instanceof Double value && Double.isFinite(value)) {
      return value;
    }
    try {
      BigDecimal exact = new BigDecimal(number.toString());
      if (number instanceof Float || exact.scale() > 0) {
        double nearest = Double.parseDouble(number.toString()); // keeps the sign of 0
        if (Double.isFinite(nearest) && isExactly(exact, nearest)) {
          return nearest;
        }
      } else {
        return exact.longValueExact();
      }
    } catch (NumberFormatException e) {
      // NaN, an infinity, or no decimal: refused like the rest.
    } catch (ArithmeticException e) {
      // More than a long holds.
    }
    throw refused(name, number);
  }

  /** Whether the double is the number itself, or is written as it. */
  private static boolean isExactly(BigDecimal number, double value) {
    return BigDecimal.valueOf(value).compareTo(number) == 0
        || new BigDecimal(value).compareTo(number) == 0;
  }

  private static IllegalArgumentException refused(String name, @Nullable Object value) {
    return new IllegalArgumentException(
        "need a finite number that a long or a double holds exactly, a text, a boolean or a list of these for parameter %s, found %s"
            .formatted(name, value));
  }
}
