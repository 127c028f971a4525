package dev.trawl.analysis;

import org.jspecify.annotations.Nullable;

/**
 * Another value of a key of the sweep file.
 *
 * @param key a hyperparameter's name, or a dotted key such as {@code training.epochs}
 * @param value as YAML on one line
 * @param now what it is, as YAML; null where the file says nothing
 */
public record FileChange(String key, String value, @Nullable String now) {

  /** Whether the key is a hyperparameter's name. */
  boolean isParameter() {
    return key.indexOf('.') < 0;
  }

  /** For people, of one that is made: {@code dropout is 0.5, was 0.25}. */
  String told() {
    return "%s is %s".formatted(key, value) + (now == null ? "" : ", was " + now);
  }

  /** For people: {@code dropout 0.5 (now 0.25)}. */
  String text() {
    return "%s %s".formatted(key, value) + (now == null ? "" : " (now %s)".formatted(now));
  }
}
