package dev.trawl.store.file;

import dev.trawl.store.file.StoredType.RowValues;
import org.h2.value.CompareMode;
import org.h2.value.Value;

/** The order of a map's keys, as H2 has it: of an index's by its columns, null before all. */
final class KeyOrder {
  private static final CompareMode BY_CODE = CompareMode.getInstance(null, 0);

  private KeyOrder() {}

  /**
   * Less than 0 where the first one comes before the other, and for keys that have no order.
   *
   * @throws FileDamage when they have values of other types
   */
  static int compare(Object first, Object second) throws FileDamage {
    if (first instanceof Long number && second instanceof Long other) {
      return number.compareTo(other);
    }
    if (first instanceof String text && second instanceof String other) {
      return text.compareTo(other);
    }
    return first instanceof RowValues row && second instanceof RowValues other
        ? compare(row, other)
        : -1;
  }

  private static int compare(RowValues first, RowValues second) throws FileDamage {
    for (int i = 0; i < first.values().size(); i++) {
      int compared = compare(first.values().get(i), second.values().get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return Long.compare(first.key(), second.key());
  }

  private static int compare(Value first, Value second) throws FileDamage {
    boolean noFirst = first.getValueType() == Value.NULL;
    boolean noSecond = second.getValueType() == Value.NULL;
    if (noFirst || noSecond) {
      return Boolean.compare(noSecond, noFirst);
    }
    if (first.getValueType() != second.getValueType()) {
      throw new FileDamage("need keys of one type, found %s and %s".formatted(first, second));
    }
    return first.compareTo(second, null, BY_CODE);
  }
}
