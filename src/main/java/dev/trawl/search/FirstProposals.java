package dev.trawl.search;

import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The runs that a sweep begins with, whatever they result in. */
public final class FirstProposals {
  private FirstProposals() {}

  /**
   * Their parameters, in the order of their numbers: as the sweep itself will propose them. Where
   * results decide, those before the first result is known, of which there are as many as the lag;
   * none where a sweep begins with what earlier ones found, and none that can't be found.
   *
   * @param most how many are asked for
   */
  public static List<Map<String, Object>> of(Searches searches, SweepSpec spec, int most) {
    if (spec.search().warmStart() != null) {
      return List.of();
    }
    int lag = searches.lag(spec);
    Integer planned = SearchSpace.of(spec).plannedRuns();
    int asked = Math.min(lag == 0 ? most : Math.min(most, lag), planned == null ? most : planned);
    Proposer proposer = searches.proposer(spec);
    List<Map<String, Object>> runs = new ArrayList<>();
    for (int number = 1; number <= asked; number++) {
      History history = lag == 0 ? History.NOTHING : running(runs);
      Optional<Map<String, Object>> found = next(proposer, number, history);
      if (found.isEmpty()) {
        break;
      }
      runs.add(found.get());
    }
    return runs;
  }

  private static Optional<Map<String, Object>> next(
      Proposer proposer, int number, History history) {
    try {
      return proposer
          .next(new Job(number, number), history)
          .fold(start -> Optional.of(start.parameters()), Optional::empty);
    } catch (ForbiddenSpaceException e) {
      return Optional.empty();
    }
  }

  private static History running(List<Map<String, Object>> runs) {
    List<Trial> trials = new ArrayList<>();
    for (Map<String, Object> parameters : runs) {
      trials.add(new Trial(trials.size() + 1, parameters, RunStatus.RUNNING, new TreeMap<>()));
    }
    return () -> List.copyOf(trials);
  }
}
