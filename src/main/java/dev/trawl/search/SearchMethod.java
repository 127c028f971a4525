package dev.trawl.search;

import dev.trawl.sweep.SearchCatalog;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way to search. Stateless, and safe for use by many threads; {@link Searches} has all of them.
 * One whose {@link #lag} is 0 is shown {@link History#NOTHING}.
 */
public interface SearchMethod extends SearchCatalog.Method {

  /**
   * A proposer for a sweep's runs.
   *
   * @param chosen with the values of its own settings
   * @param from what it knows and leaves out from the start
   */
  Proposer proposer(SweepSpec spec, Selection chosen, Beginning from);

  /**
   * A proposer of some of the space's points alone, each once, such as those of recorded runs: the
   * method is tried on what is known of them. Empty where it can't choose among points.
   *
   * @param points all different
   */
  default Optional<Proposer> among(
      List<Map<String, Object>> points, SweepSpec spec, Selection chosen) {
    return Optional.empty();
  }
}
