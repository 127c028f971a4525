package dev.trawl.sweep.yaml;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong in a text that somebody wrote, such as a sweep file, and where.
 *
 * @param file its name, or what else says which text it is
 * @param line from 1
 * @param column from 1
 * @param found what stands there
 * @param expected what was needed instead
 * @param nearest the valid name closest to what was found; null without one
 */
public record Problem(
    String file, int line, int column, String found, String expected, @Nullable String nearest) {

  /** The same of a text that is known by another name. */
  public Problem in(String name) {
    return new Problem(name, line, column, found, expected, nearest);
  }

  Problem expecting(String other) {
    return new Problem(file, line, column, found, other, nearest);
  }

  /** {@code file:line:column: found …, expected … (did you mean …?)}. */
  @Override
  public String toString() {
    String hint = nearest == null ? "" : " (did you mean %s?)".formatted(nearest);
    return "%s:%d:%d: found %s, expected %s%s".formatted(file, line, column, found, expected, hint);
  }
}
