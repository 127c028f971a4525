package dev.trawl.search.arbiter;

import dev.trawl.sweep.Seeds;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Independent draws, each point at most once; ends when a space that can be counted has no new
 * point left.
 *
 * <p>Candidate k is drawn from a generator seeded by (seed, k), again while it is a point that an
 * earlier candidate has. After {@link #REDRAWS} such draws the space is nearly used up, and the
 * point is the first new one in grid order from a random place on, which takes as many steps as
 * there are earlier candidates at most. So the list depends on the space and the seed alone; to
 * begin at a number, the earlier candidates are drawn once more.
 */
final class RandomGenerator extends NumberedGenerator {
  private static final int REDRAWS = 64;

  private final Set<Map<String, Object>> proposed = new HashSet<>();
  private long seed;
  private int drawn;

  RandomGenerator(PointSpace space, long seed, int first) {
    super(space, first);
    this.seed = seed;
  }

  @Override
  public boolean hasMoreCandidates() {
    Long size = space().size();
    return size == null || next() <= size;
  }

  @Override
  double[] position(int candidate) {
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
  public void setRngSeed(long replacement) {
    if (drawn > 0 && replacement != seed) {
      throw new IllegalStateException(
          "need the seed before the first candidate, found %d drawn".formatted(drawn));
    }
    seed = replacement;
  }

  private double[] draw(int candidate) {
    Random random = new Random(Seeds.mix(seed, candidate));
    double[] position = new double[space().numParameters()];
    for (int i = 0; i < REDRAWS; i++) {
      for (int j = 0; j < position.length; j++) {
        position[j] = random.nextDouble();
      }
      if (proposed.add(space().getValue(position))) {
        return position;
      }
    }
    Long size = space().size();
    return size == null ? position : firstNew(Math.floorMod(random.nextLong(), size), size);
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
