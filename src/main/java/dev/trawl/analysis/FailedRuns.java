package dev.trawl.analysis;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.sweep.MetricKind;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a sweep's failed runs have in common. */
final class FailedRuns {
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

  /** By its reason, or its loss: what else a program measures may be NaN without that. */
  static boolean diverged(Run run) {
    String reason = run.reason();
    return (reason != null && reason.contains("diverged"))
        || run.metrics().entrySet().stream()
            .anyMatch(
                each ->
                    MetricKind.of(each.getKey()).unit() == MetricKind.Unit.NATS
                        && !Double.isFinite(each.getValue()));
  }

  /** The sentence's end: what the learning rates say. */
  private String learningRates(List<Run> diverged) {
    LearningRates rates =
        new LearningRates(
            diverged, runs.stream().filter(run -> run.status() == RunStatus.FINISHED).toList());
    if (rates.areUnknown()) {
      return ".";
    }
    if (rates.areIncomparable()) {
      return ". Here %s, and no run finished to compare with: try a tenth of the lowest."
          .formatted(rates.found());
    }
    return rates.tooHigh("the finished runs").map(cause -> "; " + cause).orElse(".");
  }

  static String count(int number, String noun) {
    return number == 1 ? "1 " + noun : "%d %ss".formatted(number, noun);
  }
}
