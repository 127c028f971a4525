package dev.trawl.analysis;

import dev.trawl.track.Run;
import java.util.List;
import java.util.Optional;

/**
 * The learning rates of runs that went wrong beside those of runs that went well. They are a cause
 * only where they tell the ones from the others: the outermost is a wrong one's, and a wrong one's
 * lies most often on that side of a good one's.
 */
final class LearningRates {
  private static final String NAME = "learning_rate";

  /** How often a wrong run's rate must be on its side of a good one's. */
  private static final double TELLING = 0.75;

  private final double[] wrong; // both in ascending order
  private final double[] good;

  LearningRates(List<Run> wrong, List<Run> good) {
    this.wrong = rates(wrong);
    this.good = rates(good);
  }

  private static double[] rates(List<Run> runs) {
    return runs.stream()
        .map(run -> run.parameters().get(NAME))
        .filter(Number.class::isInstance)
        .mapToDouble(value -> ((Number) value).doubleValue())
        .sorted()
        .toArray();
  }

  /** Whether none of the runs that went wrong has one. */
  boolean areUnknown() {
    return wrong.length == 0;
  }

  /** Whether no run that went well has one to compare with. */
  boolean areIncomparable() {
    return good.length == 0;
  }

  /** Those of the wrong runs: "learning_rate was 0.5 to 0.7". */
  String found() {
    String lowest = NumberText.of(wrong[0]);
    String highest = NumberText.of(wrong[wrong.length - 1]);
    return NAME + " was " + (lowest.equals(highest) ? lowest : lowest + " to " + highest);
  }

  /**
   * That they are too high, as a sentence's end; empty where they don't show it.
   *
   * @param goodRuns what the runs are called that went well
   */
  Optional<String> tooHigh(String goodRuns) {
    if (areUnknown() || areIncomparable()) {
      return Optional.empty();
    }
    double most = good[good.length - 1];
    return wrong[wrong.length - 1] > most && superiority(wrong, good) >= TELLING
        ? Optional.of(cause("high", goodRuns + " at most " + NumberText.of(most)))
        : Optional.empty();
  }

  /** Likewise that they are too low. */
  Optional<String> tooLow(String goodRuns) {
    if (areUnknown() || areIncomparable()) {
      return Optional.empty();
    }
    double least = good[0];
    return wrong[0] < least && superiority(good, wrong) >= TELLING
        ? Optional.of(cause("low", goodRuns + " at least " + NumberText.of(least)))
        : Optional.empty();
  }

  private String cause(String side, String others) {
    return "the usual cause is a learning rate that is too %s. Here %s, in %s."
        .formatted(side, found(), others);
  }

  /**
   * How often a value of the one is above one of the other, ties counting half: the statistic of
   * Mann and Whitney (1947) over the number of pairs, 0.5 where both are alike.
   */
  private static double superiority(double[] ones, double[] others) {
    double above = 0;
    for (double one : ones) {
      for (double other : others) {
        above += one > other ? 1 : one == other ? 0.5 : 0;
      }
    }
    return above / ones.length / others.length;
  }
}
