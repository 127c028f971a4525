package dev.trawl.store;

import dev.trawl.store.table.DecisionTable;
import dev.trawl.store.table.SweepTable;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Adjustments;
import dev.trawl.track.Decision;
import dev.trawl.track.Decisions;
import java.util.List;

/** What was decided about the jobs of sweeps. */
interface H2Decisions extends H2Role, Decisions, Adjustments {
  @Override
  default void recordDecision(String sweepId, Decision decision) {
    parts().sweepChanges().decide(sweepId, decision);
  }

  @Override
  default List<Decision> decisions(String sweepId) {
    return parts()
        .read(handle -> DecisionTable.ofSweep(handle, SweepTable.need(handle, sweepId).key()));
  }

  @Override
  default void recordAdjustment(String sweepId, Adjustment adjustment) {
    parts()
        .database()
        .write(
            transaction -> {
              SweepTable.Entry sweep = SweepTable.need(transaction.handle(), sweepId);
              DecisionTable.add(transaction.handle(), sweep.key(), adjustment);
              SweepTable.touch(transaction, sweep);
            },
            handle -> true);
  }

  @Override
  default List<Adjustment> adjustments(String sweepId) {
    return parts()
        .read(handle -> DecisionTable.adjustments(handle, SweepTable.need(handle, sweepId).key()));
  }
}
