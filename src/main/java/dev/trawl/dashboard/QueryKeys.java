package dev.trawl.dashboard;

import dev.trawl.http.Escapes;
import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.sweep.yaml.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether a query says what its route understands: a key that is taken for nothing, or an escape
 * that is, would answer something else than was asked.
 */
final class QueryKeys {
  private QueryKeys() {}

  /**
   * @param query as it was sent; null without one
   * @param known the keys that there are
   */
  static void check(@Nullable String query, Set<String> known) {
    List<Problem> problems = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int column = 1;
    for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        check(pair, column, known, seen, problems);
      }
      column += pair.length() + 1;
    }
    if (!problems.isEmpty()) {
      throw ApiException.invalidQuery(problems);
    }
  }

  private static void check(
      String pair, int column, Set<String> known, Set<String> seen, List<Problem> problems) {
    String broken = Escapes.broken(pair);
    if (broken != null) {
      problems.add(new Problem("query", 1, column, broken, Escapes.NEEDED, null));
      return;
    }
    String key = Escapes.decoded(pair.split("=", 2)[0]);
    if (!known.contains(key)) {
      String expected =
          known.isEmpty() ? "no query" : "one of " + String.join(", ", new TreeSet<>(known));
      String nearest = NearestName.of(key, List.copyOf(known));
      problems.add(new Problem("query", 1, column, key, expected, nearest));
    } else if (!seen.add(key)) {
      problems.add(new Problem("query", 1, column, key + " again", "each key once", null));
    }
  }
}
