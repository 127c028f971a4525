package dev.trawl.train;

import dev.trawl.data.Batch;
import dev.trawl.data.Batches;
import dev.trawl.data.Dataset;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.Network;
import dev.trawl.model.TrainingParameters;
import dev.trawl.sweep.Seeds;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Metric;
import dev.trawl.track.Phase;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Verdict;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.StepListener;
import dev.trawl.train.update.WeightAverage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The training loop of one run, on one thread. */
final class RunTraining implements StepListener {
  private static final Logger LOG = LoggerFactory.getLogger(RunTraining.class);
  private static final String DIVERGED = "diverged";
  private static final double DIVERGENCE_FACTOR = 10;
  private static final double NANOS = 1e9;

  private final Dataset dataset;
  private final SweepSpec spec;
  private final ChosenRules rules;
  private final long seed;
  private final Network network;
  private final NetworkTrainer trainer;
  private final Batches batches;
  private final Evaluator validation;
  private final WeightUpdates updates;
  private final TrainingScores scores;
  private final Stopwatch stopwatch = new Stopwatch();
  private TrainingState state;
  private byte @Nullable [] best;
  private int trainedImages;

  /**
   * What decides the result beside the data.
   *
   * @param values the run's hyperparameters
   * @param seed the run's
   */
  record Settings(SweepSpec spec, ChosenRules rules, Hyperparameters values, long seed) {}

  /**
   * What is trained, and by what.
   *
   * @param average of the network's weights; null for a run without
   */
  record Trained(Network network, NetworkTrainer trainer, @Nullable WeightAverage average) {}

  /**
   * @param trained both stay the caller's to close
   * @param from null for a run's beginning
   */
  RunTraining(Dataset dataset, Settings settings, Trained trained, @Nullable Resumption from) {
    this.dataset = dataset;
    this.spec = settings.spec();
    this.rules = settings.rules();
    this.seed = settings.seed();
    this.network = trained.network();
    this.trainer = trained.trainer();
    this.batches =
        new Batches(
            dataset.train(),
            settings.values().integer(TrainingParameters.BATCH_SIZE),
            spec.training().augmentation(),
            settings.values().real(TrainingParameters.LABEL_SMOOTHING));
    this.updates =
        new WeightUpdates(
            trained, settings.values(), (long) spec.training().epochs() * this.batches.count());
    this.validation = new Evaluator(dataset.validation(), dataset.labels().size());
    this.scores = new TrainingScores(dataset.labels().size());
    this.state =
        from == null
            ? TrainingState.initial(settings.values().real(TrainingParameters.LEARNING_RATE))
            : TrainingState.fromJson(from.last().state());
    this.best = from == null ? null : from.best().model();
    trainer.listen(this);
  }

  /**
   * @param environment where it trains
   */
  RunEnd train(TrainingObserver observer, Map<String, String> environment) {
    long began = System.nanoTime();
    Verdict verdict = observer.began(environment);
    while (!state.diverged() && !state.ended(spec.training().epochs(), rules)) {
      Optional<RunEnd> end = end(verdict, began);
      if (end.isPresent()) {
        return end.get();
      }
      began = System.nanoTime();
      Optional<Verdict.Stop> stop = trainEpoch(observer);
      if (stop.isPresent()) {
        return end(stop.get(), began);
      }
      double trainSeconds = secondsSince(began);
      updates.exchange();
      stopwatch.start();
      Evaluation measured = scores.finite() ? validation.evaluate(trainer.inference()) : null;
      stopwatch.lap(Phase.EVALUATION);
      Epoch epoch = epoch(measured, trainSeconds, began);
      updates.exchange();
      verdict = observer.epochEnded(epoch);
      began = System.nanoTime();
    }
    return state.diverged() ? end(RunStatus.FAILED, DIVERGED, began) : finish(observer, began);
  }

  /** NaN, infinite, or far worse than guessing, which costs ln(classes) an image. */
  private boolean diverged(@Nullable Evaluation measured) {
    double limit = DIVERGENCE_FACTOR * Math.log(dataset.labels().size());
    return measured == null || !Double.isFinite(measured.loss()) || scores.loss() > limit;
  }

