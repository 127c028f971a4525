package dev.trawl.sweep;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which points a space has, of all combinations of its values.
 *
 * @param when under which condition a point has a parameter; one that isn't here all points have
 * @param forbidden no point has all of any of these
 */
public record Constraints(Map<String, Condition> when, List<Condition> forbidden) {
  /** All combinations. */
  public static final Constraints NONE = new Constraints(Map.of(), List.of());

  public Constraints {
    when = Collections.unmodifiableMap(new LinkedHashMap<>(when));
    forbidden = List.copyOf(forbidden);
  }

  /** Whether every combination is a point. */
  public boolean areNone() {
    return when.isEmpty() && forbidden.isEmpty();
  }

  /** Whether a point, or a part of one, is forbidden. */
  public boolean forbid(Map<String, Object> point) {
    return forbidden.stream().anyMatch(condition -> condition.holds(point));
  }

  /** Whether a point has a parameter, given those that it depends on. */
  public boolean has(String parameter, Map<String, Object> parents) {
    Condition condition = when.get(parameter);
    return condition == null || condition.holds(parents);
  }

  /**
   * The parameters in an order in which each follows those that it depends on; else they keep
   * theirs. Those on a cycle are left out, and those that depend on them.
   */
  public List<String> parentsFirst(Collection<String> parameters) {
    List<String> ordered = new ArrayList<>();
    List<String> left = new ArrayList<>(parameters);
    Optional<String> next = Optional.empty();
    do {
      next.ifPresent(ordered::add);
      next.ifPresent(left::remove);
      next =
          left.stream()
              .filter(name -> parents(name).stream().noneMatch(left::contains))
              .findFirst();
    } while (next.isPresent());
    return ordered;
  }

  /** The parameters that depend on themselves. */
  public List<String> onCycles() {
    return when.keySet().stream().filter(name -> ancestors(name).contains(name)).toList();
  }

  private Set<String> ancestors(String name) {
    Set<String> ancestors = new LinkedHashSet<>();
    Deque<String> left = new ArrayDeque<>(parents(name));
    while (!left.isEmpty()) {
      String next = left.pop();
      if (ancestors.add(next)) {
        left.addAll(parents(next));
      }
    }
    return ancestors;
  }

  /** Whether a point has another parameter or not by the value of this one. */
  public boolean isParent(String name) {
    return when.values().stream().anyMatch(condition -> condition.all().containsKey(name));
  }

  private Collection<String> parents(String name) {
    Condition condition = when.get(name);
    return condition == null ? List.of() : condition.all().keySet();
  }
}
