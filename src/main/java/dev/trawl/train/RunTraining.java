package dev.trawl.train;

import dev.trawl.data.Dataset;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.Network;
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
import dev.trawl.train.update.WeightAverage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
  private final ChosenRules rules;
  private final Network network;
  private final NetworkTrainer trainer;
  private final EpochTraining training;
  private final Evaluator validation;
  private final RunWeights weights;
  private final Stopwatch stopwatch;
  private TrainingState state;
  private byte @Nullable [] best;

  /**
   * What decides the result beside the data.
   *
   * @param spec with what the run's parameters set of it
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
   * What trains, and by which clock.
   *
   * @param training stays the caller's to close
   * @param state where it begins
   */
  record Course(EpochTraining training, TrainingState state, Stopwatch stopwatch) {}

  /**
   * @param trained both stay the caller's to close
   * @param from null for a run's beginning
   */
  RunTraining(
      Dataset dataset,
      Settings settings,
      Trained trained,
      Course course,
      @Nullable Resumption from) {
    this.dataset = dataset;
    this.spec = settings.spec();
    this.rules = settings.rules();
    this.network = trained.network();
    this.trainer = trained.trainer();
    this.training = course.training();
    this.validation = new Evaluator(dataset.validation(), dataset.labels().size());
    this.weights = new RunWeights(trained);
    this.stopwatch = course.stopwatch();
    this.state = course.state();
    this.best = from == null ? null : from.best().model();
  }

  /**
   * @param environment where it trains
   */
  RunEnd train(TrainingObserver observer, Map<String, String> environment) {
    long began = System.nanoTime();
    Verdict verdict = observer.began(environment);
    training.began(observer);
    while (!state.diverged() && !state.ended(spec.training().epochs(), rules)) {
      Optional<RunEnd> end = end(verdict, began);
      if (end.isPresent()) {
        return end.get();
      }
      began = System.nanoTime();
      Optional<Verdict.Stop> stop =
          training.train(state.epoch() + 1, state.learningRate(), observer);
      if (stop.isPresent()) {
        return end(stop.get(), began);
      }
      double trainSeconds = secondsSince(began);
      network.endEpoch();
      weights.exchange();
      stopwatch.start();
      EpochTraining.Scores scores = training.scores();
      Evaluation measured =
          Double.isFinite(scores.loss()) ? validation.evaluate(trainer.inference()) : null;
      stopwatch.lap(Phase.EVALUATION);
      Epoch epoch = epoch(scores, measured, trainSeconds, began);
      weights.exchange();
      verdict = observer.epochEnded(epoch);
      began = System.nanoTime();
    }
    return state.diverged() ? end(RunStatus.FAILED, DIVERGED, began) : finish(observer, began);
  }

  /** NaN, infinite, or far worse than guessing, which costs ln(classes) an image. */
  private boolean diverged(double loss, @Nullable Evaluation measured) {
    double limit = DIVERGENCE_FACTOR * Math.log(dataset.labels().size());
    return measured == null || !Double.isFinite(measured.loss()) || loss > limit;
  }

  /** What the epoch that was just trained is recorded as; the state moves on to it. */
  private Epoch epoch(
      EpochTraining.Scores scores, @Nullable Evaluation measured, double trainSeconds, long began) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(Metric.TRAIN_LOSS, scores.loss());
    metrics.put(Metric.TRAIN_ACCURACY, scores.accuracy());
    metrics.put(Metric.VAL_LOSS, measured == null ? Double.NaN : measured.loss());
    metrics.put(Metric.VAL_ACCURACY, measured == null ? Double.NaN : measured.accuracy());
    metrics.put(Metric.LEARNING_RATE, scores.learningRate()); // The last step's.
    metrics.put(Metric.IMAGES_PER_SECOND, scores.images() / trainSeconds);
    metrics.put(Metric.NETWORK_PARAMETERS, (double) network.weights());
    if (measured != null) {
      metrics.putAll(training.metrics(measured));
    }
    double value = value(metrics);
    boolean isBest =
        state.bestEpoch() == 0 || spec.metric().goal().better(value, state.bestValue());
    state = state.after(rules, metrics, value, isBest).with(training.rounds());
    if (diverged(scores.loss(), measured)) {
      LOG.warn(
          "diverged {}={} train_loss={}",
          spec.training().epochWord(),
          state.epoch(),
          scores.loss());
      state = state.asDiverged();
    }
    stopwatch.start();
    byte[] model = weights.write(training.remembered());
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
          evaluator.predictions(Part.TEST, state.bestEpoch()),
          evaluator.cpuSecondsPerImage());
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
