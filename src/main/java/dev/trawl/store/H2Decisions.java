package dev.trawl.store;

import dev.trawl.store.table.DecisionTable;
import dev.trawl.store.table.SweepTable;
import dev.trawl.track.Decision;
import dev.trawl.track.Decisions;
import java.util.List;

/** What was decided about the jobs of sweeps. */
interface H2Decisions extends H2Role, Decisions {
  @Override
  default void recordDecision(String sweepId, Decision decision) {
    parts().sweepChanges().decide(sweepId, decision);
  }

  @Override
  default List<Decision> decisions(String sweepId) {
    return parts()
        .read(handle -> DecisionTable.ofSweep(handle, SweepTable.need(handle, sweepId).key()));
  }
}
