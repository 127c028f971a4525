package dev.trawl.track;

import dev.trawl.sweep.CheckpointRetention;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * Everything recorded: sweeps, runs, metrics, checkpoints, requests. Plain values in, plain values
 * out.
 *
 * <p>Safe for use by many threads, and many processes may open the same store. Unless it says
 * otherwise, each writing method is one transaction, is durable when it returns: a kill or a power
 * cut afterwards loses nothing, and raises the sequence number once for each sweep or run that it
 * changes, so that readers in any process can follow. Every method throws {@link StoreException}
 * when the store can't do it, and {@link IllegalArgumentException} for an id that is not recorded,
 * unless it says otherwise.
 */
public interface RunStore extends AutoCloseable {

  // Sweeps

  /** Records a sweep, RUNNING and owned by {@code owner}. */
  Sweep createSweep(NewSweep sweep, Owner owner);

  /**
   * The same, unless the newest sweep of this name is unfinished: of two processes that ask at the
   * same moment one succeeds.
   *
   * @throws UnfinishedSweepException when it is RUNNING or INTERRUPTED
   */
  Sweep createOnlySweep(NewSweep sweep, Owner owner);

  /** All sweeps but the deleted ones, the newest first. */
  List<Sweep> sweeps();

  /** The deleted sweeps, the one that was deleted last first. */
  List<Sweep> deletedSweeps();

  /** The sweep with this id, deleted or not. */
  Optional<Sweep> sweep(String id);

  /**
   * The sweep with this id, else the newest with this name, else the one whose id begins so, if
   * there is just one. A deleted sweep is found by its id alone.
   */
  Optional<Sweep> findSweep(String nameOrId);

  /**
   * Takes an unfinished or stopped sweep over: it is RUNNING and {@code owner}'s, its unfinished
   * runs are INTERRUPTED, earlier stop requests are forgotten.
   *
   * @throws SweepOwnedException while another owner lives
   * @throws RefusedChangeException for a FINISHED or deleted sweep
   */
  Sweep claimSweep(String sweepId, Owner owner);

  /**
   * Takes a FINISHED sweep over to add runs to it: it is RUNNING and {@code owner}'s, and still
   * says when it ended: when its owner dies it is FINISHED again.
   *
   * @throws RefusedChangeException for one that is not FINISHED, or deleted
   */
  Sweep joinSweep(String sweepId, Owner owner);

  /**
   * Says that the owner lives, and asks what others want. An owner is dead when its last heartbeat
   * is older than {@link #HEARTBEAT_TIMEOUT_SECONDS}, or at once when it was a process of this
   * machine that is gone.
   *
   * <p>It is durable only soon after it returns, and raises no sequence number, but where it brings
   * a sweep back that was taken for dead.
   *
   * @throws SweepTakenOverException when the sweep is no longer {@code owner}'s
   */
  List<StopRequest> heartbeat(String sweepId, Owner owner);

  /**
   * Ends a sweep; its runs that are not final become INTERRUPTED. One that has ended with this
   * status already stays as it is.
   *
   * @param reason may be empty
   * @throws SweepTakenOverException when another owner did so
   */
  Sweep endSweep(String sweepId, SweepStatus status, String reason);

  /**
   * Marks the sweeps of dead owners, and their unfinished runs, INTERRUPTED; one that was FINISHED
   * before its dead owner joined it is so again. Readers call it before they show.
   */
  void markInterrupted();

  /**
   * Asks the owner of a running sweep to stop it, or one run. The request itself raises no sequence
   * number: the owner hears of it with its next heartbeat.
   *
   * @throws RefusedChangeException when the sweep is not RUNNING, or the run has ended
   */
  void requestStop(StopRequest request);

  /**
   * Takes a sweep out of all lists; nothing of it is lost until {@link #eraseDeleted}. It, and its
   * runs, are still found by their ids. A deleted sweep stays as it is.
   *
   * @throws RefusedChangeException while it is RUNNING
   */
  Sweep deleteSweep(String sweepId);

  /**
   * Brings a deleted sweep back as it was; another one stays as it is.
   *
   * @throws RefusedChangeException for one that is erased in part
   */
  Sweep undeleteSweep(String sweepId);

  /**
   * Sets a tag; an empty value removes it.
   *
   * @throws IllegalArgumentException for a name or value that {@link Tag} refuses
   */
  Sweep tagSweep(String sweepId, String name, String value);

  // Runs

  /**
   * Records a run, SCHEDULED, or INTERRUPTED while its sweep is not RUNNING. A new attempt takes
   * the place of the earlier one, which keeps its id and is no longer listed with the sweep.
   *
   * @throws IllegalArgumentException for an attempt that is recorded already
   */
  Run createRun(NewRun run);

  /**
   * The run is RUNNING from now on; in a sweep that is not, from its next epoch on after that is.
   */
  Run startRun(String runId);

  /**
   * Records an epoch with its checkpoint, if it has one, and drops the checkpoints of epochs other
   * than {@code kept}. An epoch that is already recorded, or later ones, are replaced: a resumed
   * run trains them again.
   */
  Run recordEpoch(String runId, Epoch epoch, Set<Integer> kept);

  /**
   * Ends a run, records its test metrics, and drops the checkpoints of epochs other than {@code
   * kept}.
   */
  Run endRun(String runId, RunEnd end, Set<Integer> kept);

  /**
   * Records runs that were trained elsewhere or earlier, in one transaction for all of them: many
   * times as fast as one by one. Their ids, in the same order.
   *
   * @param runs all of one sweep; some hundreds at a time are best
   */
  List<String> importRuns(String sweepId, List<ImportedRun> runs);

