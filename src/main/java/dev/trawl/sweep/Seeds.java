package dev.trawl.sweep;

/**
 * Derives seeds from seeds, so that a run, an attempt or an epoch has a seed of its own that
 * depends on nothing but its place: not on threads, nor on what went before.
 */
public final class Seeds {
  private Seeds() {}

  /**
   * A seed for the place that {@code path} names under {@code seed}, such as (sweep seed; run
   * number, attempt). Each step adds SplitMix64's increment times the place and applies its
   * finaliser (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA
   * 2014), so that neighbours share no pattern.
   */
  public static long mix(long seed, long... path) {
    long mixed = finalise(seed);
    for (long place : path) {
      mixed = finalise(mixed + place * 0x9E3779B97F4A7C15L);
    }
    return mixed;
  }

  private static long finalise(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
