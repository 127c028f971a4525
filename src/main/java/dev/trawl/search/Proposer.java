package dev.trawl.search;

/**
 * Proposes the runs of one sweep. Used by one thread.
 *
 * <p>What it proposes is a function of the sweep, the job and the history alone, however often and
 * from whichever job on it is asked: a resumed sweep asks a new proposer for what is left.
 */
@FunctionalInterface
public interface Proposer {

  /**
   * What to try as this job; {@link Proposal.Exhausted} when nothing is left to try, on this
   * history.
   *
   * @throws RuntimeException when a run can't be proposed: it is recorded as FAILED with that, and
   *     the next job is decided on
   */
  Proposal next(Job job, History history);
}
