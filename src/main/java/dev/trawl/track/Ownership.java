package dev.trawl.track;

import java.util.List;

/**
 * Whose sweeps are: one process runs a sweep at a time, says that it lives, and hears what others
 * ask. {@link RunStore} says what holds for each method.
 */
public interface Ownership {
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

  /** A heartbeat older than this is a dead owner's. */
  int HEARTBEAT_TIMEOUT_SECONDS = 15;
}
