package dev.trawl.train.federated;

import dev.trawl.data.ImageSet;
import dev.trawl.model.Network;
import dev.trawl.sweep.FederatedSpec;
import dev.trawl.sweep.TrainingSpec.Augmentation;
import dev.trawl.train.onednn.NetworkTrainer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How all clients of a run train.
 *
 * @param shares the images of each client
 * @param bad what is wrong with some of them
 * @param network makes one of the run's networks, with any weights; by many threads
 * @param trainer makes what trains it
 */
public record LocalTraining(
    FederatedSpec spec,
    List<ImageSet> shares,
    Map<Integer, Misconduct> bad,
    Steps steps,
    Supplier<Network> network,
    Function<Network, NetworkTrainer> trainer) {

  /**
   * What a client's steps are made of.
   *
   * @param smoothing of the labels
   */
  public record Steps(int batchSize, @Nullable Augmentation augmentation, double smoothing) {}

  public LocalTraining {
    shares = List.copyOf(shares);
    bad = Map.copyOf(bad);
  }
}
