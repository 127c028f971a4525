package dev.trawl.search.arbiter;

import dev.trawl.sweep.Constraints;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes through the points that constraints leave, in the order of a grid with parents first, where
 * the last axis varies fastest. Not safe for use by many threads.
 */
final class PointWalk {
  private final List<Axis> axes = new ArrayList<>();
  private final Map<String, Integer> coordinates = new HashMap<>();
  private final Constraints constraints;
  private final Set<Map<String, Object>> without;
  private final Deque<Branch> open = new ArrayDeque<>();
  private double[] position = {};
  private long steps;

  /**
   * @param axes each can be counted, or {@link #advance} is never asked
   * @param without points that are passed by
   */
  PointWalk(List<Axis> axes, Constraints constraints, Set<Map<String, Object>> without) {
    this.constraints = constraints;
    this.without = without;
    Map<String, Axis> byName = new LinkedHashMap<>();
    for (Axis axis : axes) {
      byName.put(axis.name(), axis);
      if (axis.coordinates() == 1) {
        coordinates.put(axis.name(), coordinates.size());
      }
    }
    constraints.parentsFirst(byName.keySet()).forEach(name -> this.axes.add(byName.get(name)));
    open(new Branch(Map.of(), new double[coordinates.size()]));
  }

  /** All points that begin with some values. */
  private static final class Branch {
    private final Map<String, Object> values;
    private final double[] position;
    private long next;

    Branch(Map<String, Object> values, double[] position) {
      this.values = values;
      this.position = position;
    }
  }

  /** Whether it has come to the end. */
  boolean isOver() {
    return open.isEmpty();
  }

  /** Where the point lies that {@link #advance} came to. */
  double[] position() {
    return position.clone();
  }

  /**
   * Goes to the next point; false behind the last one.
   *
   * @param most how many beginnings of points it looks at, since its start, before it gives up
   */
  boolean advance(long most) {
    while (!open.isEmpty() && steps < most) {
      Branch branch = open.element();
      int depth = open.size() - 1;
      if (depth == axes.size()) {
        open.remove();
        if (!without.contains(branch.values)) {
          position = branch.position;
          return true;
        }
      } else if (!descend(branch, axes.get(depth))) {
        open.remove();
      }
    }
    return false;
  }

  /** Opens what begins with the next value of an axis; false when there is none left. */
  private boolean descend(Branch branch, Axis axis) {
    long index = branch.next++;
    if (!constraints.has(axis.name(), branch.values)) {
      if (index > 0) {
        return false;
      }
      open(new Branch(branch.values, branch.position));
      return true;
    }
    Long size = axis.size();
    if (size == null || index >= size) {
      return false;
    }
    double[] moved = branch.position.clone();
    Integer coordinate = coordinates.get(axis.name());
    if (coordinate != null) {
      moved[coordinate] = axis.cells().position(index);
    }
    Map<String, Object> more = new HashMap<>(branch.values);
    more.put(axis.name(), axis.space().getValue(moved));
    open(new Branch(more, moved));
    return true;
  }

  private void open(Branch branch) {
    steps++;
    if (!constraints.forbid(branch.values)) {
      open.push(branch);
    }
  }
}
