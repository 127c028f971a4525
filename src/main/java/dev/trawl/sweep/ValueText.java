package dev.trawl.sweep;

import java.util.List;
import java.util.stream.Collectors;

/** Values as a sweep file writes them. */
final class ValueText {
  private ValueText() {}

  static String of(Object value) {
    if (value instanceof Double number) {
      return Double.toString(number).replace('E', 'e');
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
    }
    return value.toString();
  }
}
