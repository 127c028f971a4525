package dev.trawl.search;

import dev.trawl.search.arbiter.Enqueued;
import dev.trawl.search.arbiter.PointSpace;
import dev.trawl.sweep.Condition;
import dev.trawl.sweep.Constraints;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.Seeds;
import dev.trawl.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a sweep searches: its size, and its runs' seeds. Immutable and safe for many threads. */
public final class SearchSpace {
  private static final int NO_NUMBER = 0; // of a run

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

  /** The coordinates of a point: one for each parameter that isn't constant. */
  public List<Coordinate> coordinates() {
    return points.coordinates();
  }

  /** The coordinates by when a point has their parameters; a group after those it depends on. */
  public List<CoordinateGroup> groups() {
    Constraints constraints = spec.search().constraints();
    List<Coordinate> all = coordinates();
    Map<Optional<Condition>, List<Integer>> groups = new LinkedHashMap<>();
    for (String name : constraints.parentsFirst(spec.search().parameters().keySet())) {
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).name().equals(name)) {
          groups
              .computeIfAbsent(
                  Optional.ofNullable(constraints.when().get(name)), key -> new ArrayList<>())
              .add(i);
        }
      }
    }
    return groups.entrySet().stream()
        .map(
            group ->
                new CoordinateGroup(
                    group.getValue(),
                    point -> group.getKey().map(when -> when.holds(point)).orElse(true)))
        .toList();
  }

  /** Whether these are the parameters of a point. */
  public boolean has(Map<String, Object> parameters) {
    return points.has(parameters);
  }

  /** Whether the file forbids a combination of values. */
  public boolean forbids(Map<String, Object> point) {
    return points.forbids(point);
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
   * The parameters of a point of a space that can be counted, in grid order.
   *
   * @param index from 0 to {@link #size()} − 1
   */
  public Map<String, Object> at(long index) {
    return points.getValue(points.position(index));
  }

  /**
   * How many runs the sweep has, if nothing shortens it: the lesser of the space's size and the
   * file's {@code run_cap}; enqueued runs count, too. A point is proposed once, so that random
   * search ends with its space too. Null when neither bounds it.
   */
  public @Nullable Integer plannedRuns() {
    return plannedRuns(Beginning.NOTHING);
  }

  /** The same, of a sweep that doesn't begin with nothing. */
  public @Nullable Integer plannedRuns(Beginning from) {
    Integer most = Enqueued.points(spec, from);
    if (most == null) {
      return spec.search().runCap();
    }
    int points = most;
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

  /**
   * The same for a run with these parameters: where {@code seed} is one, its value is in place of
   * the sweep's seed and the run's number.
   */
  public long runSeed(int number, int attempt, Map<String, Object> parameters) {
    Object seed = parameters.get(RunKeys.SEED);
    return seed == null
        ? runSeed(number, attempt)
        : Seeds.mix(((Number) seed).longValue(), attempt) >>> 11;
  }

  /**
   * The seed of all runs in a round of the finals, on which they are compared: no run of the search
   * has it.
   *
   * @param round from 1
   */
  public long finalSeed(int round) {
    return runSeed(NO_NUMBER, round);
  }
}
