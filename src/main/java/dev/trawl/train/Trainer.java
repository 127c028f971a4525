package dev.trawl.train;

import dev.trawl.data.Dataset;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.model.TrainingParameters;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunEnvironment;
import dev.trawl.train.federated.Clients;
import dev.trawl.train.onednn.NativeThreads;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.Precision;
import dev.trawl.train.update.WeightAverage;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** Trains the runs of one sweep with Deeplearning4j, on one copy of its images. */
final class Trainer implements FederatedTraining {
  private final Dataset dataset;
  private final SweepSpec spec;
  private final RunNetworks networks;
  private final FederatedRuns federated;
  private final EpochRules rules;
  private final Map<String, String> environment;
  private final RunMemory memory;
  private final TimeTrial times;

  Trainer(
      Dataset dataset, RunNetworks networks, EpochRules rules, Map<String, String> environment) {
    this.dataset = dataset;
    this.networks = networks;
    this.spec = networks.spec();
    this.rules = rules;
    this.federated = new FederatedRuns(networks);
    this.memory = RunMemory.onThisMachine(networks);
    this.times = new TimeTrial(networks);
    this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  @Override
  public DatasetInfo dataset() {
    return DatasetDescription.of(dataset);
  }

  /** As many as have cores for the threads of the run that asks for most of them. */
  @Override
  public int slots() {
    return networks.load().workers();
  }

  /** With the sweep's alone where there is no such network. */
  @Override
  public Map<String, String> environment(Map<String, Object> parameters) {
    try {
      Hyperparameters values = networks.values(parameters);
      NetworkConfiguration network = networks.configuration(parameters);
      return environment(network, precision(values, network), threads(values));
    } catch (IllegalArgumentException e) {
      return environment;
    }
  }

  @Override
  public Optional<String> refusal(Map<String, Object> parameters) {
    try {
      NetworkConfiguration network = networks.configuration(parameters);
      Hyperparameters values = networks.values(parameters);
      return NetworkTrainer.refusal(network, precision(values, network))
          .or(() -> NativeThreads.refusal(network, networks.nativeThreads(parameters)))
          .or(() -> federated.refusal(parameters, network))
          .or(() -> memory.refusal(parameters));
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<RunTime> time(Map<String, Object> parameters) {
    return refusal(parameters).isPresent() ? Optional.empty() : times.of(parameters);
  }

  @Override
  public Clients clients(Map<String, Object> parameters) {
    try {
      return federated.clients(dataset, parameters, 1);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer) {
    requireProcessor(from == null ? null : from.clients());
    Supplier<Clients> here =
        () ->
            federated.clients(
                dataset, run.parameters(), threads(networks.values(run.parameters())));
    return train(run, from, observer, here);
  }

  @Override
  public RunEnd train(
      Run run, @Nullable Resumption from, TrainingObserver observer, Supplier<Clients> clients) {
    requireProcessor(from == null ? null : from.processor());
    SweepSpec own = spec.forRun(run.parameters());
    Hyperparameters values;
    NetworkConfiguration configuration;
    try {
      values = networks.values(run.parameters());
      configuration = networks.configuration(run.parameters());
    } catch (IllegalArgumentException e) {
      throw new TrainingException(String.valueOf(e.getMessage()), e);
    }
    Precision precision = precision(values, configuration);
    RunTraining.Settings settings =
        new RunTraining.Settings(
            own, rules.chosen(own.training()), values, run.provenance().seed());
    Stopwatch stopwatch = new Stopwatch();
    Network network = network(run, from); // Last, since it has to be closed.
    try (NativeThreads threads = new NativeThreads(networks.nativeThreads(run.parameters()));
        NetworkTrainer trainer = trainer(network, precision, values)) {
      RunTraining.Trained trained =
          new RunTraining.Trained(network, trainer, average(values, network, from));
      try (EpochTraining epochs = epochs(settings, trained, clients, from, stopwatch)) {
        Map<String, String> where =
            environment(
                configuration,
                precision,
                own.training().federated() == null ? threads.count() : threads(values));
        where.put(RunEnvironment.PLAN, String.join("\n", NetworkTrainer.describe(configuration)));
        where.putAll(epochs.environment());
        TrainingState state =
            from == null
                ? TrainingState.initial(values.real(TrainingParameters.LEARNING_RATE))
                : TrainingState.fromJson(from.last().state());
        return new RunTraining(
                dataset, settings, trained, new RunTraining.Course(epochs, state, stopwatch), from)
            .train(observer, where);
      }
    } finally {
      network.close();
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  private Network network(Run run, @Nullable Resumption from) {
    try {
      return from == null
          ? networks.network(run.parameters(), run.provenance().seed())
          : restore(from.last().model());
    } catch (IllegalArgumentException e) {
      throw new TrainingException(String.valueOf(e.getMessage()), e);
    }
  }

  private void requireProcessor(@Nullable String needed) {
    String found = environment.get(RunEnvironment.PROCESSOR);
    if (needed != null && !needed.equals(found)) {
      throw new NoMachineException(
          "need a processor of the type that the run was trained on, %s, found %s"
              .formatted(needed, found),
          null);
    }
  }

  /** All images in each, or a round of clients. */
  private EpochTraining epochs(
      RunTraining.Settings settings,
      RunTraining.Trained trained,
      Supplier<Clients> clients,
      @Nullable Resumption from,
      Stopwatch stopwatch) {
    if (settings.spec().training().federated() == null) {
      return new ImagePass(dataset, settings, trained, stopwatch);
    }
    try {
      return federated.rounds(dataset, settings, trained, clients, from, stopwatch);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(String.valueOf(e.getMessage()), e);
    }
  }

  private NetworkTrainer trainer(Network network, Precision precision, Hyperparameters values) {
    try {
      return networks.trainer(network, precision, values);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(String.valueOf(e.getMessage()), e);
    }
  }

  private static int threads(Hyperparameters values) {
    return values.integer(TrainingParameters.THREADS);
  }

  private Map<String, String> environment(
      NetworkConfiguration network, Precision precision, int threads) {
    Map<String, String> own = new LinkedHashMap<>(environment);
    own.put("layers", NetworkTrainer.summarize(network));
    own.put(TrainingParameters.PRECISION, precision.key());
    own.put(TrainingParameters.THREADS, Integer.toString(threads));
    return own;
  }

  /** What a run asks for; {@code auto} is the fastest that its network can be trained in here. */
  static Precision precision(Hyperparameters values, NetworkConfiguration network) {
    String name = values.choice(TrainingParameters.PRECISION);
    return Precision.named(name).orElseGet(() -> NetworkTrainer.fastest(network));
  }

  /** Of a network that a checkpoint has given its average; it goes on from its own weights. */
  private static @Nullable WeightAverage average(
      Hyperparameters values, Network network, @Nullable Resumption from) {
    double decay = values.real(TrainingParameters.WEIGHT_AVERAGE);
    if (decay == 0 || from == null) {
      return decay == 0 ? null : new WeightAverage(network.flatWeights(), decay);
    }
    try {
      float[] trained =
          Network.trained(from.last().model())
              .orElseThrow(
                  () ->
                      new TrainingException(
                          "need a checkpoint with an average of the weights, found one without",
                          null));
      return WeightAverage.resume(network.flatWeights(), decay, trained);
    } catch (IOException | IllegalArgumentException e) {
      throw new TrainingException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * A checkpoint's network; the caller closes it.
   *
   * @throws TrainingException when the bytes are none
   */
  static Network restore(byte[] model) {
    try {
      return Network.read(model);
    } catch (IOException e) {
      throw new TrainingException(String.valueOf(e.getMessage()), e);
    }
  }

  static TrainingImages images(Dataset dataset) {
    return new TrainingImages(
        new ImageShape(dataset.channels(), dataset.height(), dataset.width()),
        dataset.labels().size(),
        dataset.train().size(),
        dataset.validation().size(),
        dataset.test().size());
  }

  @Override
  public void close() {
    // The images are on the heap: nothing to give back.
  }
}
