package dev.trawl.search;

import dev.trawl.search.arbiter.PointSpace;
import dev.trawl.sweep.Seeds;
import dev.trawl.sweep.SweepSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a sweep searches: its size, and its runs' seeds. Immutable and safe for many threads. */
public final class SearchSpace {
  private final SweepSpec spec;
  private final PointSpace points;

  private SearchSpace(SweepSpec spec) {
    this.spec = spec;
    points = PointSpace.of(spec);
  }

  /** The space that a sweep file describes. */
  public static SearchSpace of(SweepSpec spec) {
    return new SearchSpace(spec);
  }

  /** How many points there are; null when they can't be counted in a long. */
  public @Nullable Long size() {
    return points.size();
  }

  /** How many coordinates a point has. */
  public int coordinates() {
    return points.numParameters();
  }

  /**
   * The parameters of a point, by name, in the file's order.
   *
   * @param position as many coordinates as points have, each from 0 to 1: uniform ones draw from
   *     the parameters' distributions
   */
  public Map<String, Object> at(double[] position) {
    return points.getValue(position);
  }

  /**
   * How many runs the sweep has, if nothing shortens it: the lesser of the space's size and the
   * file's {@code run_cap}. A point is proposed once, so that random search ends with its space
   * too. Null when neither bounds it.
   */
  public @Nullable Integer plannedRuns() {
    Long size = size();
    if (size == null) {
      return spec.search().runCap();
    }
    int points = (int) Math.min(size, Integer.MAX_VALUE);
    return spec.search().runCap() == null
        ? points
        : (Integer) Math.min(points, spec.search().runCap());
  }

  /**
   * The seed of a run: a function of the sweep's seed, the run's number and the attempt alone. From
   * 0 to 2⁵³ − 1, so that every reader of JSON keeps it exact.
   */
  public long runSeed(int number, int attempt) {
    return Seeds.mix(spec.seed(), number, attempt) >>> 11;
  }
}
