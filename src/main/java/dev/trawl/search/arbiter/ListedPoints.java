package dev.trawl.search.arbiter;

import dev.trawl.sweep.Constraints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The points that constraints leave, listed one by one; with very many there is no list. */
final class ListedPoints implements Points {
  /** More take too much memory. */
  private static final int MOST = 100_000;

  private static final int MOST_STEPS = 1_000_000;

  private final List<Axis> axes = new ArrayList<>();
  private final Map<String, Integer> coordinates = new HashMap<>();
  private final Constraints constraints;
  private final Set<Map<String, Object>> without;
  private final List<double[]> positions = new ArrayList<>();
  private int steps;

  private ListedPoints(List<Axis> axes, Constraints constraints, Set<Map<String, Object>> without) {
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
  }

  static Points of(List<Axis> axes, Constraints constraints, Set<Map<String, Object>> without) {
    ListedPoints points = new ListedPoints(axes, constraints, without);
    if (axes.stream().allMatch(axis -> axis.size() != null)) {
      points.list(0, new HashMap<>(), new double[points.coordinates.size()]);
    } else {
      points.steps = MOST_STEPS;
    }
    return points;
  }

  @Override
  public @Nullable Long size() {
    return isFull() ? null : Long.valueOf(positions.size());
  }

  @Override
  public double[] position(long index) {
    return positions.get(Math.toIntExact(index)).clone();
  }

  private boolean isFull() {
    return positions.size() > MOST || steps >= MOST_STEPS;
  }

  /** Lists the points that begin with these values, parents first. */
  private void list(int depth, Map<String, Object> values, double[] position) {
    steps++;
    if (isFull() || constraints.forbid(values)) {
      return;
    }
    if (depth == axes.size()) {
      if (!without.contains(values)) {
        positions.add(position.clone());
      }
      return;
    }
    Axis axis = axes.get(depth);
    if (!constraints.has(axis.name(), values)) {
      list(depth + 1, values, position);
      return;
    }
    long size = axis.size() == null ? 0 : axis.size();
    for (long i = 0; i < size && !isFull(); i++) {
      double[] moved = position.clone();
      Integer coordinate = coordinates.get(axis.name());
      if (coordinate != null) {
        moved[coordinate] = axis.cells().position(i);
      }
      Map<String, Object> more = new HashMap<>(values);
      more.put(axis.name(), axis.space().getValue(moved));
      list(depth + 1, more, moved);
    }
  }
}
