package dev.trawl.search.arbiter;

import dev.trawl.sweep.Seeds;
import java.util.Random;
import org.hipparchus.random.SobolSequenceGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The points of a Sobol sequence, each at most once: the first 2ᵐ fall evenly into the 2ᵐ equal
 * parts of every axis. Directions by Joe and Kuo ("Constructing Sobol sequences with better
 * two-dimensional projections", SIAM J. Sci. Comput. 30, 2008), for 21,201 coordinates at most.
 *
 * <p>Scrambled by a random digital shift (L'Ecuyer and Lemieux, "Recent advances in randomized
 * quasi-Monte Carlo methods", 2002, section 2.4): each coordinate's 52 bits are xor-ed with bits
 * from the seed, which keeps those parts and makes every single point uniform. No first point is
 * left out, which would spoil the evenness (Owen, "On dropping the first Sobol' point", 2020).
 */
final class SobolGenerator extends DistinctGenerator implements DistinctGenerator.Draws {
  private static final int BITS = 52;

  private @Nullable SobolSequenceGenerator sequence;
  private long[] shifts = {};
  private int candidate;

  SobolGenerator(PointSpace space, long seed, int first) {
    super(space, seed, first);
  }

  /** The sequence simply goes on. */
  @Override
  Draws draws(int number) {
    candidate = number;
    return this;
  }

  @Override
  public double[] position() {
    SobolSequenceGenerator begun = sequence;
    if (begun == null) {
      int coordinates = space().numParameters();
      begun = new SobolSequenceGenerator(Math.max(1, coordinates));
      sequence = begun;
      shifts =
          new Random(Seeds.mix(seed()))
              .longs(coordinates)
              .map(x -> x >>> (Long.SIZE - BITS))
              .toArray();
    }
    double[] point = begun.nextVector();
    double[] position = new double[shifts.length];
    for (int i = 0; i < position.length; i++) {
      position[i] = Math.scalb((double) ((long) Math.scalb(point[i], BITS) ^ shifts[i]), -BITS);
    }
    return position;
  }

  @Override
  public long place() {
    return Seeds.mix(seed(), candidate);
  }
}
