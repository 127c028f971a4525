package dev.trawl.analysis;

import dev.trawl.sweep.Objective;
import dev.trawl.track.Decision;
import dev.trawl.track.Interval;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How often it was wrong to stop runs early, by those that were trained to their end all the same:
 * wrong is a stop of a run that would have been the sweep's best.
 *
 * @param stopped how many runs ended at a rung
 * @param audited how many of these were trained on; above 0
 * @param wrong how many of these are better than the best finished run
 */
public record StopAudit(int stopped, int audited, int wrong) {
  public StopAudit {
    if (wrong < 0 || wrong > audited || audited < 1 || audited > stopped) {
      throw new IllegalArgumentException(
          "need 0 <= wrong <= audited <= stopped and audited >= 1, found %d, %d and %d"
              .formatted(wrong, audited, stopped));
    }
  }

  /**
   * Empty without an audited run, or a finished one to compare them with.
   *
   * @param decisions of the whole sweep
   */
  public static Optional<StopAudit> of(
      Sweep sweep, Collection<Run> runs, Collection<Decision> decisions) {
    Map<String, Decision> ends = ends(decisions);
    List<Run> stopped =
        runs.stream()
            .filter(run -> run.status() == RunStatus.PRUNED && ends.containsKey(run.id()))
            .toList();
    List<Run> audited = audited(stopped, decisions);
    return audited.isEmpty()
        ? Optional.empty()
        : Comparison.of(sweep, runs)
            .map(comparison -> of(comparison.metric(), comparison.best(), stopped, audited));
  }

  /**
   * The runs that were stopped, and trained on for the audit all the same.
   *
   * @param decisions of the whole sweep
   */
  public static List<Run> audited(Collection<Run> runs, Collection<Decision> decisions) {
    Map<String, Decision> ends = ends(decisions);
    return runs.stream()
        .filter(run -> run.status() == RunStatus.PRUNED)
        .filter(run -> wentOn(run, Optional.ofNullable(ends.get(run.id()))))
        .toList();
  }

  /** The last decision that ended a job of each run. */
  private static Map<String, Decision> ends(Collection<Decision> decisions) {
    Map<String, Decision> ends = new HashMap<>();
    for (Decision decision : decisions) {
      if (!decision.begins()) {
        ends.put(decision.runId(), decision);
      }
    }
    return ends;
  }

  private static boolean wentOn(Run run, Optional<Decision> end) {
    return end.filter(decision -> run.epochs() > decision.epoch()).isPresent();
  }

  private static StopAudit of(Objective metric, Run best, List<Run> stopped, List<Run> audited) {
    double needed = Comparison.value(best, metric.name());
    long wrong =
        audited.stream()
            .filter(run -> metric.goal().better(Comparison.value(run, metric.name()), needed))
            .count();
    return new StopAudit(stopped.size(), audited.size(), (int) wrong);
  }

  /** The share of the stops that were wrong, by the audited ones. */
  public Interval rate() {
    return Interval.wilson(wrong, audited);
  }

  /** For people. */
  public String sentence() {
    return "Of %d stopped runs %d %s trained on for the audit, %d of which would have been the best: stopping was wrong in %s (95 %%: %s to %s)."
        .formatted(
            stopped,
            audited,
            audited == 1 ? "was" : "were",
            wrong,
            Accuracies.percent((double) wrong / audited),
            Accuracies.percent(rate().low()),
            Accuracies.percent(rate().high()));
  }
}
