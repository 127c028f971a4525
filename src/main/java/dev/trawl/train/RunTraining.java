package dev.trawl.train;

import dev.trawl.data.Batch;
import dev.trawl.data.Batches;
import dev.trawl.data.Dataset;
import dev.trawl.model.Architectures;
import dev.trawl.model.Hyperparameters;
import dev.trawl.sweep.Seeds;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Metric;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.train.onednn.Acceleration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The training loop of one run, on one thread. */
final class RunTraining {
  private static final Logger LOG = LoggerFactory.getLogger(RunTraining.class);
  private static final String DIVERGED = "diverged";
  private static final double DIVERGENCE_FACTOR = 10;
  private static final double NANOS = 1e9;

  private final Dataset dataset;
  private final SweepSpec spec;
  private final long seed;
  private final Acceleration acceleration;
  private final MultiLayerNetwork network;
  private final Batches batches;
  private final Evaluator validation;
  private final TrainingScores scores;
  private TrainingState state;
  private byte @Nullable [] best;
  private double appliedRate = Double.NaN;

  RunTraining(
      Dataset dataset,
      SweepSpec spec,
      Hyperparameters values,
      long seed,
      Acceleration acceleration,
      @Nullable Resumption from) {
    this.dataset = dataset;
    this.spec = spec;
    this.seed = seed;
    this.acceleration = acceleration;
    this.network = acceleration.network();
    this.batches =
        new Batches(
            dataset.train(),
            values.integer(Architectures.BATCH_SIZE),
            spec.training().augmentation());
    this.validation = new Evaluator(dataset.validation(), dataset.labels().size());
    this.scores = new TrainingScores(dataset.labels().size());
    this.state =
        from == null
            ? TrainingState.initial(values.real(Architectures.LEARNING_RATE))
            : TrainingState.fromJson(from.last().state());
    this.best = from == null ? null : from.best().model();
    network.setListeners(scores);
  }

  RunEnd train(TrainingObserver observer) {
    long began = System.nanoTime();
    if (state.diverged()) { // Interrupted after that was recorded.
      return end(RunStatus.FAILED, DIVERGED, began);
    }
    while (!state.ended(spec.training())) {
      began = System.nanoTime();
      if (!trainEpoch(observer)) {
        return end(RunStatus.INTERRUPTED, null, began);
      }
      double trainSeconds = (System.nanoTime() - began) / NANOS;
      Evaluation measured = scores.finite() ? validation.evaluate(network) : null;
      Epoch epoch = epoch(measured, trainSeconds, began);
      observer.epochEnded(epoch);
      began = System.nanoTime();
      if (state.diverged()) {
        LOG.warn("diverged epoch={} train_loss={}", state.epoch(), scores.loss());
        return end(RunStatus.FAILED, DIVERGED, began);
      }
    }
    return test(observer, began);
  }

  /** NaN, infinite, or far worse than guessing, which costs ln(classes) an image. */
  private boolean diverged(@Nullable Evaluation measured) {
    double limit = DIVERGENCE_FACTOR * Math.log(dataset.labels().size());
    return measured == null || !Double.isFinite(measured.loss()) || scores.loss() > limit;
  }

  /**
   * One pass over the training images, cut short where the loss is no longer finite. The order, the
   * augmentation and the dropout depend on the run's seed and the epoch alone. False when it was
   * asked to stop.
   */
  private boolean trainEpoch(TrainingObserver observer) {
    int epoch = state.epoch() + 1;
    long epochSeed = Seeds.mix(seed, epoch);
    batches.shuffle(epochSeed);
    Nd4j.getRandom().setSeed(epochSeed);
    if (state.learningRate() != appliedRate) {
      acceleration.setLearningRate(state.learningRate());
      appliedRate = state.learningRate();
    }
    int total = dataset.train().size();
    int images = 0;
    scores.begin();
    for (int i = 0; i < batches.count(); i++) {
      if (observer.stopRequested()) {
        return false;
      }
      Batch batch = batches.get(i);
      scores.expect(batch.classes());
      network.fit(batch.features(), batch.labels());
      if (!scores.finite()) {
        break;
      }
      images += batch.classes().length;
      observer.progressed(epoch, images, total);
    }
    network.incrementEpochCount();
    return true;
  }

  /** What the epoch that was just trained is recorded as; the state moves on to it. */
  private Epoch epoch(@Nullable Evaluation measured, double trainSeconds, long began) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(Metric.TRAIN_LOSS, scores.loss());
    metrics.put(Metric.TRAIN_ACCURACY, scores.accuracy());
    metrics.put(Metric.VAL_LOSS, measured == null ? Double.NaN : measured.loss());
    metrics.put(Metric.VAL_ACCURACY, measured == null ? Double.NaN : measured.accuracy());
    metrics.put(Metric.LEARNING_RATE, state.learningRate());
    metrics.put(Metric.IMAGES_PER_SECOND, dataset.train().size() / trainSeconds);
    double value = value(metrics);
    boolean isBest =
        state.bestEpoch() == 0 || spec.metric().goal().better(value, state.bestValue());
    state = state.after(spec.training(), metrics, value, isBest);
    if (diverged(measured)) {
      state = state.asDiverged();
    }
    byte[] model = ModelFiles.write(network);
    if (isBest) {
      best = model;
    }
    return new Epoch(
        state.epoch(),
        metrics,
        (System.nanoTime() - began) / NANOS,
        isBest,
        new CheckpointData(model, state.toJson()));
  }

  private double value(Map<String, Double> metrics) {
    Double value = metrics.get(spec.metric().name());
    if (value == null) {
      throw new TrainingException(
          "metric: need one of %s, found %s".formatted(metrics.keySet(), spec.metric().name()),
          null);
    }
    return value;
  }

  /** The one look at the test images, from the best checkpoint. */
  private RunEnd test(TrainingObserver observer, long began) {
    if (best == null) {
      throw new TrainingException("need a trained epoch to test, found none", null);
    }
    if (observer.stopRequested()) {
      return end(RunStatus.INTERRUPTED, null, began);
    }
    long testBegan = System.nanoTime();
    MultiLayerNetwork restored = ModelFiles.read(best);
    try {
      Evaluation test = new Evaluator(dataset.test(), dataset.labels().size()).evaluate(restored);
      return new RunEnd(RunStatus.FINISHED, null, (System.nanoTime() - testBegan) / NANOS, test);
    } finally {
      restored.close();
    }
  }

  private static RunEnd end(RunStatus status, @Nullable String reason, long began) {
    return new RunEnd(status, reason, (System.nanoTime() - began) / NANOS, null);
  }
}
