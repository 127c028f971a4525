package dev.trawl.search.stopping;

import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Pruner;
import dev.trawl.search.Rung;
import dev.trawl.search.StoppingRule;
import dev.trawl.search.Trial;
import dev.trawl.sweep.EarlyTermination;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.Setting;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Verdict;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * W&B's {@code hyperband}: a run is stopped at a band when its value is worse than that of the ⌊n /
 * eta⌋ + 1st best of the n runs that have reached the band, itself included.
 *
 * <p>Bands are iterations, of which only those count whose value is finite: {@code min_iter ·
 * eta^i}, or {@code max_iter / eta^i} for i from 1 to {@code s}, cut to integers. {@code strict},
 * the default, takes the run's value at the band, else its best one so far; the others' are those
 * at the band.
 *
 * <p>We differ from W&B in when it is decided: once, at the report, and for good. W&B looks at all
 * runs again and again, so that one may be stopped long after its band.
 *
 * @see <a href="https://docs.wandb.ai/guides/sweeps/sweep-config-keys/#early_terminate">W&B,
 *     early_terminate</a>
 */
public final class Hyperband implements StoppingRule {

  @Override
  public String name() {
    return EarlyTermination.HYPERBAND.name();
  }

  @Override
  public String description() {
    return EarlyTermination.HYPERBAND.description();
  }

  @Override
  public List<Setting<?>> settings() {
    return EarlyTermination.HYPERBAND.settings();
  }

  @Override
  public List<List<String>> alternatives() {
    return EarlyTermination.HYPERBAND.alternatives();
  }

  @Override
  public Optional<String> objection(Selection chosen) {
    return StoppingRule.super
        .objection(chosen)
        .or(
            () ->
                bands(chosen).isEmpty()
                    ? Optional.of("a band of at least one epoch: max_iter of at least eta")
                    : Optional.empty());
  }

  @Override
  public int lag() {
    return 4;
  }

  @Override
  public int firstEpoch(Selection chosen) {
    return bands(chosen).first();
  }

  @Override
  public int comparedWith(Selection chosen) {
    return 1;
  }

  @Override
  public Pruner pruner(SweepSpec spec, Selection chosen) {
    return new Bands(
        bands(chosen),
        chosen.get(EarlyTermination.ETA),
        chosen.get(EarlyTermination.STRICT),
        spec.metric().goal());
  }

  private static NavigableSet<Integer> bands(Selection chosen) {
    double eta = chosen.get(EarlyTermination.ETA);
    return chosen
        .find(EarlyTermination.MIN_ITER)
        .map(first -> Rungs.from(first, eta))
        .orElseGet(
            () ->
                Rungs.below(
                    chosen.get(EarlyTermination.MAX_ITER),
                    eta,
                    chosen.get(EarlyTermination.BRACKETS)));
  }

  private record Bands(NavigableSet<Integer> bands, double eta, boolean strict, Goal goal)
      implements Pruner {
    @Override
    public Verdict judge(Job job, Trial run, int epoch, History history) {
      Trial counted = iterations(run);
      int band = counted.values().size();
      if (!Double.isFinite(run.values().getOrDefault(epoch, Double.NaN)) || !bands.contains(band)) {
        return Verdict.CONTINUE;
      }
      Rung rung =
          Rung.of(Others.and(run, history).stream().map(Bands::iterations).toList(), band, goal);
      double value = strict ? counted.values().get(band) : counted.best(goal);
      double threshold = rung.value((int) (rung.trials().size() / eta));
      return goal.better(threshold, value)
          ? Verdict.Stop.pruned(rung.rank(value, threshold, goal))
          : Verdict.CONTINUE;
    }

    @Override
    public double expectedEpochs(int epochs) {
      return Rungs.expectedEpochs(bands, eta, epochs);
    }

    /** The same run with its finite values, counted from 1. */
    private static Trial iterations(Trial trial) {
      SortedMap<Integer, Double> finite = new TreeMap<>();
      for (double value : trial.values().values()) {
        if (Double.isFinite(value)) {
          finite.put(finite.size() + 1, value);
        }
      }
      return new Trial(trial.run(), trial.parameters(), trial.status(), finite);
    }
  }
}
