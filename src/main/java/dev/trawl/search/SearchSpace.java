package dev.trawl.search;

import dev.trawl.sweep.Method;
import dev.trawl.sweep.Seeds;
import dev.trawl.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep searches, and how: its size, its candidates and its runs' seeds. Immutable and safe
 * for use by many threads; a generator belongs to one thread.
 */
public final class SearchSpace {
  private final SweepSpec spec;
  private final @Nullable Long size;

  private SearchSpace(SweepSpec spec) {
    this.spec = spec;
    size = space().size();
  }

  /** The search that a sweep file asks for. */
  public static SearchSpace of(SweepSpec spec) {
    return new SearchSpace(spec);
  }

  /** How many points there are; null when they can't be counted in a long. */
  public @Nullable Long size() {
    return size;
  }

  /**
   * How many runs the sweep has, if nothing shortens it: the lesser of the space's size and the
   * file's {@code run_cap}. A point is proposed once, so that random search ends with its space
   * too. Null when neither bounds it.
   */
  public @Nullable Integer plannedRuns() {
    if (size == null) {
      return spec.runCap();
    }
    int points = (int) Math.min(size, Integer.MAX_VALUE);
    return spec.runCap() == null ? points : (Integer) Math.min(points, spec.runCap());
  }

  /** All candidates, from number 1 on. */
  public CandidateGenerator generator() {
    return generator(1);
  }

  /**
   * The candidates from number {@code first} on, the same as if those before had been asked for.
   * The index of each is its number, its value the hyperparameters by name in the file's order. It
   * knows nothing of {@code run_cap}.
   */
  public CandidateGenerator generator(int first) {
    PointSpace space = space();
    return spec.method() == Method.GRID
        ? new GridGenerator(space, first)
        : new RandomGenerator(space, spec.seed(), first);
  }

  /**
   * The seed of a run: a function of the sweep's seed, the run's number and the attempt alone. From
   * 0 to 2⁵³ − 1, so that every reader of JSON keeps it exact.
   */
  public long runSeed(int number, int attempt) {
    return Seeds.mix(spec.seed(), number, attempt) >>> 11;
  }

  private PointSpace space() {
    List<Axis> axes = new ArrayList<>();
    spec.parameters().forEach((name, distribution) -> axes.add(Axis.of(name, distribution)));
    return new PointSpace(axes);
  }
}
