package dev.trawl.examples;

import dev.trawl.search.Beginning;
import dev.trawl.search.Proposal;
import dev.trawl.search.Proposer;
import dev.trawl.search.SearchMethod;
import dev.trawl.search.SearchSpace;
import dev.trawl.search.Trial;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Seeds;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.Setting;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws one parameter of the best run anew; the first runs are drawn as a whole. */
public final class OneAtATime implements SearchMethod {
  private static final Setting<Integer> START_UP = Setting.integer("start_up", 1).or(4);
  private static final int PATIENCE = 64;

  @Override
  public String name() {
    return "one_at_a_time";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(START_UP);
  }

  @Override
  public Proposer proposer(SweepSpec spec, Selection chosen, Beginning from) {
    SearchSpace space = SearchSpace.of(spec);
    List<String> names = new ArrayList<>(spec.search().parameters().keySet());
    Goal goal = spec.metric().goal();
    int startUp = chosen.get(START_UP);
    return (job, history) -> {
      Set<Map<String, Object>> tried =
          history.trials().stream()
              .map(Trial::parameters)
              .filter(point -> !point.isEmpty()) // Else that run could not be proposed.
              .collect(Collectors.toCollection(() -> new HashSet<>(from.tried())));
      if (space.size() != null && tried.size() >= space.size()) {
        return Proposal.EXHAUSTED;
      }
      Optional<Trial> best = best(history.trials(), goal).filter(trial -> job.run() > startUp);
      Random random = new Random(Seeds.mix(spec.seed(), job.run()));
      for (int draw = 0; ; draw++) {
        Map<String, Object> point =
            new LinkedHashMap<>(space.at(random.doubles(space.coordinates().size()).toArray()));
        String anew = names.get(random.nextInt(names.size()));
        if (best.isPresent() && draw < PATIENCE) {
          Map<String, Object> kept = best.get().parameters();
          point.replaceAll((name, drawn) -> name.equals(anew) ? drawn : kept.get(name));
        }
        if (!tried.contains(point)) {
          return new Proposal.Start(point);
        }
      }
    };
  }

  private static Optional<Trial> best(List<Trial> trials, Goal goal) {
    return trials.stream()
        .filter(trial -> trial.status() == RunStatus.FINISHED)
        .reduce((one, other) -> goal.better(other.best(goal), one.best(goal)) ? other : one);
  }
}
