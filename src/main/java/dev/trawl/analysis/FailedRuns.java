package dev.trawl.analysis;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a sweep's failed runs have in common. */
final class FailedRuns {
  private static final String LEARNING_RATE = "learning_rate";

  /** How often a diverged run's rate must be the higher one. */
  private static final double TELLING = 0.75;

  private final List<Run> runs;

  FailedRuns(List<Run> runs) {
    this.runs = runs;
  }

  List<Finding> findings() {
    List<Run> failed = runs.stream().filter(run -> run.status() == RunStatus.FAILED).toList();
    List<Run> diverged = failed.stream().filter(FailedRuns::diverged).toList();
    List<Run> others = failed.stream().filter(run -> !diverged(run)).toList();
    List<Finding> findings = new ArrayList<>();
    if (!others.isEmpty()) {
      findings.add(
          new Finding(
              Severity.ERROR,
              count(others.size(), "run") + " failed",
              "Of %d runs, %d failed; run %d because of: %s"
                  .formatted(
                      runs.size(),
                      others.size(),
                      others.get(0).number(),
                      Objects.requireNonNullElse(others.get(0).reason(), "an unknown reason")),
              others.stream().map(Run::id).toList()));
    }
    if (!diverged.isEmpty()) {
      findings.add(
          new Finding(
              Severity.WARNING,
              count(diverged.size(), "run") + " diverged",
              "In %d of %d runs the loss became NaN, infinite or far worse than guessing"
                      .formatted(diverged.size(), runs.size())
                  + learningRates(diverged),
              diverged.stream().map(Run::id).toList()));
    }
    return findings;
  }

  private static boolean diverged(Run run) {
    String reason = run.reason();
    return (reason != null && reason.contains("diverged"))
        || run.metrics().values().stream().anyMatch(value -> !Double.isFinite(value));
  }

  /**
   * The sentence's end: what the learning rates say. They are named as a cause only where they tell
   * the diverged runs from the finished ones: the highest diverged, and a diverged run's is most
   * often above a finished one's.
   */
  private String learningRates(List<Run> diverged) {
    double[] theirs = rates(diverged);
    double[] finished =
        rates(runs.stream().filter(run -> run.status() == RunStatus.FINISHED).toList());
    if (theirs.length == 0) {
      return ".";
    }
    String lowest = NumberText.of(theirs[0]);
    String highest = NumberText.of(theirs[theirs.length - 1]);
    String found =
        ". Here learning_rate was " + (lowest.equals(highest) ? lowest : lowest + " to " + highest);
    if (finished.length == 0) {
      return found + ", and no run finished to compare with: try a tenth of the lowest.";
    }
    double most = finished[finished.length - 1];
    return theirs[theirs.length - 1] > most && superiority(theirs, finished) >= TELLING
        ? "; the usual cause is a learning rate that is too high%s, in the finished runs at most %s."
            .formatted(found, NumberText.of(most))
        : ".";
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

  /** In ascending order. */
  private static double[] rates(List<Run> runs) {
    return runs.stream()
        .map(run -> run.parameters().get(LEARNING_RATE))
        .filter(Number.class::isInstance)
        .mapToDouble(value -> ((Number) value).doubleValue())
        .sorted()
        .toArray();
  }

  static String count(int number, String noun) {
    return number == 1 ? "1 " + noun : "%d %ss".formatted(number, noun);
  }
}
