package dev.trawl.track;

import java.util.List;

/** Changes of sweeps while they run. {@link RunStore} says what else holds for each method. */
public interface Adjustments {
  /** Records a change of a sweep. */
  void recordAdjustment(String sweepId, Adjustment adjustment);

  /** All of a sweep, in the order in which they were recorded. */
  List<Adjustment> adjustments(String sweepId);
}
