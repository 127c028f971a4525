package dev.trawl.track.filter;

import java.util.Arrays;

/**
 * What {@code LIKE} compares with: {@code %} stands for any characters, {@code _} for one, a
 * backslash before one of these or itself takes its meaning away. A character is a code point.
 *
 * <p>Where a {@code %} has to grow, only the last one does: what the earlier ones took was the
 * least that they could. So a text takes at most its length times the pattern's, whatever the
 * pattern. Immutable.
 */
public final class LikePattern {
  private static final int ANY = -1;
  private static final int ONE = -2;

  private final int[] parts; // code points, ANY and ONE
  private final boolean ignoresCase;

  LikePattern(String pattern, boolean ignoresCase) {
    this.ignoresCase = ignoresCase;
    int[] found = new int[pattern.length()];
    int count = 0;
    for (int i = 0; i < pattern.length(); ) {
      int point = pattern.codePointAt(i);
      i += Character.charCount(point);
      if (point == '%') {
        point = ANY;
      } else if (point == '_') {
        point = ONE;
      } else if (point == '\\' && i < pattern.length() && "%_\\".indexOf(pattern.charAt(i)) >= 0) {
        point = pattern.charAt(i++);
      }
      found[count++] = point < 0 ? point : folded(point);
    }
    parts = Arrays.copyOf(found, count);
  }

  /** Whether the whole text is like this. */
  public boolean matches(String text) {
    int[] points = text.codePoints().map(this::folded).toArray();
    int at = 0;
    int part = 0;
    int lastAny = -1; // where the last % is
    int taken = 0; // up to where it takes the text
    while (at < points.length) {
      if (part < parts.length && parts[part] == ANY) {
        lastAny = part++;
        taken = at;
      } else if (part < parts.length && (parts[part] == ONE || parts[part] == points[at])) {
        part++;
        at++;
      } else if (lastAny >= 0) {
        part = lastAny + 1;
        at = ++taken;
      } else {
        return false;
      }
    }
    while (part < parts.length && parts[part] == ANY) {
      part++;
    }
    return part == parts.length;
  }

  /** As {@link String#equalsIgnoreCase} compares, where case is ignored. */
  private int folded(int point) {
    return ignoresCase ? Character.toLowerCase(Character.toUpperCase(point)) : point;
  }
}
