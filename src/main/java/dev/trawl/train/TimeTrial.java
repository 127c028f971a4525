package dev.trawl.train;

import dev.trawl.data.Batches;
import dev.trawl.data.ImageSet;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.model.TrainingParameters;
import dev.trawl.train.onednn.Inference;
import dev.trawl.train.onednn.NativeThreads;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.update.WeightAverage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a run takes by training its network for a few steps on random images: a tenth of a
 * second, and two where the steps are long. It counts the processor time of one thread, which other
 * programs hardly change: several wait for each other, and count that. A run of several threads is
 * taken to share the work of a step evenly; a run beside others takes longer, by what they share of
 * the processor's caches and memory. Safe for use by many threads.
 */
final class TimeTrial {
  private static final Logger LOG = LoggerFactory.getLogger(TimeTrial.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double NANOS = 1e9;

  /** A learning rate at which nothing happens. */
  private static final double SMALL = 1e-8;

  /** Of steps, in seconds; at least three, unless they take as long as {@link #LONG}. */
  private static final double ENOUGH = 0.1;

  private static final double LONG = 1;

  private static final int LEAST_STEPS = 3;

  /** An image takes as long in a larger batch. */
  private static final int LARGEST_BATCH = 256;

  /** Stands among a federated run's parameters: how many images a thread trains in an epoch. */
  private static final String IMAGES = "images of an epoch";

  /** What the database takes for an epoch, in seconds. */
  private static final double RECORDING = 0.03;

  private final RunNetworks networks;
  private final Map<Map<String, Object>, Optional<RunTime>> known = new ConcurrentHashMap<>();

  TimeTrial(RunNetworks networks) {
    this.networks = networks;
  }

  /**
   * Empty where such a run can't be trained, whatever it fails with. Runs that compute the same are
   * tried once.
   */
  Optional<RunTime> of(Map<String, Object> parameters) {
    try {
      return known.computeIfAbsent(work(parameters), work -> tried(parameters));
    } catch (IllegalArgumentException e) { // There is no such network.
      return Optional.empty();
    }
  }

  /** What the time depends on: of a real number only whether it is 0, and so may be left out. */
  private Map<String, Object> work(Map<String, Object> parameters) {
    Map<String, Object> work = new HashMap<>(parameters);
    work.replaceAll((name, value) -> value instanceof Double number ? number != 0 : value);
    networks
        .federation(parameters)
        .ifPresent(federated -> work.put(IMAGES, networks.imagesOfAnEpoch(parameters)));
    return work;
  }

  private Optional<RunTime> tried(Map<String, Object> parameters) {
    try {
      return Optional.of(measure(parameters));
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.debug("not timed: {}", parameters, e);
      return Optional.empty();
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  @SuppressWarnings("try") // The threads only have to be there.
  private RunTime measure(Map<String, Object> parameters) {
    Hyperparameters values = networks.values(parameters);
    NetworkConfiguration configuration = networks.configuration(parameters);
    double decay = values.real(TrainingParameters.WEIGHT_AVERAGE);
    double began = seconds();
    try (NativeThreads threads = new NativeThreads(1);
        Network network = networks.network(parameters, 0);
        NetworkTrainer trainer =
            networks.trainer(network, Trainer.precision(values, configuration), values)) {
      WeightAverage average = decay == 0 ? null : new WeightAverage(network.flatWeights(), decay);
      RunTraining.Trained trained = new RunTraining.Trained(network, trainer, average);
      return measure(trained, values, parameters, began);
    }
  }

  /** Of a run's threads those that have a core, which share its steps evenly. */
  private int sharing(Map<String, Object> parameters) {
    return Math.min(networks.nativeThreads(parameters), Runtime.getRuntime().availableProcessors());
  }

  private RunTime measure(
      RunTraining.Trained run,
      Hyperparameters values,
      Map<String, Object> parameters,
      double began) {
    WeightUpdates updates = new WeightUpdates(run, values, Integer.MAX_VALUE);
    Inference inference = run.trainer().inference();
    Batches batches = batches(parameters, values);
    TrainingImages images = networks.images();
    Evaluator evaluator = new Evaluator(random(Evaluator.BATCH_SIZE), images.classes());
    updates.fit(batches.get(0), 0, SMALL); // Compiles the network, as do the others' first times.
    double begun = seconds() - began;
    int sharing = sharing(parameters);
    double trained =
        perImage(() -> updates.fit(batches.get(0), 0, SMALL), batches.get(0).classes().length)
            / sharing;
    double restored = once(() -> evaluator.evaluate(inference));
    double measured = perImage(() -> evaluator.evaluate(inference), Evaluator.BATCH_SIZE) / sharing;
    double written = once(() -> new RunWeights(run).write(new float[0]));
    return new RunTime(
        begun,
        networks.imagesOfAnEpoch(parameters) * trained
            + networks.imagesMeasuredByClients(parameters) * measured
            + images.validation() * measured
            + written
            + RECORDING,
        restored + images.test() * measured);
  }

  private Batches batches(Map<String, Object> parameters, Hyperparameters values) {
    int batch =
        Math.min(
            values.integer(TrainingParameters.BATCH_SIZE),
            Math.min(networks.imagesOfATrainer(parameters), LARGEST_BATCH));
    return new Batches(
        random(batch),
        batch,
        networks.spec().forRun(parameters).training().augmentation(),
        values.real(TrainingParameters.LABEL_SMOOTHING));
  }

  private ImageSet random(int count) {
    ImageShape shape = networks.images().shape();
    return ImageSet.random(
        count, shape.channels(), shape.height(), shape.width(), networks.images().classes());
  }

  /** The median of some steps. */
  private static double perImage(Runnable step, int images) {
    List<Double> times = new ArrayList<>();
    double sum = 0;
    while (sum < ENOUGH || (times.size() < LEAST_STEPS && sum < LONG)) {
      times.add(once(step));
      sum += times.get(times.size() - 1);
    }
    Collections.sort(times);
    return times.get(times.size() / 2) / images;
  }

  private static double once(Runnable step) {
    double began = seconds();
    step.run();
    return seconds() - began;
  }

  private static double seconds() {
    return THREADS.getCurrentThreadCpuTime() / NANOS;
  }
}
