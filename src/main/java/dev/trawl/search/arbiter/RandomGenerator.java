package dev.trawl.search.arbiter;

import dev.trawl.sweep.Seeds;
import java.util.Random;

/**
 * Independent draws, each point at most once. Candidate k is drawn from a generator seeded by
 * (seed, k), so that the list depends on the space and the seed alone.
 */
final class RandomGenerator extends DistinctGenerator {

  RandomGenerator(PointSpace space, long seed, int first) {
    super(space, seed, first);
  }

  @Override
  Draws draws(int candidate) {
    Random random = new Random(Seeds.mix(seed(), candidate));
    return new Draws() {
      @Override
      public double[] position() {
        return random.doubles(space().numParameters()).toArray();
      }

      @Override
      public long place() {
        return random.nextLong();
      }
    };
  }
}
