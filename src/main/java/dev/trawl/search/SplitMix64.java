package dev.trawl.search;

/**
 * The generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA
 * 2014), figure 17, with its fixed increment: the same numbers on every JVM. Not safe for use by
 * many threads.
 */
final class SplitMix64 {
  private static final long INCREMENT = 0x9E3779B97F4A7C15L;

  private long state;

  SplitMix64(long seed) {
    state = seed;
  }

  /**
   * A seed from several numbers: each is added to the mixed state before it, so that neither equal
   * numbers nor their order cancel out.
   */
  static long mix(long seed, long... numbers) {
    long mixed = scramble(seed + INCREMENT);
    for (long number : numbers) {
      mixed = scramble(mixed + number + INCREMENT);
    }
    return mixed;
  }

  long nextLong() {
    state += INCREMENT;
    return scramble(state);
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [0, {@code bound}), up to a bias below bound / 2⁶⁴; {@code bound} is above 0. */
  long nextLong(long bound) {
    return Long.remainderUnsigned(nextLong(), bound);
  }

  private static long scramble(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
