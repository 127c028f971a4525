package dev.trawl.search;

import dev.trawl.sweep.Method;
import dev.trawl.sweep.SweepSpec;
import org.jspecify.annotations.Nullable;

/** A way to search. Stateless, and safe for use by many threads; {@link SearchMethods} has all. */
public interface SearchMethod {

  /** What a sweep file calls it. */
  Method method();

  /** How many different runs it can propose; null when they can't be counted in a long. */
  @Nullable Long size(SweepSpec spec);

  /** A proposer for a sweep's runs. */
  Proposer proposer(SweepSpec spec);
}
