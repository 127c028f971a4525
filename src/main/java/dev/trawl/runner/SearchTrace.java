package dev.trawl.runner;

import java.util.List;

/**
 * What a search found, and after how many epochs of training, of all its runs together.
 *
 * @param improvements each better than the one before
 * @param epochs how many it took in all
 * @param runs how many runs it started
 */
public record SearchTrace(List<Improvement> improvements, int epochs, int runs) {
  public SearchTrace {
    improvements = List.copyOf(improvements);
  }

  /** From so many epochs on, the last of them included, this is the best value. */
  public record Improvement(int epochs, double value) {}

  /** The best value after so many epochs; NaN when none is a number yet. */
  public double best(int spent) {
    double best = Double.NaN;
    for (Improvement each : improvements) {
      if (each.epochs() <= spent) {
        best = each.value();
      }
    }
    return best;
  }
}
