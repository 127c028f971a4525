package dev.trawl.search.stopping;

import dev.trawl.search.History;
import dev.trawl.search.Trial;
import java.util.List;
import java.util.stream.Stream;

/** Who a run is compared with. */
final class Others {
  private Others() {}

  /** All that is known but the run itself, as it was at the end of an earlier job. */
  static Stream<Trial> of(Trial run, History history) {
    return history.trials().stream().filter(trial -> trial.run() != run.run());
  }

  /** All that is known, and the run as it is now. */
  static List<Trial> and(Trial run, History history) {
    return Stream.concat(of(run, history), Stream.of(run)).toList();
  }
}
