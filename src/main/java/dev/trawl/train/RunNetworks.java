package dev.trawl.train;

import dev.trawl.model.Architectures;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.Network;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.model.TrainingParameters;
import dev.trawl.sweep.FederatedSpec;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.Precision;
import dev.trawl.train.update.UpdateSettings;
import java.util.Map;
import java.util.Optional;

/**
 * The networks that the parameters of a sweep's runs name. Immutable.
 *
 * @param part which of them train here
 */
record RunNetworks(Architectures architectures, SweepSpec spec, TrainingImages images, Part part) {

  /** Of runs that train here. */
  RunNetworks(Architectures architectures, SweepSpec spec, TrainingImages images) {
    this(architectures, spec, images, Part.RUNS);
  }

  /** What they ask of this machine side by side. */
  MachineLoad load() {
    return MachineLoad.of(spec, part);
  }

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

  /** How the clients of a run train; empty for a run that isn't federated. */
  Optional<FederatedSpec> federation(Map<String, Object> parameters) {
    return spec.forRun(parameters).training().federation();
  }

  /**
   * How many threads one network computes with: those of a federated run train a client each.
   *
   * @throws IllegalArgumentException for a name that the architecture doesn't have
   */
  int nativeThreads(Map<String, Object> parameters) {
    return federation(parameters).isPresent()
        ? 1
        : values(parameters).integer(TrainingParameters.THREADS);
  }

  /** How many images there are, or each client has, about; at least one. */
  int imagesOfATrainer(Map<String, Object> parameters) {
    int clients = federation(parameters).map(each -> each.division().clients()).orElse(1);
    return Math.max(1, images.count() / clients);
  }

  /** How many images of its clients one thread measures in a round, about; else none. */
  double imagesMeasuredByClients(Map<String, Object> parameters) {
    return federation(parameters)
        .map(federated -> imagesOfAnEpoch(parameters) / federated.localEpochs())
        .orElse(0.0);
  }

  /** How many images one thread trains in an epoch, about: a round's, divided among the threads. */
  double imagesOfAnEpoch(Map<String, Object> parameters) {
    Optional<FederatedSpec> federation = federation(parameters);
    if (federation.isEmpty()) {
      return images.count();
    }
    FederatedSpec federated = federation.get();
    int asked = federated.participants();
    int threads = Math.min(asked, values(parameters).integer(TrainingParameters.THREADS));
    double mean = (double) images.count() / federated.division().clients();
    return Math.ceil((double) asked / threads) * mean * federated.localEpochs();
  }

  private String model(Map<String, Object> parameters) {
    return spec.forRun(parameters).model();
  }
}
