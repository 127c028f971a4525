package dev.trawl.train;

import dev.trawl.model.Architectures;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.Network;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.Precision;
import dev.trawl.train.update.UpdateSettings;
import java.util.Map;

/** The networks that the parameters of a sweep's runs name. Immutable. */
record RunNetworks(Architectures architectures, SweepSpec spec, TrainingImages images) {

  /**
   * @throws IllegalArgumentException for a name that the architecture doesn't have
   */
  Hyperparameters values(Map<String, Object> parameters) {
    return new Hyperparameters(
        architectures.parameters(model(parameters)), RunKeys.hyperparameters(parameters));
  }

  /**
   * @throws IllegalArgumentException when no such network exists
   */
  NetworkConfiguration configuration(Map<String, Object> parameters) {
    return architectures.configure(
        model(parameters),
        RunKeys.hyperparameters(parameters),
        images.shape(),
        images.classes(),
        0);
  }

  /**
   * The same, built; the caller closes it.
   *
   * @param seed decides the initial weights
   */
  Network network(Map<String, Object> parameters, long seed) {
    return architectures.network(
        model(parameters),
        RunKeys.hyperparameters(parameters),
        images.shape(),
        images.classes(),
        seed);
  }

  /**
   * What trains it; the caller closes it before the network.
   *
   * @throws IllegalArgumentException when it can't be trained so here
   */
  NetworkTrainer trainer(Network network, Precision precision, Hyperparameters values) {
    return NetworkTrainer.of(network, images.shape(), precision, UpdateSettings.of(values));
  }

  private String model(Map<String, Object> parameters) {
    return spec.forRun(parameters).model();
  }
}
