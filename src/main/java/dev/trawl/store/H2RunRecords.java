package dev.trawl.store;

import dev.trawl.store.table.EnvironmentTable;
import dev.trawl.store.table.PredictionTable;
import dev.trawl.store.table.RunLogTable;
import dev.trawl.store.table.RunTable;
import dev.trawl.track.Environments;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.Predictions;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunLogs;
import java.util.List;
import java.util.Optional;

/** What runs leave behind beside metrics and files: predictions, logs, where they were trained. */
interface H2RunRecords extends H2Role, Predictions, RunLogs, Environments {
  @Override
  default Optional<ImagePredictions> predictions(String runId, ImagePredictions.Part part) {
    return parts().read(handle -> PredictionTable.find(handle, RunTable.need(handle, runId), part));
  }

  @Override
  default void recordLog(String runId, RunLog log) {
    parts().runChanges().touch(runId, (handle, run) -> RunLogTable.put(handle, run.key(), log));
  }

  @Override
  default Optional<RunLog> log(String runId) {
    return parts().read(handle -> RunLogTable.find(handle, RunTable.need(handle, runId).key()));
  }

  @Override
  default void recordEnvironment(String runId, RunEnvironment environment) {
    parts()
        .runChanges()
        .touch(runId, (handle, run) -> EnvironmentTable.put(handle, run.key(), environment));
  }

  @Override
  default List<RunEnvironment> environments(String runId) {
    return parts()
        .read(handle -> EnvironmentTable.ofRun(handle, RunTable.need(handle, runId).key()));
  }
}
