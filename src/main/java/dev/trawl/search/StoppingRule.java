package dev.trawl.search;

import dev.trawl.sweep.SearchCatalog;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;

/**
 * A way to end runs before their time, a {@code type} of {@code early_terminate}. Stateless, and
 * safe for use by many threads; {@link Searches} has all of them.
 */
public interface StoppingRule extends SearchCatalog.Rule {

  /**
   * A pruner of a sweep's runs.
   *
   * @param chosen with the values of its own settings
   */
  Pruner pruner(SweepSpec spec, Selection chosen);
}
