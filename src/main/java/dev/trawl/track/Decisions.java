package dev.trawl.track;

import java.util.List;

/**
 * The decisions of a sweep: with its runs and their metrics, all that a search knows, so that going
 * on with a sweep is a rebuild. Safe for use by many threads; durable when a method returns.
 */
public interface Decisions {

  /**
   * Records a decision. Of each job one decision begins it and one ends it: a second one of the
   * same kind changes nothing, for a resumed sweep decides again what it decided before. It is a
   * change of its run.
   *
   * @throws IllegalArgumentException for a run that is not recorded with this sweep
   * @throws SweepTakenOverException when the sweep was this store's and is another owner's now
   */
  void recordDecision(String sweepId, Decision decision);

  /** All of a sweep, in the order in which they were recorded; those of deleted runs, too. */
  List<Decision> decisions(String sweepId);
}
