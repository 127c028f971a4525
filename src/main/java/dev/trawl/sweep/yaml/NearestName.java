package dev.trawl.sweep.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The valid name that somebody who wrote another one probably meant: by its meaning where that is
 * known ({@code lr} is never {@code l2}), else by its spelling.
 */
public final class NearestName {
  /** No name that is meant has more characters. */
  private static final int LONGEST = 100;

  private NearestName() {}

  /** The candidate that was meant; null when none is near enough. */
  public static @Nullable String of(String name, Collection<String> candidates) {
    return meant(name, candidates).orElseGet(() -> spelt(name, candidates));
  }

  /** The same for a person to read, with how it follows from the name where it is not the same. */
  public static @Nullable String explained(String name, Collection<String> candidates) {
    String nearest = of(name, candidates);
    return nearest == null ? null : Synonyms.explained(name, nearest);
  }

  /** The candidate that means the same. */
  static Optional<String> meant(String name, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> name.length() <= LONGEST && Synonyms.same(name, candidate))
        .min(Comparator.comparingInt(candidate -> distance(plain(name), plain(candidate))));
  }

  /** The candidate fewest edits away; null when none is near enough. */
  static @Nullable String spelt(String name, Collection<String> candidates) {
    if (name.length() > LONGEST) {
      return null;
    }
    String nearest = null;
    int least = Math.min(name.length(), 12) / 3 + 1;
    for (String candidate : candidates) {
      int distance = distance(plain(name), plain(candidate));
      if (distance < least && distance < candidate.length()) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  /**
   * The fewest insertions, deletions, substitutions and swaps of neighbours that turn one into the
   * other (optimal string alignment).
   */
  static int distance(String from, String to) {
    int[][] d = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int changed = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + changed);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[from.length()][to.length()];
  }
}
