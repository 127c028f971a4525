package dev.trawl.track;

import java.util.Optional;

/** What runs wrote while they trained. {@link RunStore} says what else holds for each method. */
public interface RunLogs {
  /**
   * Puts a run's log in the place of what is recorded of it. It is durable only soon after it
   * returns, and raises no sequence number.
   *
   * @throws SweepTakenOverException when the sweep was this store's and is another owner's now
   */
  void recordLog(String runId, RunLog log);

  /** A run's log; empty where nothing was written. */
  Optional<RunLog> log(String runId);
}
