package dev.trawl.search.arbiter;

import dev.trawl.sweep.Constraints;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The points of a space in the order of a grid, as far as they can be counted. */
interface Points {
  /** How many there are; null when they can't be counted. */
  @Nullable Long size();

  /** Whether there is a point with this index, from 0, even where they can't be counted. */
  boolean has(long index);

  /** Where the point with this index, from 0, lies. */
  double[] position(long index);

  /**
   * Those of some axes.
   *
   * @param without points that are left out
   */
  static Points of(List<Axis> axes, Constraints constraints, Set<Map<String, Object>> without) {
    return constraints.areNone() && without.isEmpty()
        ? new Combinations(axes)
        : ListedPoints.of(axes, constraints, without);
  }

  /** All combinations, of which the last axis varies fastest. */
  record Combinations(List<Axis> axes) implements Points {
    @Override
    public @Nullable Long size() {
      long product = 1;
      for (Axis axis : axes) {
        Long size = axis.size();
        if (size == null || Math.multiplyHigh(product, size) != 0 || product * size < 0) {
          return null;
        }
        product *= size;
      }
      return product;
    }

    @Override
    public boolean has(long index) {
      Long size = size();
      return size == null ? axes.stream().allMatch(axis -> axis.size() != null) : index < size;
    }

    @Override
    public double[] position(long index) {
      double[] position = new double[axes.stream().mapToInt(Axis::coordinates).sum()];
      int coordinate = position.length;
      long rest = index;
      for (int i = axes.size() - 1; i >= 0; i--) {
        Axis axis = axes.get(i);
        Long size = axis.size();
        if (size == null) {
          throw new IllegalStateException("need an axis that can be counted, found " + axis.name());
        }
        if (axis.coordinates() == 1) {
          position[--coordinate] = axis.cells().position(rest % size);
        }
        rest /= size;
      }
      return position;
    }
  }
}
