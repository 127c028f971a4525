package dev.trawl.search.arbiter;

import dev.trawl.search.Coordinate;
import dev.trawl.sweep.Constraints;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.jspecify.annotations.Nullable;

/**
 * All hyperparameters of a sweep: a point is their values by name, in the file's order. Immutable
 * once made, and safe for use by many threads.
 */
@SuppressWarnings("rawtypes") // Arbiter's signatures.
public final class PointSpace implements ParameterSpace<Map<String, Object>> {
  private static final String PLACE = "place";

  private final List<Axis> axes;
  private final Constraints constraints;
  private final Set<Map<String, Object>> without;
  private final int coordinates;
  private final Points points;

  PointSpace(List<Axis> axes) {
    this(axes, Constraints.NONE, Set.of());
  }

  /**
   * @param without points that it doesn't have
   */
  private PointSpace(List<Axis> axes, Constraints constraints, Set<Map<String, Object>> without) {
    this.axes = List.copyOf(axes);
    this.constraints = constraints;
    this.without = Set.copyOf(without);
    coordinates = this.axes.stream().mapToInt(Axis::coordinates).sum();
    setIndices(IntStream.range(0, coordinates).toArray());
    points = Points.of(this.axes, constraints, without);
  }

  /** The space that a sweep file describes. */
  public static PointSpace of(SweepSpec spec) {
    return without(spec, Set.of());
  }

  /** The same without some of its points, which need not be there. */
  static PointSpace without(SweepSpec spec, Set<Map<String, Object>> points) {
    List<Axis> axes = new ArrayList<>();
    spec.search()
        .parameters()
        .forEach((name, distribution) -> axes.add(Axis.of(name, distribution)));
    return new PointSpace(axes, spec.search().constraints(), points);
  }

  /** The places of a list as points, in its order. */
  static PointSpace ofPlaces(int count) {
    List<Object> places = LongStream.range(0, count).<Object>mapToObj(Long::valueOf).toList();
    return new PointSpace(List.of(Axis.of(PLACE, new Distribution.Categorical(places))));
  }

  /** The place, from 0, that a point of {@link #ofPlaces} stands for. */
  static int place(Map<String, Object> point) {
    return ((Number) Objects.requireNonNull(point.get(PLACE))).intValue();
  }

  /** Some points in the order of a grid: the last axis varies fastest. */
  List<Map<String, Object>> inOrder(List<Map<String, Object>> unordered) {
    List<Map<String, Object>> ordered = new ArrayList<>(unordered);
    for (int i = axes.size() - 1; i >= 0; i--) { // Sorting keeps the order of what is equal.
      Axis axis = axes.get(i);
      ordered.sort(Comparator.comparingDouble(point -> axis.middle(point.get(axis.name()))));
    }
    return ordered;
  }

  /** How many points there are; null when they can't be counted. */
  public @Nullable Long size() {
    return points.size();
  }

  /** Whether there is a point with this index, even where they can't be counted. */
  boolean has(long index) {
    return points.has(index);
  }

  /** Where the point with this index lies: the indices run from 0, the last axis varies fastest. */
  public double[] position(long index) {
    return points.position(index);
  }

  /** Whether the file forbids a combination, or it is a point that this space is without. */
  public boolean forbids(Map<String, Object> point) {
    return constraints.forbid(point) || without.contains(point);
  }

  /** Its coordinates, in the order of a position. */
  public List<Coordinate> coordinates() {
    return axes.stream()
        .filter(axis -> axis.space().numParameters() == 1)
        .map(Coordinate.class::cast)
        .toList();
  }

  @Override
  public Map<String, Object> getValue(double[] position) {
    return completed(Map.of(), position);
  }

  /**
   * A point, in the file's order.
   *
   * @param given values that it has whatever the position
   */
  public Map<String, Object> completed(Map<String, Object> given, double[] position) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Axis axis : axes) {
      Object value = given.get(axis.name());
      values.put(axis.name(), value == null ? axis.space().getValue(position) : value);
    }
    for (String name : constraints.parentsFirst(constraints.when().keySet())) {
      if (!constraints.has(name, values)) {
        values.remove(name);
      }
    }
    return Collections.unmodifiableMap(values);
  }

  /** Whether these are the parameters of a point, forbidden or not. */
  public boolean has(Map<String, Object> parameters) {
    return completed(parameters, new double[coordinates]).keySet().equals(parameters.keySet())
        && axes.stream()
            .allMatch(
                axis ->
                    !parameters.containsKey(axis.name())
                        || axis.cell(parameters.get(axis.name())).isPresent());
  }

  @Override
  public int numParameters() {
    return coordinates;
  }

  @Override
  public List<ParameterSpace> collectLeaves() {
    List<ParameterSpace> leaves = new ArrayList<>();
    axes.forEach(axis -> leaves.addAll(axis.space().collectLeaves()));
    return leaves;
  }

  @Override
  public Map<String, ParameterSpace> getNestedSpaces() {
    Map<String, ParameterSpace> spaces = new LinkedHashMap<>();
    axes.forEach(axis -> spaces.put(axis.name(), axis.space()));
    return spaces;
  }

  @Override
  public boolean isLeaf() {
    return false;
  }

  @Override
  public void setIndices(int... indices) {
    int next = 0;
    for (Axis axis : axes) {
      if (axis.space().numParameters() == 1) {
        axis.space().setIndices(indices[next++]);
      }
    }
  }
}
