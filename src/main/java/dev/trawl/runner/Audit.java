package dev.trawl.runner;

import dev.trawl.sweep.EarlyTermination;
import dev.trawl.sweep.Seeds;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;

/**
 * Which of the runs that the search stopped are trained to their end all the same, once it is over:
 * a draw for each run number. They wait as PAUSED until then, and end as PRUNED: to the search they
 * are stopped.
 *
 * @param share of the stopped runs, from 0 to 1
 */
record Audit(long seed, double share) {
  /** No attempt has this number, so that no run's seed is drawn from the same. */
  private static final int NO_ATTEMPT = 0;

  static Audit of(SweepSpec spec) {
    Selection rule = spec.search().earlyTermination();
    double share = rule == null ? 0 : rule.find(EarlyTermination.AUDIT).orElse(0.0);
    return new Audit(spec.seed(), share);
  }

  boolean draws(int number) {
    return (Seeds.mix(seed, number, NO_ATTEMPT) >>> 11) * 0x1.0p-53 < share;
  }
}
