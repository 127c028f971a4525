package dev.trawl.search;

import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The runs of a sweep whose values are those of a function, one epoch each. */
public final class SimulatedSweep {
  private SimulatedSweep() {}

  /**
   * Proposes runs, each on the results of those up to its number − lag.
   *
   * @param lag from 1
   * @return all runs, finished
   */
  public static List<Trial> run(
      SweepSpec spec, ToDoubleFunction<Map<String, Object>> function, int runs, int lag) {
    Proposer proposer = Searches.standard().proposer(spec);
    List<Trial> trials = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      Proposal proposal = proposer.next(new Job(run, run), known(trials, run - lag));
      if (!(proposal instanceof Proposal.Start start)) {
        break;
      }
      double value = function.applyAsDouble(start.parameters());
      trials.add(
          new Trial(run, start.parameters(), RunStatus.FINISHED, new TreeMap<>(Map.of(1, value))));
    }
    return trials;
  }

  /** With the results of the first so many runs; the others are running. */
  public static History known(List<Trial> trials, int results) {
    List<Trial> known = new ArrayList<>();
    for (Trial trial : trials) {
      known.add(
          trial.run() <= results
              ? trial
              : new Trial(
                  trial.run(),
                  trial.parameters(),
                  RunStatus.RUNNING,
                  Collections.emptySortedMap()));
    }
    return () -> known;
  }
}
