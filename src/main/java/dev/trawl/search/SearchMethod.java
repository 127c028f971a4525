package dev.trawl.search;

import dev.trawl.sweep.SearchCatalog;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;

/**
 * A way to search. Stateless, and safe for use by many threads; {@link Searches} has all of them.
 */
public interface SearchMethod extends SearchCatalog.Method {

  /**
   * How far what is proposed may be ahead of what is known: job k is proposed on the results of the
   * jobs up to k − lag. With fewer a search learns sooner; with at least as many as workers none of
   * them waits. 0 for a method that no result changes: it is shown {@link History#NOTHING}.
   */
  default int lag() {
    return 4;
  }

  /**
   * A proposer for a sweep's runs.
   *
   * @param chosen with the values of its own settings
   */
  Proposer proposer(SweepSpec spec, Selection chosen);
}
