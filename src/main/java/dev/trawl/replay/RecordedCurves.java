package dev.trawl.replay;

import dev.trawl.search.Trial;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Runs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The runs of a sweep of which it is known what every epoch gives: those that have finished, those
 * that failed, up to where they did, and others with all of their epochs, as after an audit.
 *
 * @param runs FINISHED or FAILED, with different parameters
 * @param cut how many were left out since they had ended, or were ended, before their last epoch
 * @param repeated how many were left out since an earlier one has the same parameters
 */
public record RecordedCurves(List<Trial> runs, int cut, int repeated) {
  public RecordedCurves {
    runs = List.copyOf(runs);
  }

  /**
   * Those that a store has.
   *
   * @param spec what the sweep's file says
   */
  public static RecordedCurves of(Runs store, String sweepId, SweepSpec spec) {
    Map<String, List<Metric>> values = store.sweepMetrics(sweepId, spec.metric().name());
    List<Trial> all = new ArrayList<>();
    List<Run> searched =
        store.runs(sweepId, RunQuery.ALL).stream().filter(run -> !run.isOfFinals()).toList();
    for (Run run : searched) {
      SortedMap<Integer, Double> byEpoch = new TreeMap<>();
      values
          .getOrDefault(run.id(), List.of())
          .forEach(metric -> byEpoch.put(Math.toIntExact(metric.step()), metric.value()));
      all.add(new Trial(run.number(), run.parameters(), run.status(), byEpoch));
    }
    return of(all, spec);
  }

  /** Those of some runs that are whole. */
  public static RecordedCurves of(List<Trial> all, SweepSpec spec) {
    List<Trial> whole = new ArrayList<>();
    Set<Map<String, Object>> known = new HashSet<>();
    int cut = 0;
    int repeated = 0;
    for (Trial run : all) {
      if (!isWhole(run, spec)) {
        cut++;
      } else if (known.add(run.parameters())) {
        boolean failed = run.status() == RunStatus.FAILED;
        RunStatus status = failed ? RunStatus.FAILED : RunStatus.FINISHED;
        whole.add(new Trial(run.run(), run.parameters(), status, run.values()));
      } else {
        repeated++;
      }
    }
    return new RecordedCurves(whole, cut, repeated);
  }

  private static boolean isWhole(Trial run, SweepSpec spec) {
    return switch (run.status()) {
      case FINISHED -> !run.values().isEmpty();
      case FAILED -> !run.parameters().isEmpty();
      case PRUNED, PAUSED, KILLED, INTERRUPTED, SCHEDULED, RUNNING ->
          run.values().size() >= spec.forRun(run.parameters()).training().epochs();
    };
  }

  /** How many of them failed. */
  public int failed() {
    return (int) runs.stream().filter(run -> run.status() == RunStatus.FAILED).count();
  }

  /** How many epochs they took in all. */
  public int epochs() {
    return runs.stream().mapToInt(run -> run.values().size()).sum();
  }

  /** The best value that any of them had; NaN without one. */
  public double best(Goal goal) {
    double best = Double.NaN;
    for (Trial run : runs) {
      double value = run.best(goal);
      best = goal.better(value, best) ? value : best;
    }
    return best;
  }
}
