package dev.trawl.tracking;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program's parameters as they are recorded, whatever Java type it has them in. */
final class ParameterValues {
  private ParameterValues() {}

  /**
   * The same with whole numbers as Long, other numbers as Double and arrays as lists.
   *
   * @throws IllegalArgumentException for a value that is none of what is recorded
   */
  static Map<String, Object> of(Map<String, ?> parameters) {
    Map<String, Object> values = new LinkedHashMap<>();
    parameters.forEach((name, value) -> values.put(name, value(name, value)));
    return Collections.unmodifiableMap(values);
  }

  private static Object value(String name, Object value) {
    if (value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float) { // 0.1f is meant as 0.1
      return finite(name, Double.parseDouble(value.toString()));
    }
    if (value instanceof Number number) {
      return finite(name, number.doubleValue());
    }
    if (value instanceof Iterable<?> list) {
      List<Object> values = new ArrayList<>();
      list.forEach(element -> values.add(value(name, element)));
      return Collections.unmodifiableList(values);
    }
    if (value != null && value.getClass().isArray()) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        values.add(value(name, Array.get(value, i)));
      }
      return Collections.unmodifiableList(values);
    }
    throw refused(name, value);
  }

  private static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw refused(name, value);
    }
    return value;
  }

  private static IllegalArgumentException refused(String name, Object value) {
    return new IllegalArgumentException(
        "need a finite number, a text, a boolean or a list of these for parameter %s, found %s"
            .formatted(name, value));
  }
}