  /**
   * One pass over the training images, cut short where the loss is no longer finite. The order, the
   * augmentation and the dropout depend on the run's seed and the epoch alone.
   *
   * @return what it was asked to stop with in the middle, if it was
   */
  private Optional<Verdict.Stop> trainEpoch(TrainingObserver observer) {
    int epoch = state.epoch() + 1;
    long epochSeed = Seeds.mix(seed, epoch);
    stopwatch.start();
    batches.shuffle(epochSeed);
    stopwatch.lap(Phase.DATA);
    trainer.seed(epochSeed);
    int total = dataset.train().size();
    trainedImages = 0;
    scores.begin();
    for (int i = 0; i < batches.count(); i++) {
      Optional<Verdict.Stop> stop = observer.stop();
      if (stop.isPresent()) {
        return stop;
      }
      stopwatch.start();
      Batch batch = batches.get(i);
      stopwatch.lap(Phase.DATA);
      scores.expect(batch.classes());
      long step = (epoch - 1L) * batches.count() + i;
      updates.fit(batch, step, state.learningRate());
      stopwatch.lap(Phase.UPDATE);
      trainedImages += batch.classes().length;
      if (!scores.finite()) {
        break;
      }
      observer.progressed(epoch, trainedImages, total);
    }
    network.endEpoch();
    return Optional.empty();
  }

  @Override
  public void forwardEnded(float[] logits) {
    scores.add(logits);
    stopwatch.lap(Phase.FORWARD);
  }

  @Override
  public void backwardEnded() {
    stopwatch.lap(Phase.BACKWARD);
  }

  /** What the epoch that was just trained is recorded as; the state moves on to it. */
  private Epoch epoch(@Nullable Evaluation measured, double trainSeconds, long began) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(Metric.TRAIN_LOSS, scores.loss());
    metrics.put(Metric.TRAIN_ACCURACY, scores.accuracy());
    metrics.put(Metric.VAL_LOSS, measured == null ? Double.NaN : measured.loss());
    metrics.put(Metric.VAL_ACCURACY, measured == null ? Double.NaN : measured.accuracy());
    metrics.put(Metric.LEARNING_RATE, updates.learningRate()); // The last step's.
    metrics.put(Metric.IMAGES_PER_SECOND, trainedImages / trainSeconds);
    double value = value(metrics);
    boolean isBest =
        state.bestEpoch() == 0 || spec.metric().goal().better(value, state.bestValue());
    state = state.after(rules, metrics, value, isBest);
    if (diverged(measured)) {
      LOG.warn("diverged epoch={} train_loss={}", state.epoch(), scores.loss());
      state = state.asDiverged();
    }
    stopwatch.start();
    byte[] model = updates.write();
    stopwatch.lap(Phase.RECORDING);
    if (isBest) {
      best = model;
    }
    double seconds = secondsSince(began);
    return new Epoch(
        state.epoch(),
        metrics,
        seconds,
        stopwatch.take(seconds),
        isBest,
        new CheckpointData(model, state.toJson()),
        isBest && measured != null ? validation.predictions(Part.VALIDATION, state.epoch()) : null);
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

  private RunEnd finish(TrainingObserver observer, long began) {
    Optional<Verdict.Stop> stop = observer.stop();
    return stop.isPresent() ? end(stop.get(), began) : test(null, began);
  }

  /** The one look at the test images, from the best checkpoint. */
  private RunEnd test(@Nullable String reason, long began) {
    if (best == null) {
      throw new TrainingException("need a trained epoch to test, found none", null);
    }
    stopwatch.start();
    try (Network restored = Trainer.restore(best)) {
      Evaluator evaluator = new Evaluator(dataset.test(), dataset.labels().size());
      Evaluation test = evaluator.evaluate(restored);
      stopwatch.lap(Phase.EVALUATION);
      double seconds = secondsSince(began);
      return new RunEnd(
          RunStatus.FINISHED,
          reason,
          seconds,
          stopwatch.take(seconds),
          test,
          evaluator.predictions(Part.TEST, state.bestEpoch()));
    }
  }

  private Optional<RunEnd> end(Verdict verdict, long began) {
    return verdict.fold(
        Optional::empty,
        pause -> Optional.of(end(RunStatus.PAUSED, pause.reason(), began)),
        stop -> Optional.of(end(stop, began)));
  }

  private RunEnd end(Verdict.Stop stop, long began) {
    return stop.status() == RunStatus.FINISHED
        ? test(stop.reason(), began)
        : end(stop.status(), stop.reason(), began);
  }

  private RunEnd end(RunStatus status, @Nullable String reason, long began) {
    double seconds = secondsSince(began);
    return new RunEnd(status, reason, seconds, stopwatch.take(seconds), null);
  }

  private static double secondsSince(long began) {
    return (System.nanoTime() - began) / NANOS;
  }
}
