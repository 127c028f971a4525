package dev.trawl.track;

import java.util.List;

/** Whether records are as they were written. {@link RunStore} says what holds for each method. */
public interface Integrity {
  /**
   * The records that this store has found damaged so far: none of them is in what it returned.
   * Asked for alone, a damaged record throws {@link DamagedRecordException}, but for {@link
   * Runs#run}.
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
}
