package dev.trawl.store;

import dev.trawl.store.table.Erasure;
import dev.trawl.store.table.RunQueries;
import dev.trawl.store.table.SweepQueries;
import dev.trawl.store.table.SweepTable;
import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Deletion;
import dev.trawl.track.Erased;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import java.time.Instant;
import java.util.List;

/** Taking out of the lists, and erasing. */
interface H2Deletion extends H2Role, Deletion {
  @Override
  default List<Sweep> deletedSweeps() {
    return parts().read(SweepQueries::deleted);
  }

  @Override
  default Sweep deleteSweep(String sweepId) {
    return parts().sweepChanges().delete(sweepId);
  }

  @Override
  default Sweep undeleteSweep(String sweepId) {
    return parts().sweepChanges().undelete(sweepId);
  }

  @Override
  default List<Run> deletedRuns(String sweepId, RunQuery query) {
    return parts()
        .readsOf(query)
        .read(handle -> RunQueries.deleted(handle, SweepTable.need(handle, sweepId).key(), query));
  }

  @Override
  default Run deleteRun(String runId) {
    return parts().runChanges().delete(runId);
  }

  @Override
  default void deleteRuns(String sweepId, List<String> runIds) {
    parts().runChanges().delete(sweepId, runIds);
  }

  @Override
  default void undeleteRuns(String sweepId, List<String> runIds) {
    parts().runChanges().undelete(sweepId, runIds);
  }

  @Override
  default Run undeleteRun(String runId) {
    return parts().runChanges().undelete(runId);
  }

  @Override
  default Erased eraseDeleted(String sweepId, Instant before, boolean dryRun) {
    Erasure erasure = new Erasure(parts().database(), sweepId, before);
    return dryRun ? erasure.find() : erasure.erase();
  }

  @Override
  default List<Checkpoint> keepCheckpoints(
      String runId, CheckpointRetention retention, boolean dryRun) {
    return parts().runChanges().keepCheckpoints(runId, retention, dryRun);
  }
}
