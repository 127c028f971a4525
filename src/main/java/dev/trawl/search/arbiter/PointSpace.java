package dev.trawl.search.arbiter;

import dev.trawl.search.Coordinate;
import dev.trawl.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.jspecify.annotations.Nullable;

/**
 * All hyperparameters of a sweep: a point is their values by name, in the file's order. Immutable
 * once made, and safe for use by many threads.
 */
@SuppressWarnings("rawtypes") // Arbiter's signatures.
public final class PointSpace implements ParameterSpace<Map<String, Object>> {
  private final List<Axis> axes;
  private final int coordinates;
  private final @Nullable Long size;

  PointSpace(List<Axis> axes) {
    this.axes = List.copyOf(axes);
    coordinates = this.axes.stream().mapToInt(axis -> axis.space().numParameters()).sum();
    size = product(this.axes);
    setIndices(IntStream.range(0, coordinates).toArray());
  }

  /** The space that a sweep file describes. */
  public static PointSpace of(SweepSpec spec) {
    List<Axis> axes = new ArrayList<>();
    spec.search()
        .parameters()
        .forEach((name, distribution) -> axes.add(Axis.of(name, distribution)));
    return new PointSpace(axes);
  }

  /** How many points there are; null when they can't be counted in a long. */
  public @Nullable Long size() {
    return size;
  }

  /** Where the point with this index lies: the indices run from 0, the last axis varies fastest. */
  public double[] position(long index) {
    double[] position = new double[coordinates];
    int coordinate = coordinates;
    long rest = index;
    for (int i = axes.size() - 1; i >= 0; i--) {
      Axis axis = axes.get(i);
      if (axis.size() == null) {
        throw new IllegalStateException("need an axis that can be counted, found " + axis.name());
      }
      if (axis.space().numParameters() == 1) {
        position[--coordinate] = axis.cells().position(rest % axis.size());
      }
      rest /= axis.size();
    }
    return position;
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
    Map<String, Object> values = new LinkedHashMap<>();
    for (Axis axis : axes) {
      values.put(axis.name(), axis.space().getValue(position));
    }
    return Collections.unmodifiableMap(values);
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

  private static @Nullable Long product(List<Axis> axes) {
    long product = 1;
    for (Axis axis : axes) {
      if (axis.size() == null || Math.multiplyHigh(product, axis.size()) != 0) {
        return null;
      }
      product *= axis.size();
      if (product < 0) {
        return null;
      }
    }
    return product;
  }
}
