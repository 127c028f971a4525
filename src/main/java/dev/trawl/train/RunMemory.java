package dev.trawl.train;

import com.sun.management.OperatingSystemMXBean;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.ImageShape;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.model.TrainingParameters;
import dev.trawl.track.ByteText;
import dev.trawl.train.onednn.GraphPlan;
import dev.trawl.train.onednn.NativeThreads;
import dev.trawl.train.onednn.Precision;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How much memory a run takes beyond Java's heap, known before it begins: what its steps work in
 * (activations, gradients, working copies of the weights), its network's vectors (parameters,
 * gradients, the optimiser's state), its batches, and what is needed to test it. Only for networks
 * that are compiled for oneDNN: what Deeplearning4j's own code takes isn't known.
 *
 * <p>A run may take its share: what the machine has beside Java's heap, by the number of workers.
 * Immutable; safe for use by many threads.
 */
final class RunMemory {
  /** What the process has beside heap and runs: libraries, code, threads. */
  private static final long PROCESS = 300_000_000;

  /** Of a run's native primitives and their generated code. */
  private static final long PRIMITIVES = 4_000_000;

  private final RunNetworks networks;
  private final int workers;
  private final long available;

  /**
   * @param available bytes for all runs together
   */
  RunMemory(RunNetworks networks, int workers, long available) {
    this.networks = networks;
    this.workers = workers;
    this.available = available;
  }

  /** With what this machine, or its container, has for runs. */
  static RunMemory onThisMachine(RunNetworks networks) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long beside = system.getTotalMemorySize() - Runtime.getRuntime().maxMemory() - PROCESS;
    return new RunMemory(networks, networks.load().workers(), Math.max(0, beside));
  }

  int workers() {
    return workers;
  }

  /** What all runs together may take, in bytes. */
  long available() {
    return available;
  }

  /** What a run may take beside the others. */
  private long share() {
    return available / workers;
  }

  /**
   * A number that grows as the memory does, without asking oneDNN; empty where there is no such
   * network.
   */
  OptionalDouble rough(Map<String, Object> parameters) {
    try {
      Hyperparameters values = networks.values(parameters);
      NetworkConfiguration network = networks.configuration(parameters);
      double numbers = (double) GraphPlan.of(network).activations() * batch(values);
      int bytes =
          Trainer.precision(values, network) == Precision.FLOAT32 ? Float.BYTES : Short.BYTES;
      return OptionalDouble.of(bytes * numbers + vectors(network));
    } catch (IllegalArgumentException e) {
      return OptionalDouble.empty();
    }
  }

  /**
   * What a run takes; empty where that isn't known.
   *
   * @param parameters the run's
   * @throws IllegalArgumentException where there is no such network
   */
  OptionalLong bytes(Map<String, Object> parameters) {
    Hyperparameters values = networks.values(parameters);
    int threads = values.integer(TrainingParameters.THREADS);
    if (networks.federation(parameters).isPresent()) {
      return bytes(values, networks.configuration(parameters), federated(threads));
    }
    if (threads == 1) { // As without OpenMP, which needs ND4J loaded.
      return bytes(values, networks.configuration(parameters), Trained.RUN);
    }
    try (NativeThreads used = new NativeThreads(threads)) {
      return used.count() == threads
          ? bytes(values, networks.configuration(parameters), Trained.RUN)
          : OptionalLong.empty();
    }
  }

  private Trained federated(int threads) {
    return switch (networks.part()) {
      case RUNS, NOTHING -> new Trained(1, threads);
      case SERVERS -> Trained.RUN;
      case CLIENTS -> new Trained(0, 1);
    };
  }

  /**
   * How many networks of a run there are here.
   *
   * @param runs its own, which is measured too: 1, or 0 where that is elsewhere
   * @param clients that train at once, each with one
   */
  private record Trained(int runs, int clients) {
    static final Trained RUN = new Trained(1, 0);
  }

  private OptionalLong bytes(
      Hyperparameters values, NetworkConfiguration network, Trained trained) {
    GraphPlan plan = GraphPlan.of(network);
    int batch = batch(values);
    OptionalLong training = plan.trainingBytes(batch, Trainer.precision(values, network));
    OptionalLong inference = plan.inferenceBytes(Evaluator.BATCH_SIZE);
    if (training.isEmpty() || inference.isEmpty()) {
      return OptionalLong.empty();
    }
    TrainingImages images = networks.images();
    ImageShape shape = images.shape();
    long image = (long) shape.channels() * shape.height() * shape.width() + images.classes();
    long batches = 2 * image * (batch + 2L * Evaluator.BATCH_SIZE);
    long trains = Math.max(training.getAsLong(), inference.getAsLong());
    long beside = vectors(network) + Float.BYTES * batches + PRIMITIVES;
    return OptionalLong.of(
        trained.runs() * inference.getAsLong()
            + (trained.runs() + trained.clients()) * (trains + beside));
  }

  /** The network's parameters, state and gradients, and the parameters and state of the best. */
  private static long vectors(NetworkConfiguration network) {
    return Float.BYTES * (3 * network.parameters() + 2 * network.updaterState());
  }

  private int batch(Hyperparameters values) {
    return Math.min(values.integer(TrainingParameters.BATCH_SIZE), networks.images().count());
  }

  /** Whether a run can't be begun, since it takes more than its share or is none at all. */
  boolean refuses(Map<String, Object> parameters) {
    try {
      return bytes(parameters).orElse(0) > share();
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  /** Why a run isn't begun: it takes more than its share. Empty where it fits, or isn't known. */
  Optional<String> refusal(Map<String, Object> parameters) {
    long needed = bytes(parameters).orElse(0);
    if (needed <= share()) {
      return Optional.empty();
    }
    int largest = largestBatch(parameters);
    return Optional.of(
        "need at most %s of memory (%s for %d %s), found a run of %s; %s"
            .formatted(
                ByteText.of(share()),
                ByteText.of(available),
                workers,
                workers == 1 ? "worker" : "workers",
                ByteText.of(needed),
                largest == 0
                    ? "no batch_size is small enough"
                    : "the largest batch_size that fits is " + largest));
  }

  /** 0 where none fits. */
  private int largestBatch(Map<String, Object> parameters) {
    int fits = 0;
    int tooLarge = batch(networks.values(parameters));
    while (tooLarge - fits > 1) {
      int middle = (fits + tooLarge) >>> 1;
      if (bytes(with(parameters, middle)).orElse(0) <= share()) {
        fits = middle;
      } else {
        tooLarge = middle;
      }
    }
    return fits;
  }

  private static Map<String, Object> with(Map<String, Object> parameters, int batch) {
    Map<String, Object> other = new LinkedHashMap<>(parameters);
    other.put(TrainingParameters.BATCH_SIZE, (long) batch);
    return other;
  }
}
