package dev.trawl.replay;

import dev.trawl.runner.SearchTrace;
import dev.trawl.runner.SearchTrace.Improvement;
import dev.trawl.search.Rung;
import dev.trawl.search.Trial;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The plainest rule: all runs are trained for one epoch, in random order, and the best ones by that
 * to their end, the best first (arXiv:2307.15422 calls it 1-Epoch).
 *
 * @param finished how many come to their end
 */
record OneEpochCut(List<Trial> runs, int finished, Goal goal) {
  OneEpochCut {
    runs = List.copyOf(runs);
  }

  SearchTrace run(long seed) {
    List<Trial> shuffled = new ArrayList<>(runs);
    Collections.shuffle(shuffled, new Random(Seeds.mix(seed)));
    List<Double> spent = new ArrayList<>();
    shuffled.forEach(run -> spent.addAll(run.values().headMap(2).values()));
    Rung.of(shuffled, 1, goal).trials().stream()
        .limit(finished)
        .forEach(run -> spent.addAll(run.values().tailMap(2).values()));
    return trace(spent);
  }

  private SearchTrace trace(List<Double> values) {
    List<Improvement> improvements = new ArrayList<>();
    double best = Double.NaN;
    for (int i = 0; i < values.size(); i++) {
      if (goal.better(values.get(i), best)) {
        best = values.get(i);
        improvements.add(new Improvement(i + 1, best));
      }
    }
    return new SearchTrace(improvements, values.size(), runs.size());
  }
}
