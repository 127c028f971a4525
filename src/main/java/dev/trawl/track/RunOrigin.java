package dev.trawl.track;

import org.jspecify.annotations.Nullable;

/**
 * Where a run comes from, beside its number.
 *
 * @param candidate which configuration of the search it trains, from 1
 * @param budget how many epochs it may train; null for as many as the sweep has
 * @param parent the id of the run that it repeats or goes on from, of the finals; null for none
 */
public record RunOrigin(int candidate, @Nullable Integer budget, @Nullable String parent) {
  public RunOrigin {
    if (candidate < 1 || (budget != null && budget < 1)) {
      throw new IllegalArgumentException(
          "need a candidate and a budget from 1, found candidate=%d budget=%s"
              .formatted(candidate, budget));
    }
  }

  /** A run of its own, to train as long as the sweep says. */
  public static RunOrigin of(int candidate) {
    return new RunOrigin(candidate, null, null);
  }
}
