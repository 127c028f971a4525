package dev.trawl.data;

import dev.trawl.sweep.Seeds;
import java.util.Random;

/**
 * Seeded shuffling: Fisher and Yates' method as Durstenfeld wrote it (Communications of the ACM 7,
 * 1964, algorithm 235), driven by {@link Random}, whose numbers its documentation fixes for every
 * Java version.
 */
public final class Shuffle {
  private Shuffle() {}

  /** Reorders {@code values}; the outcome depends on them, the seed and its path alone. */
  public static void shuffle(int[] values, long seed, long... path) {
    Random random = new Random(Seeds.mix(seed, path));
    for (int last = values.length - 1; last > 0; last--) {
      int chosen = random.nextInt(last + 1);
      int value = values[chosen];
      values[chosen] = values[last];
      values[last] = value;
    }
  }
}
