package dev.trawl.data;

import java.util.Random;

/**
 * Seeded shuffling: Fisher and Yates' method as Durstenfeld wrote it (Communications of the ACM 7,
 * 1964, algorithm 235), driven by {@link Random}, whose numbers its documentation fixes for every
 * Java version.
 */
final class Shuffle {
  private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

  private Shuffle() {}

  /** Reorders {@code values}; the outcome depends on them and on all of {@code seeds}. */
  static void shuffle(int[] values, long... seeds) {
    Random random = new Random(mix(seeds));
    for (int last = values.length - 1; last > 0; last--) {
      int chosen = random.nextInt(last + 1);
      int value = values[chosen];
      values[chosen] = values[last];
      values[last] = value;
    }
  }

  /** One seed from several: neighbouring seeds must not give related orders. */
  private static long mix(long... seeds) {
    long mixed = 0;
    for (long seed : seeds) {
      mixed = scramble(mixed + GOLDEN_RATIO + scramble(seed + GOLDEN_RATIO));
    }
    return mixed;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, figure 16). */
  private static long scramble(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