  /**
   * Takes a run out of all lists, counts and comparisons, with all that belongs to it; nothing is
   * lost until {@link #eraseDeleted}. It is still found by its id. Neither does an earlier attempt
   * take its place nor is it trained again. A deleted run stays as it is.
   *
   * @throws RefusedChangeException for a run that has not ended, of a sweep that is RUNNING
   */
  Run deleteRun(String runId);

  /** Brings a deleted run back as it was; another one stays as it is. */
  Run undeleteRun(String runId);

  /**
   * Erases for good, in many transactions: a sweep that was deleted at {@code before} or earlier,
   * with all that belongs to it; of another one its runs that were, each with the earlier attempts
   * that no later one than it took the place of. Nothing of it is found by its id any more, nor
   * among the {@link #changes}; models that other checkpoints share stay. Of a sweep that is
   * RUNNING nothing is erased, nor the run with the last number of one that a resume may go on with
   * behind it.
   *
   * <p>A sweep that keeps some runs is itself a change. A kill in the middle leaves a deleted sweep
   * with the rest of its runs: {@code deletedAt} is 1970 then, it can't be undeleted, and is erased
   * by the next call.
   *
   * @param dryRun only says what would be erased
   */
  Erased eraseDeleted(String sweepId, Instant before, boolean dryRun);

  /**
   * Sets a tag; an empty value removes it.
   *
   * @throws IllegalArgumentException for a name or value that {@link Tag} refuses
   */
  Run tagRun(String runId, String name, String value);

  /** The latest attempt of each run of a sweep, without the deleted ones. */
  List<Run> runs(String sweepId, RunQuery query);

  /**
   * The same as {@link #runs}, in the order and of the runs that there are now, but read some
   * hundreds at a time as the stream is consumed: each as it is then, without those that are
   * deleted meanwhile. Nothing has to be closed.
   */
  Stream<Run> streamRuns(String sweepId, RunQuery query);

  /** The runs of a sweep that were deleted themselves; equal ones follow by number and attempt. */
  List<Run> deletedRuns(String sweepId, RunQuery query);

  /** The run with this id, deleted or not; empty for one that is damaged. */
  Optional<Run> run(String id);

  /**
   * The runs whose id begins with {@code prefix}, deleted ones too: none, the one meant, or the
   * several that it could mean.
   */
  List<Run> findRuns(String prefix);

  // What belongs to a run

  /** A run's metrics by step and then key; of all keys when {@code keys} is empty. */
  List<Metric> metrics(String runId, Set<String> keys);

  /** The keys of all metrics that were recorded for the runs listed with a sweep. */
  SortedSet<String> metricKeys(String sweepId);

  /** One metric of every run of a sweep: run id to values by step. */
  Map<String, List<Metric>> sweepMetrics(String sweepId, String key);

  /** A run's checkpoints by epoch. */
  List<Checkpoint> checkpoints(String runId);

  /** The checkpoints of all runs, run by run, by epoch. */
  List<Checkpoint> checkpoints();

  /**
   * Drops the checkpoints that {@code retention} doesn't keep of a run as it is then: the best
   * epoch's stays, and the last one of a run that is unfinished. A run that is RUNNING keeps all,
   * for what trains it drops its own.
   *
   * @param dryRun only says what would be dropped
   * @return what is dropped, by epoch
   */
  List<Checkpoint> keepCheckpoints(String runId, CheckpointRetention retention, boolean dryRun);

  /**
   * The model file of a checkpoint, read from the store as it is read; the caller closes it. Empty
   * when it is not kept. A file that is damaged or dropped meanwhile is not read to its end: {@link
   * DamagedCheckpointException} or {@link java.io.IOException} comes before its last bytes.
   */
  Optional<InputStream> openCheckpoint(String runId, int epoch);

  /**
   * A checkpoint, whole and checked against its SHA-256.
   *
   * @throws DamagedCheckpointException when the bytes are damaged
   */
  Optional<CheckpointData> checkpoint(String runId, int epoch);

  /** How the run did on the test images; empty before it finished. */
  Optional<Evaluation> evaluation(String runId);

  // Following

  /** The latest sequence number; 0 in an empty store. */
  long sequence();

  /** What changed after {@code sequence}, oldest first, at most {@code limit}. */
  List<Change> changes(long sequence, int limit);

  // Damage

  /**
   * The records that this store has found damaged so far: none of them is in what it returned.
   * Asked for alone, a damaged record throws {@link DamagedRecordException}, but for {@link #run}.
   */
  List<Damage> damage();

  /**
   * Reads every record, and compares what is recorded twice: all that is damaged. Takes some
   * seconds for each million epochs.
   */
  List<Damage> check();

  /**
   * Reads every record of a run.
   *
   * @throws DamagedRecordException when one is damaged
   */
  void needWhole(String runId);

  /**
   * Reads every record of a sweep and its runs, the deleted ones too: who goes on with a sweep has
   * to know all that it has.
   *
   * @throws DamagedRecordException when one is damaged
   */
  void needWholeSweep(String sweepId);

  /** Somebody waits for the end: from now on no operation is tried again for long. */
  void hurry();

  /**
   * The same store, for whoever answers requests of others. Reading through it has connections of
   * its own, so that it never keeps recording waiting, and takes at most {@link
   * #READ_LIMIT_SECONDS} for each method or page of a stream; then, or when the reading thread is
   * interrupted, it is stopped and throws {@link ReadLimitException}. Closing it does nothing.
   */
  RunStore forRequests();

  @Override
  void close();

  /** The longest that a request may read. */
  int READ_LIMIT_SECONDS = 10;

  /** A heartbeat older than this is a dead owner's. */
  int HEARTBEAT_TIMEOUT_SECONDS = 15;
}
