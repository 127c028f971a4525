package dev.trawl.sweep.read;

import dev.trawl.sweep.Condition;
import dev.trawl.sweep.Constraints;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Match;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether a file's conditions leave anything to try: looks through values that stand for all others
 * that the conditions don't tell from them. In a space of very many it takes what it hasn't seen
 * for possible.
 */
final class PossiblePoints {
  private static final int MOST_STEPS = 100_000;

  private final Constraints constraints;
  private final List<String> order;
  private final Map<String, List<Object>> values = new HashMap<>();
  private final Set<String> unseen;
  private boolean found;
  private int steps;

  PossiblePoints(Map<String, Distribution> space, Constraints constraints) {
    this.constraints = constraints;
    Map<String, List<Match>> matches = new LinkedHashMap<>();
    constraints.when().keySet().forEach(name -> matches.put(name, new ArrayList<>()));
    Stream.concat(constraints.forbidden().stream(), constraints.when().values().stream())
        .map(Condition::all)
        .forEach(
            all ->
                all.forEach(
                    (name, match) ->
                        matches.computeIfAbsent(name, unknown -> new ArrayList<>()).add(match)));
    matches.keySet().retainAll(space.keySet());
    matches.forEach(
        (name, all) -> {
          Distribution distribution = space.get(name);
          if (distribution != null) {
            values.put(name, StandIns.of(distribution, all));
          }
        });
    order = constraints.parentsFirst(matches.keySet());
    unseen = new LinkedHashSet<>(constraints.when().keySet());
    unseen.retainAll(order);
    look(0, new HashMap<>());
  }

  /** Whether there is a point that may be tried. */
  boolean any() {
    return found || steps >= MOST_STEPS;
  }

  /** The parameters that no such point has. */
  Set<String> never() {
    return steps >= MOST_STEPS ? Set.of() : Set.copyOf(unseen);
  }

  private void look(int depth, Map<String, Object> point) {
    steps++;
    boolean isOver = (found && unseen.isEmpty()) || steps >= MOST_STEPS;
    if (isOver || constraints.forbid(point)) {
      return;
    }
    if (depth == order.size()) {
      found = true;
      unseen.removeAll(point.keySet());
      return;
    }
    String name = order.get(depth);
    if (!constraints.has(name, point)) {
      look(depth + 1, point);
      return;
    }
    for (Object value : values.getOrDefault(name, List.of())) {
      Map<String, Object> more = new HashMap<>(point);
      more.put(name, value);
      look(depth + 1, more);
    }
  }
}
