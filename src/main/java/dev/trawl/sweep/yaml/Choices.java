package dev.trawl.sweep.yaml;

import java.util.Collection;
import java.util.List;

/**
 * The names that there are, for what is named wrongly. Where several are, one problem lists them.
 *
 * @param kind what one of them is, such as {@code a parameter of the model cnn}
 * @param list the same with all the names
 */
public record Choices(String kind, String list) {
  public static Choices of(String kind, Collection<String> names) {
    return new Choices(kind, kind + ": " + String.join(", ", names));
  }

  /** {@code grid, random or tpe}. */
  public static String either(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }
}
