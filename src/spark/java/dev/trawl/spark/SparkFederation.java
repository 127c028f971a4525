package dev.trawl.spark;

import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.spark.OpeningTask.Opened;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.train.FederatedTraining;
import dev.trawl.train.Resumption;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains federated runs: their servers are on this machine, and each client is a task for a round.
 */
final class SparkFederation implements Training {
  private final SparkApplication application;
  private final List<Opened> opened;
  private final FederatedTraining here;

  /**
   * @param opened on executors that can train clients
   */
  SparkFederation(SparkApplication application, List<Opened> opened, FederatedTraining here) {
    this.application = application;
    this.opened = opened;
    this.here = here;
  }

  @Override
  public DatasetInfo dataset() {
    return here.dataset();
  }

  /** As many servers as there are cores for, and slots for a client of each. */
  @Override
  public int slots() {
    return Math.min(here.slots(), application.slots());
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
    RunOrder order = application.sweep().order(run).on(from == null ? null : from.clients());
    String processor = TrainingTask.processor(here, order);
    return here.train(
        run, from, observer, () -> new SparkClients(application, opened, order, processor));
  }

  @Override
  public void close() {
    application.close();
    here.close();
  }
}
