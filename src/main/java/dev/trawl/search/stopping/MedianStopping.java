package dev.trawl.search.stopping;

import dev.trawl.search.History;
import dev.trawl.search.Pruner;
import dev.trawl.search.Rung;
import dev.trawl.search.StoppingRule;
import dev.trawl.search.Trial;
import dev.trawl.sweep.EarlyTermination;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.Setting;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Verdict;
import java.util.List;

/**
 * Stops a run after an epoch, from {@code min_iter} on, whose value is worse than the median of the
 * finished runs' values at that epoch, of which there have to be {@code min_runs}. Of an even
 * number the median is the mean of the middle two. NaN is worst.
 *
 * <p>Optuna's and Vizier's median rules compare the best value so far, or the mean; here an epoch's
 * value is its own, as at the rungs of the other rules.
 */
public final class MedianStopping implements StoppingRule {

  @Override
  public String name() {
    return EarlyTermination.MEDIAN.name();
  }

  @Override
  public String description() {
    return EarlyTermination.MEDIAN.description();
  }

  @Override
  public List<Setting<?>> settings() {
    return EarlyTermination.MEDIAN.settings();
  }

  @Override
  public int lag() {
    return 4;
  }

  @Override
  public int firstEpoch(Selection chosen) {
    return chosen.get(EarlyTermination.MIN_ITER);
  }

  @Override
  public int comparedWith(Selection chosen) {
    return chosen.get(EarlyTermination.MIN_RUNS);
  }

  @Override
  public Pruner pruner(SweepSpec spec, Selection chosen) {
    int first = chosen.get(EarlyTermination.MIN_ITER);
    int runs = chosen.get(EarlyTermination.MIN_RUNS);
    Goal goal = spec.metric().goal();
    return (job, run, epoch, history) ->
        epoch < first ? Verdict.CONTINUE : judge(run, epoch, history, runs, goal);
  }

  private static Verdict judge(Trial run, int epoch, History history, int needed, Goal goal) {
    List<Trial> finished =
        Others.of(run, history).filter(trial -> trial.status() == RunStatus.FINISHED).toList();
    Rung rung = Rung.of(finished, epoch, goal);
    int count = rung.trials().size();
    if (count < needed) {
      return Verdict.CONTINUE;
    }
    double median = (rung.value((count - 1) / 2) + rung.value(count / 2)) / 2;
    double value = run.values().getOrDefault(epoch, Double.NaN);
    return goal.better(median, value)
        ? Verdict.Stop.pruned(rung.with(run, goal).rank(value, median, goal))
        : Verdict.CONTINUE;
  }
}
