package dev.trawl.track;

import java.util.List;

/**
 * What searches know from their start: a copy, so that they decide the same when the other sweep
 * has changed or is deleted. {@link RunStore} says what holds for each method.
 */
public interface KnownRuns {
  /** Records all that a sweep's search knows before its first job. */
  void recordKnownRuns(String sweepId, List<KnownRun> runs);

  /**
   * In the order in which they were recorded.
   *
   * @throws DamagedRecordException when one is damaged: a search without it decides otherwise
   */
  List<KnownRun> knownRuns(String sweepId);
}
