package dev.trawl.track;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of sweeps after their start. {@link RunStore} says what else holds for each method. */
public interface Adjustments {
  /**
   * Records changes of a sweep, all or none. Those that hold from no job yet are requests, which
   * its owner hears of.
   *
   * @throws RefusedChangeException when it has FINISHED, or is deleted
   */
  void recordAdjustments(String sweepId, List<Adjustment> adjustments);

  /**
   * Those that hold from no job yet hold from this one on; returns all of the sweep.
   *
   * @throws SweepTakenOverException when the sweep was this store's and is another owner's now
   */
  List<Adjustment> holdAdjustments(String sweepId, int job);

  /**
   * Records how many runs a sweep will have now if nothing shortens it.
   *
   * @param runs null where the search has no end of its own
   */
  Sweep planRuns(String sweepId, @Nullable Integer runs);

  /**
   * All of a sweep, in the order in which they were recorded.
   *
   * @throws DamagedRecordException when one is damaged: a search without it decides otherwise
   */
  List<Adjustment> adjustments(String sweepId);
}
