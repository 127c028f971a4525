package dev.trawl.analysis;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;

/** What a sweep's failed runs have in common. */
final class FailedRuns {
  private static final String LEARNING_RATE = "learning_rate";

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
              "In %d of %d runs the loss became NaN, infinite or far worse than guessing; the usual"
                      .formatted(diverged.size(), runs.size())
                  + " cause is a learning rate that is too high."
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

  private String learningRates(List<Run> diverged) {
    DoubleSummaryStatistics theirs = rates(diverged);
    DoubleSummaryStatistics finished =
        rates(runs.stream().filter(run -> run.status() == RunStatus.FINISHED).toList());
    if (theirs.getCount() == 0) {
      return "";
    }
    String least = NumberText.of(theirs.getMin());
    String most = NumberText.of(theirs.getMax());
    String text = " Here learning_rate was " + (least.equals(most) ? least : least + " to " + most);
    return finished.getCount() == 0
        ? text + ": try a tenth of the lowest."
        : text + ", in the finished runs at most %s.".formatted(NumberText.of(finished.getMax()));
  }

  private static DoubleSummaryStatistics rates(List<Run> runs) {
    return runs.stream()
        .map(run -> run.parameters().get(LEARNING_RATE))
        .filter(Number.class::isInstance)
        .mapToDouble(value -> ((Number) value).doubleValue())
        .summaryStatistics();
  }

  static String count(int number, String noun) {
    return number == 1 ? "1 " + noun : "%d %ss".formatted(number, noun);
  }
}
