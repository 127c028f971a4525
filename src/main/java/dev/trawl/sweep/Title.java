package dev.trawl.sweep;

import org.jspecify.annotations.Nullable;

/**
 * What a sweep is called.
 *
 * @param description what it is for, in the words of its author; null for none
 * @param project whose it is; null for nobody's in particular
 */
public record Title(String name, @Nullable String description, @Nullable String project) {
  /** A name alone. */
  public static Title of(String name) {
    return new Title(name, null, null);
  }
}
