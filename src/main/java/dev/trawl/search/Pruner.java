package dev.trawl.search;

import dev.trawl.track.Verdict;
import java.util.Optional;

/**
 * Judges the runs of one sweep while they train, and says which paused one goes on. Safe for use by
 * many threads: it judges on those that train.
 *
 * <p>What it answers is a function of the sweep and its arguments alone, however often it is asked:
 * a resumed sweep judges an epoch again of which no verdict was recorded.
 */
public interface Pruner {
  /** Ends nothing. */
  Pruner NONE = (job, run, epoch, history) -> Verdict.CONTINUE;

  /**
   * What becomes of a run after an epoch that is not its last one; asked after each that its job
   * trains. Pausing keeps it for {@link #promote}; stopping, as {@link Verdict.Stop#pruned}, is for
   * good.
   *
   * @param run with its own values up to this epoch; NaN and infinities are among them
   * @param epoch from 1
   * @param history the jobs up to {@code job.number()} − lag; the run itself may be in it, as it
   *     was at the end of an earlier job
   */
  Verdict judge(Job job, Trial run, int epoch, History history);

  /**
   * The first epoch after this one at which a run waits, if nothing ends it before: its job is over
   * then.
   *
   * @param epoch from 0
   */
  default int waitsAfter(int epoch) {
    return Integer.MAX_VALUE;
  }

  /**
   * How many epochs a run of so many trains in the mean, if there are many and none is better than
   * the others by more than chance: of a rule that can't tell, all.
   */
  default double expectedEpochs(int epochs) {
    return epochs;
  }

  /**
   * The paused run that goes on as this job, and why; empty to start a new one instead. It is asked
   * before the proposer.
   *
   * @param job its {@code run} is the number that a new run would have
   */
  default Optional<Promotion> promote(Job job, History history) {
    return Optional.empty();
  }

  /**
   * The paused run that goes on where nothing else is left: there is no promotion and no new run,
   * whatever is known, and all jobs have ended. Empty where the search may end so.
   */
  default Optional<Promotion> finish(Job job, History history) {
    return Optional.empty();
  }
}
