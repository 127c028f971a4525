package dev.trawl.search.arbiter;

import dev.trawl.search.ForbiddenSpaceException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Draws, each point at most once; ends when a space that can be counted has no new point left.
 *
 * <p>A candidate is drawn again while it is a point that an earlier one has. After {@link #REDRAWS}
 * such draws the space is nearly used up, and the point is the first new one in grid order from a
 * random place on, which takes as many steps as there are earlier candidates at most. To begin at a
 * number, the earlier candidates are drawn once more.
 */
abstract class DistinctGenerator extends NumberedGenerator {
  private static final int REDRAWS = 64;
  private static final int MOST_REDRAWS = 10_000;

  private final Set<Map<String, Object>> proposed = new HashSet<>();
  private long seed;
  private int drawn;

  DistinctGenerator(PointSpace space, long seed, int first) {
    super(space, first);
    this.seed = seed;
  }

  /** What is drawn for one candidate. */
  interface Draws {
    /** A position; another one whenever it is asked. */
    double[] position();

    /** Any long, from which the search for a point goes on in grid order. */
    long place();
  }

  /** Asked for each candidate once, in order. */
  abstract Draws draws(int candidate);

  final long seed() {
    return seed;
  }

  @Override
  public final boolean hasMoreCandidates() {
    Long size = space().size();
    return size == null || next() <= size;
  }

  @Override
  final double[] position(int candidate) {
    while (drawn < candidate - 1) {
      draw(++drawn);
    }
    return draw(++drawn);
  }

  /**
   * Replaces the sweep's seed.
   *
   * @throws IllegalStateException after the first candidate: the list would depend on when
   */
  @Override
  public final void setRngSeed(long replacement) {
    if (drawn > 0 && replacement != seed) {
      throw new IllegalStateException(
          "need the seed before the first candidate, found %d drawn".formatted(drawn));
    }
    seed = replacement;
  }

  private double[] draw(int candidate) {
    Draws draws = draws(candidate);
    double[] position = draws.position();
    for (int i = 1; !accept(position, i); i++) {
      Long size = space().size();
      if (size != null && i == REDRAWS) {
        return firstNew(Math.floorMod(draws.place(), size), size);
      }
      if (i == MOST_REDRAWS) {
        throw new ForbiddenSpaceException(i);
      }
      position = draws.position();
    }
    return position;
  }

  /** A new point, or any that is not forbidden once new ones are rare. */
  private boolean accept(double[] position, int draw) {
    Map<String, Object> point = space().getValue(position);
    if (space().forbids(point)) {
      return false;
    }
    return proposed.add(point) || (draw >= REDRAWS && space().size() == null);
  }

  private double[] firstNew(long start, long size) {
    for (long i = 0; i < size; i++) {
      double[] position = space().position(Math.floorMod(start - size + i, size));
      if (proposed.add(space().getValue(position))) {
        return position;
      }
    }
    throw new IllegalStateException("need a new point, found all %d proposed".formatted(size));
  }
}
