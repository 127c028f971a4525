package dev.trawl.train;

import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.train.federated.Clients;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Both halves of a sweep's federated runs, which need not be in one process: the server, which asks
 * clients wherever they train, and clients that train in this JVM.
 */
public interface FederatedTraining extends Training {
  /**
   * Trains one run as {@link #train(Run, Resumption, TrainingObserver)} does, with these clients if
   * it is federated.
   *
   * @param clients makes them, once and if the run is federated; they are closed with it
   */
  RunEnd train(
      Run run, @Nullable Resumption from, TrainingObserver observer, Supplier<Clients> clients);

  /**
   * Clients of a run, on one thread of this JVM; the caller closes them.
   *
   * @param parameters the run's
   * @throws TrainingException when a run with these can't be trained, or isn't federated, with the
   *     reason
   */
  Clients clients(Map<String, Object> parameters);
}
