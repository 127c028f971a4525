package dev.trawl.search;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a proposer begins with: it doesn't change while the sweep runs. Immutable.
 *
 * @param known runs of other sweeps, numbered by themselves; to the search they are runs with a
 *     result, to a pruner they are none
 * @param tried points of the space that are not to be tried again
 * @param runs how many runs another proposer has had before, in another space
 */
public record Beginning(List<Trial> known, Set<Map<String, Object>> tried, int runs) {
  /** A sweep's that knows nothing. */
  public static final Beginning NOTHING = new Beginning(List.of(), Set.of(), 0);

  public Beginning {
    known = List.copyOf(known);
    tried = Set.copyOf(tried);
    if (runs < 0) {
      throw new IllegalArgumentException("need runs from 0, found " + runs);
    }
  }
}
