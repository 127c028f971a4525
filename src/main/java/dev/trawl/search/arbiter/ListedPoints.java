package dev.trawl.search.arbiter;

import dev.trawl.sweep.Constraints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The points that constraints leave, listed as far as somebody asks for them. With very many they
 * are not counted.
 */
final class ListedPoints implements Points {
  /** More take too much memory to be counted. */
  private static final int MOST = 100_000;

  private static final int MOST_STEPS = 1_000_000;

  private final boolean listable;
  private final PointWalk walk;
  private final List<double[]> positions = new ArrayList<>();
  private final @Nullable Long size;

  private ListedPoints(List<Axis> axes, Constraints constraints, Set<Map<String, Object>> without) {
    listable = axes.stream().allMatch(axis -> axis.size() != null);
    walk = new PointWalk(axes, constraints, without);
    size = listable ? count() : null;
  }

  static Points of(List<Axis> axes, Constraints constraints, Set<Map<String, Object>> without) {
    return new ListedPoints(axes, constraints, without);
  }

  private @Nullable Long count() {
    while (positions.size() <= MOST && walk.advance(MOST_STEPS)) {
      positions.add(walk.position());
    }
    return walk.isOver() ? Long.valueOf(positions.size()) : null;
  }

  @Override
  public @Nullable Long size() {
    return size;
  }

  @Override
  public synchronized boolean has(long index) {
    while (listable && index >= positions.size() && walk.advance(Long.MAX_VALUE)) {
      positions.add(walk.position());
    }
    return index < positions.size();
  }

  @Override
  public synchronized double[] position(long index) {
    if (!has(index)) {
      throw new IllegalArgumentException(
          "need an index below %d, found %d".formatted(positions.size(), index));
    }
    return positions.get(Math.toIntExact(index)).clone();
  }
}
