package dev.trawl.train;

import dev.trawl.data.Batch;
import dev.trawl.data.Batches;
import dev.trawl.data.Dataset;
import dev.trawl.model.TrainingParameters;
import dev.trawl.sweep.Seeds;
import dev.trawl.track.Phase;
import dev.trawl.track.Verdict;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.StepListener;
import java.util.Optional;

/**
 * Trains a network on all training images, in an order, with an augmentation and a dropout that
 * depend on the run's seed and the epoch alone.
 */
final class ImagePass implements EpochTraining, StepListener {
  private final NetworkTrainer trainer;
  private final Batches batches;
  private final WeightUpdates updates;
  private final TrainingScores scores;
  private final Stopwatch stopwatch;
  private final long seed;
  private final int total;
  private int trained;

  ImagePass(
      Dataset dataset,
      RunTraining.Settings settings,
      RunTraining.Trained trained,
      Stopwatch stopwatch) {
    this.trainer = trained.trainer();
    this.batches =
        new Batches(
            dataset.train(),
            settings.values().integer(TrainingParameters.BATCH_SIZE),
            settings.spec().training().augmentation(),
            settings.values().real(TrainingParameters.LABEL_SMOOTHING));
    this.updates =
        new WeightUpdates(
            trained,
            settings.values(),
            (long) settings.spec().training().epochs() * this.batches.count());
    this.scores = new TrainingScores(dataset.labels().size());
    this.stopwatch = stopwatch;
    this.seed = settings.seed();
    this.total = dataset.train().size();
    trainer.listen(this);
  }

  @Override
  public Optional<Verdict.Stop> train(int epoch, double learningRate, TrainingObserver observer) {
    long epochSeed = Seeds.mix(seed, epoch);
    stopwatch.start();
    batches.shuffle(epochSeed);
    stopwatch.lap(Phase.DATA);
    trainer.seed(epochSeed);
    trained = 0;
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
      updates.fit(batch, step, learningRate);
      stopwatch.lap(Phase.UPDATE);
      trained += batch.classes().length;
      if (!scores.finite()) {
        break;
      }
      observer.progressed(epoch, trained, total);
    }
    return Optional.empty();
  }

  @Override
  public void forwardEnded(float[] logits) {
    stopwatch.lap(Phase.FORWARD);
    scores.add(logits);
    stopwatch.start();
  }

  @Override
  public void backwardEnded() {
    stopwatch.lap(Phase.BACKWARD);
  }

  @Override
  public Scores scores() {
    return new Scores(scores.loss(), scores.accuracy(), trained, updates.learningRate());
  }

  @Override
  public void close() {
    // The network and its trainer are the run's.
  }
}
