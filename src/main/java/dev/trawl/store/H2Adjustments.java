package dev.trawl.store;

import dev.trawl.store.table.AdjustmentTable;
import dev.trawl.store.table.SweepTable;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Adjustments;
import dev.trawl.track.KnownRun;
import dev.trawl.track.KnownRuns;
import dev.trawl.track.Sweep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changes a sweep's search beside its file. */
interface H2Adjustments extends H2Role, Adjustments, KnownRuns {
  @Override
  default void recordAdjustments(String sweepId, List<Adjustment> adjustments) {
    parts()
        .database()
        .write(
            transaction ->
                AdjustmentTable.add(
                    transaction, SweepTable.need(transaction.handle(), sweepId), adjustments),
            handle -> true);
  }

  @Override
  default List<Adjustment> holdAdjustments(String sweepId, int job) {
    return parts().sweepChanges().hold(sweepId, job);
  }

  @Override
  default Sweep planRuns(String sweepId, @Nullable Integer runs) {
    return parts().sweepChanges().plan(sweepId, runs);
  }

  @Override
  default List<Adjustment> adjustments(String sweepId) {
    return parts()
        .read(handle -> AdjustmentTable.ofSweep(handle, SweepTable.need(handle, sweepId).key()));
  }

  @Override
  default void recordKnownRuns(String sweepId, List<KnownRun> runs) {
    parts()
        .database()
        .write(
            transaction ->
                AdjustmentTable.addKnown(
                    transaction, SweepTable.need(transaction.handle(), sweepId), runs),
            handle -> true);
  }

  @Override
  default List<KnownRun> knownRuns(String sweepId) {
    return parts()
        .read(handle -> AdjustmentTable.known(handle, SweepTable.need(handle, sweepId).key()));
  }
}
