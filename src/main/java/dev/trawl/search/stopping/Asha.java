package dev.trawl.search.stopping;

import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Promotion;
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
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Asynchronous successive halving with promotion: every run waits at each rung, and the best of a
 * rung, one of {@code eta}, go on from their checkpoint to the next. Nothing is thrown away: a run
 * that looked bad among few goes on once more have reached its rung.
 *
 * <p>Rungs are the epochs {@code min_iter · eta^i}, cut to integers. A rung's value is its epoch's.
 * NaN is worst, and never promoted. Where a search ends with so few runs that none would come to
 * its end, the best one of the highest rung does.
 *
 * @see <a href="https://arxiv.org/abs/1810.05934">Li et al., A System for Massively Parallel
 *     Hyperparameter Tuning, algorithm 2</a>
 */
public final class Asha implements StoppingRule {

  @Override
  public String name() {
    return EarlyTermination.ASHA.name();
  }

  @Override
  public String description() {
    return EarlyTermination.ASHA.description();
  }

  @Override
  public List<Setting<?>> settings() {
    return EarlyTermination.ASHA.settings();
  }

  @Override
  public int lag() {
    return 8;
  }

  @Override
  public int firstEpoch(Selection chosen) {
    return chosen.get(EarlyTermination.MIN_ITER);
  }

  @Override
  public Pruner pruner(SweepSpec spec, Selection chosen) {
    double eta = chosen.get(EarlyTermination.ETA);
    return new Halving(
        Rungs.from(chosen.get(EarlyTermination.MIN_ITER), eta), eta, spec.metric().goal());
  }

  private record Halving(NavigableSet<Integer> epochs, double eta, Goal goal) implements Pruner {
    @Override
    public Verdict judge(Job job, Trial run, int epoch, History history) {
      if (!epochs.contains(epoch)) {
        return Verdict.CONTINUE;
      }
      Rung rung = Rung.of(Others.and(run, history), epoch, goal);
      return new Verdict.Pause(rung.rank(run.run(), places(rung)));
    }

    @Override
    public int waitsAfter(int epoch) {
      Integer rung = epochs.higher(epoch);
      return rung == null ? Integer.MAX_VALUE : rung;
    }

    @Override
    public double expectedEpochs(int all) {
      return Rungs.expectedEpochs(epochs, eta, all);
    }

    /** From the highest rung down. */
    @Override
    public Optional<Promotion> promote(Job job, History history) {
      for (Rung rung : rungs(history)) {
        Optional<Promotion> best = best(rung, places(rung));
        if (best.isPresent()) {
          return best;
        }
      }
      return Optional.empty();
    }

    @Override
    public Optional<Promotion> finish(Job job, History history) {
      if (history.trials().stream().anyMatch(trial -> trial.status() == RunStatus.FINISHED)) {
        return Optional.empty();
      }
      return rungs(history).stream()
          .flatMap(rung -> best(rung, rung.trials().size()).stream())
          .findFirst();
    }

    /** Those that were reached, the highest first. */
    private List<Rung> rungs(History history) {
      int last =
          history.trials().stream()
              .filter(trial -> !trial.values().isEmpty())
              .mapToInt(trial -> trial.values().lastKey())
              .max()
              .orElse(0);
      return epochs.headSet(last, true).descendingSet().stream()
          .map(epoch -> Rung.of(history.trials(), epoch, goal))
          .toList();
    }

    /** The best of those that wait there, if it has one of the first places. */
    private Optional<Promotion> best(Rung rung, int places) {
      return rung.trials().stream()
          .limit(places)
          .filter(trial -> trial.status() == RunStatus.PAUSED)
          .filter(trial -> trial.values().lastKey() == rung.epoch())
          .filter(trial -> !Double.isNaN(trial.values().getOrDefault(rung.epoch(), Double.NaN)))
          .findFirst()
          .map(trial -> new Promotion(trial.run(), rung.rank(trial.run(), places)));
    }

    private int places(Rung rung) {
      return (int) (rung.trials().size() / eta);
    }
  }
}
