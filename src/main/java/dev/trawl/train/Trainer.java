package dev.trawl.train;

import dev.trawl.data.Dataset;
import dev.trawl.model.Architectures;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.model.TrainingParameters;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.train.onednn.NativeThreads;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.Precision;
import dev.trawl.train.update.UpdateSettings;
import dev.trawl.train.update.WeightAverage;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** Trains the runs of one sweep with Deeplearning4j, on one copy of its images. */
final class Trainer implements Training {
  private final Dataset dataset;
  private final Architectures architectures;
  private final SweepSpec spec;
  private final EpochRules rules;
  private final Map<String, String> environment;
  private final RunMemory memory;

  Trainer(
      Dataset dataset,
      Architectures architectures,
      SweepSpec spec,
      EpochRules rules,
      Map<String, String> environment) {
    this.dataset = dataset;
    this.architectures = architectures;
    this.spec = spec;
    this.rules = rules;
    this.memory = RunMemory.onThisMachine(architectures, spec, images(dataset));
    this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  @Override
  public DatasetInfo dataset() {
    return DatasetDescription.of(dataset);
  }

  /** As many as have cores for the threads of the run that asks for most of them. */
  @Override
  public int slots() {
    return MachineLoad.of(spec).workers();
  }

  /** With the sweep's alone where there is no such network. */
  @Override
  public Map<String, String> environment(Map<String, Object> parameters) {
    try {
      Hyperparameters values = values(parameters);
      NetworkConfiguration network = configuration(parameters);
      return environment(network, precision(values, network), threads(values));
    } catch (IllegalArgumentException e) {
      return environment;
    }
  }

  @Override
  public Optional<String> refusal(Map<String, Object> parameters) {
    try {
      NetworkConfiguration network = configuration(parameters);
      Hyperparameters values = values(parameters);
      return NetworkTrainer.refusal(network, precision(values, network))
          .or(() -> NativeThreads.refusal(network, threads(values)))
          .or(() -> memory.refusal(parameters));
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer) {
    SweepSpec own = spec.forRun(run.parameters());
    Hyperparameters values;
    NetworkConfiguration configuration;
    Network network;
    try {
      values = values(run.parameters());
      configuration = configuration(run.parameters());
      network = from == null ? build(run) : restore(from.last().model());
    } catch (IllegalArgumentException e) {
      throw new TrainingException(String.valueOf(e.getMessage()), e);
    }
    Precision precision = precision(values, configuration);
    try (NativeThreads threads = new NativeThreads(threads(values));
        NetworkTrainer trainer = trainer(network, precision, values)) {
      RunTraining.Settings settings =
          new RunTraining.Settings(
              own, rules.chosen(own.training()), values, run.provenance().seed());
      RunTraining.Trained trained =
          new RunTraining.Trained(network, trainer, average(values, network, from));
      return new RunTraining(dataset, settings, trained, from)
          .train(observer, environment(configuration, precision, threads.count()));
    } finally {
      network.close();
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  private NetworkTrainer trainer(Network network, Precision precision, Hyperparameters values) {
    try {
      return NetworkTrainer.of(network, shape(), precision, UpdateSettings.of(values));
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

  private Hyperparameters values(Map<String, Object> parameters) {
    return new Hyperparameters(
        architectures.parameters(spec.forRun(parameters).model()),
        RunKeys.hyperparameters(parameters));
  }

  /** What a run asks for; {@code auto} is the fastest that its network can be trained in here. */
  static Precision precision(Hyperparameters values, NetworkConfiguration network) {
    String name = values.choice(TrainingParameters.PRECISION);
    return Precision.named(name)
        .orElseGet(
            () ->
                NetworkTrainer.refusal(network, Precision.BFLOAT16).isEmpty()
                    ? Precision.BFLOAT16
                    : Precision.FLOAT32);
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

  private Network build(Run run) {
    return architectures.network(
        spec.forRun(run.parameters()).model(),
        RunKeys.hyperparameters(run.parameters()),
        shape(),
        dataset.labels().size(),
        run.provenance().seed());
  }

  private NetworkConfiguration configuration(Map<String, Object> parameters) {
    return architectures.configure(
        spec.forRun(parameters).model(),
        RunKeys.hyperparameters(parameters),
        shape(),
        dataset.labels().size(),
        0);
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

  private ImageShape shape() {
    return images(dataset).shape();
  }

  static TrainingImages images(Dataset dataset) {
    return new TrainingImages(
        new ImageShape(dataset.channels(), dataset.height(), dataset.width()),
        dataset.labels().size(),
        dataset.train().size());
  }

  @Override
  public void close() {
    // The images are on the heap: nothing to give back.
  }
}
