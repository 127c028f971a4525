package dev.trawl.examples;

import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Promotion;
import dev.trawl.search.Pruner;
import dev.trawl.search.Rung;
import dev.trawl.search.StoppingRule;
import dev.trawl.search.Trial;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.Setting;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every run waits after an epoch; the best one of each so many goes on. */
public final class PauseAt implements StoppingRule {
  private static final Setting<Integer> EPOCH = Setting.integer("epoch", 1);
  private static final Setting<Integer> ONE_OF = Setting.integer("one_of", 2).or(3);

  @Override
  public String name() {
    return "pause_at";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(EPOCH, ONE_OF);
  }

  @Override
  public Pruner pruner(SweepSpec spec, Selection chosen) {
    int waitsAt = chosen.get(EPOCH);
    int oneOf = chosen.get(ONE_OF);
    Goal goal = spec.metric().goal();
    return new Pruner() {
      @Override
      public Verdict judge(Job job, Trial run, int epoch, History history) {
        if (epoch != waitsAt) {
          return Verdict.CONTINUE;
        }
        List<Trial> all = new ArrayList<>(history.trials());
        all.add(run);
        Rung rung = Rung.of(all, epoch, goal);
        return new Verdict.Pause(rung.rank(run.run(), rung.trials().size() / oneOf));
      }

      @Override
      public Optional<Promotion> promote(Job job, History history) {
        Rung rung = Rung.of(history.trials(), waitsAt, goal);
        int places = rung.trials().size() / oneOf;
        return rung.trials().stream()
            .limit(places)
            .filter(trial -> trial.status() == RunStatus.PAUSED)
            .findFirst()
            .map(trial -> new Promotion(trial.run(), rung.rank(trial.run(), places)));
      }
    };
  }
}
