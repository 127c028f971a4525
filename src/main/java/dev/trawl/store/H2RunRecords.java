package dev.trawl.store;

import dev.trawl.track.Environments;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.Predictions;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunLogs;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** What runs leave behind beside metrics and files: predictions, logs, where they were trained. */
interface H2RunRecords extends H2Role, Predictions, RunLogs, Environments {
  @Override
  default Optional<ImagePredictions> predictions(String runId, ImagePredictions.Part part) {
    return parts().read(handle -> PredictionTable.find(handle, RunTable.need(handle, runId), part));
  }

  @Override
  default void recordLog(String runId, RunLog log) {
    touch(handle -> RunLogTable.put(handle, RunTable.need(handle, runId).key(), log));
  }

  @Override
  default Optional<RunLog> log(String runId) {
    return parts().read(handle -> RunLogTable.find(handle, RunTable.need(handle, runId).key()));
  }

  @Override
  default void recordEnvironment(String runId, RunEnvironment environment) {
    touch(handle -> EnvironmentTable.put(handle, RunTable.need(handle, runId).key(), environment));
  }

  @Override
  default List<RunEnvironment> environments(String runId) {
    return parts()
        .read(handle -> EnvironmentTable.ofRun(handle, RunTable.need(handle, runId).key()));
  }

  private void touch(Consumer<Handle> work) {
    parts()
        .database()
        .touch(
            handle -> {
              work.accept(handle);
              return true;
            });
  }
}
