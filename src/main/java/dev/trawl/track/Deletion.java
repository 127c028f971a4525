package dev.trawl.track;

import dev.trawl.sweep.CheckpointRetention;
import java.time.Instant;
import java.util.List;

/**
 * Taking out of the lists, for a while or for good, and which checkpoints stay. {@link RunStore}
 * says what holds for each method.
 */
public interface Deletion {
  /** The deleted sweeps, the one that was deleted last first. */
  List<Sweep> deletedSweeps();

  /**
   * Takes a sweep out of all lists; nothing of it is lost until {@link #eraseDeleted}. It, and its
   * runs, are still found by their ids. A deleted sweep stays as it is.
   *
   * @throws RefusedChangeException while it is RUNNING, or a model of it is registered
   */
  Sweep deleteSweep(String sweepId);

  /**
   * Brings a deleted sweep back as it was; another one stays as it is.
   *
   * @throws RefusedChangeException for one that is erased in part
   */
  Sweep undeleteSweep(String sweepId);

  /** The runs of a sweep that were deleted themselves; equal ones follow by number and attempt. */
  List<Run> deletedRuns(String sweepId, RunQuery query);

  /**
   * Takes a run out of all lists, counts and comparisons, with all that belongs to it; nothing is
   * lost until {@link #eraseDeleted}. It is still found by its id. Neither does an earlier attempt
   * take its place nor is it trained again. A deleted run stays as it is.
   *
   * @throws RefusedChangeException for a run that has not ended, of a sweep that is RUNNING, or
   *     whose model is registered
   */
  Run deleteRun(String runId);

  /** The same of several runs of a sweep, in one transaction: all of them or none. */
  void deleteRuns(String sweepId, List<String> runIds);

  /** Brings a deleted run back as it was; another one stays as it is. */
  Run undeleteRun(String runId);

  /** The same of several runs of a sweep, in one transaction: all of them or none. */
  void undeleteRuns(String sweepId, List<String> runIds);

  /**
   * Erases for good, in many transactions: a sweep that was deleted at {@code before} or earlier,
   * with all that belongs to it; of another one its runs that were, each with the earlier attempts
   * that no later one than it took the place of. Nothing of it is found by its id any more, nor
   * among the {@link ChangeFeed#changes}; models that other checkpoints share stay. Of a sweep that
   * is RUNNING nothing is erased, nor the run with the last number of one that a resume may go on
   * with behind it.
   *
   * <p>A sweep that keeps some runs is itself a change. A kill in the middle leaves a deleted sweep
   * with the rest of its runs: {@code deletedAt} is 1970 then, it can't be undeleted, and is erased
   * by the next call.
   *
   * @param dryRun only says what would be erased
   */
  Erased eraseDeleted(String sweepId, Instant before, boolean dryRun);

  /**
   * Drops the checkpoints that {@code retention} doesn't keep of a run as it is then: the best
   * epoch's stays, and the last one of a run that is unfinished. A run that is RUNNING keeps all,
   * for what trains it drops its own.
   *
   * @param dryRun only says what would be dropped
   * @return what is dropped, by epoch
   */
  List<Checkpoint> keepCheckpoints(String runId, CheckpointRetention retention, boolean dryRun);
}
