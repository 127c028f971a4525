package dev.trawl.track;

/**
 * Which run it is.
 *
 * @param id random; an unambiguous prefix names it
 * @param number from 1, its place in the sweep
 * @param attempt from 1; a retry is a new attempt of the same run
 * @param origin which candidate it trains and for how long, and of which run it is a final
 */
public record RunIdentity(String id, String sweepId, int number, int attempt, RunOrigin origin) {
  public RunIdentity {
    if (number < 1 || attempt < 1) {
      throw new IllegalArgumentException(
          "need a number and an attempt from 1, found number=%d attempt=%d"
              .formatted(number, attempt));
    }
  }

  /** The first attempt at the candidate of its number. */
  public static RunIdentity of(String id, String sweepId, int number) {
    return new RunIdentity(id, sweepId, number, 1, RunOrigin.of(number));
  }
}
