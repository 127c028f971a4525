package dev.trawl.spark;

import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.train.FederatedTraining;
import dev.trawl.train.Resumption;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingObserver;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Trains federated runs: their servers are on this machine, and each client is a task for a round.
 */
final class SparkFederation implements Training {
  private final JavaSparkContext spark;
  private final SparkExecutors executors;
  private final SparkSweep sweep;
  private final int slots;
  private final FederatedTraining here;

  /**
   * @param slots how many clients train at once
   */
  SparkFederation(
      JavaSparkContext spark,
      SparkExecutors executors,
      SparkSweep sweep,
      int slots,
      FederatedTraining here) {
    this.spark = spark;
    this.executors = executors;
    this.sweep = sweep;
    this.slots = slots;
    this.here = here;
  }

  @Override
  public DatasetInfo dataset() {
    return here.dataset();
  }

  /** As many servers as there are cores for, and slots for a client of each. */
  @Override
  public int slots() {
    return Math.min(here.slots(), slots);
  }

  @Override
  public Map<String, String> environment(Map<String, Object> parameters) {
    return here.environment(parameters);
  }

  @Override
  public Optional<String> refusal(Map<String, Object> parameters) {
    return here.refusal(parameters);
  }

  @Override
  public boolean isHere() {
    return false;
  }

  @Override
  public RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer) {
    RunOrder order = sweep.order(run).on(from == null ? null : from.processor());
    String processor = TrainingTask.processor(here, order);
    return here.train(
        run, from, observer, () -> new SparkClients(spark, executors, order, processor));
  }

  @Override
  public void close() {
    spark.close();
    here.close();
  }
}
