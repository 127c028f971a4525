package dev.trawl.track;

import java.util.List;

/** Where runs were trained. {@link RunStore} says what else holds for each method. */
public interface Environments {
  /**
   * Adds where an attempt is trained from now on; what was added for the same moment is replaced.
   * It is durable only soon after it returns, and raises no sequence number.
   *
   * @throws SweepTakenOverException when the sweep was this store's and is another owner's now
   */
  void recordEnvironment(String runId, RunEnvironment environment);

  /** Where an attempt was trained, the first one first. */
  List<RunEnvironment> environments(String runId);
}
