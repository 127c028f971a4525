package dev.trawl.search;

import dev.trawl.search.arbiter.ArbiterSearch;
import dev.trawl.sweep.Seeds;
import dev.trawl.sweep.SweepSpec;
import org.jspecify.annotations.Nullable;

/** What a sweep searches: its size, and its runs' seeds. Immutable and safe for many threads. */
public final class SearchSpace {
  private final SweepSpec spec;
  private final @Nullable Long size;

  private SearchSpace(SweepSpec spec) {
    this.spec = spec;
    size = ArbiterSearch.size(spec);
  }

  /** The space that a sweep file describes. */
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

  /**
   * The seed of a run: a function of the sweep's seed, the run's number and the attempt alone. From
   * 0 to 2⁵³ − 1, so that every reader of JSON keeps it exact.
   */
  public long runSeed(int number, int attempt) {
    return Seeds.mix(spec.seed(), number, attempt) >>> 11;
  }
}
