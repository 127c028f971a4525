package dev.trawl.sweep;

/**
 * The best runs train again with new seeds once the search is over, so that the winner isn't the
 * one that was lucky.
 *
 * @param top how many of the best runs; from 1
 * @param seeds how many more seeds each of them gets, at most; from 1
 */
public record Finals(int top, int seeds) {
  public static final int DEFAULT_TOP = 5;
  public static final int DEFAULT_SEEDS = 4;

  public Finals {
    if (top < 1 || seeds < 1) {
      throw new IllegalArgumentException(
          "need top and seeds from 1, found top=%d seeds=%d".formatted(top, seeds));
    }
  }
}
