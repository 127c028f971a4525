package dev.trawl.search.finals;

import dev.trawl.track.ImagePredictions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A candidate in a round of the finals.
 *
 * @param number its run's
 * @param repeats what it measured with each new seed so far, in the order of the rounds: the same
 *     seeds for all candidates
 */
public record Finalist(int number, List<Repeat> repeats) {
  public Finalist {
    repeats = List.copyOf(repeats);
    if (repeats.isEmpty()) {
      throw new IllegalArgumentException("need a new seed of run %d, found none".formatted(number));
    }
  }

  /**
   * The candidate, trained with one seed.
   *
   * @param value of the sweep's metric; NaN where that run did not finish
   * @param predictions for the validation images; null where none are recorded
   */
  public record Repeat(double value, @Nullable ImagePredictions predictions) {}

  boolean isMeasured() {
    return repeats.stream().allMatch(repeat -> Double.isFinite(repeat.value()));
  }
}
