package dev.trawl.spark;

import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.sweep.SweepSource;
import dev.trawl.track.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an executor opens a sweep's training from.
 *
 * @param dataset whose files Spark's file server has; null where each machine has its own
 * @param dataFiles their addresses there
 * @param dataSha256 of the driver's images
 */
record SparkSweep(
    SweepSource source, @Nullable String dataset, List<String> dataFiles, String dataSha256) {
  SparkSweep {
    dataFiles = List.copyOf(dataFiles);
  }

  /** The same for executors that train so many runs at once, and so share their memory. */
  SparkSweep sharedBy(int runs) {
    List<String> overrides = new ArrayList<>(source.overrides());
    overrides.add("workers=" + runs);
    SweepSource shared = new SweepSource(source.file(), source.text(), overrides);
    return new SparkSweep(shared, dataset, dataFiles, dataSha256);
  }

  RunOrder order(Run run) {
    return order(run.id(), run.number(), run.provenance().seed(), run.parameters());
  }

  /** To look at a point of the space, without a run. */
  RunOrder order(Map<String, Object> parameters) {
    return order("", 0, 0, parameters);
  }

  private RunOrder order(String runId, int number, long seed, Map<String, Object> parameters) {
    return new RunOrder(
        runId,
        number,
        seed,
        Messages.copy(parameters),
        source.file(),
        source.text(),
        new ArrayList<>(source.overrides()),
        dataset,
        new ArrayList<>(dataFiles),
        dataSha256,
        null);
  }
}
