package dev.trawl.train;

import dev.trawl.data.Batch;
import dev.trawl.data.Batches;
import dev.trawl.data.ImageSet;
import dev.trawl.model.Network;
import dev.trawl.track.Evaluation;
import dev.trawl.train.onednn.Acceleration;

/** Measures a network on a set of images, in order. */
public final class Evaluator {
  /** Small, since a large batch only touches more memory. */
  private static final int BATCH_SIZE = 128;

  private final Batches batches;
  private final int classes;

  /** For one thread: the images' batches are written into arrays that are used again. */
  public Evaluator(ImageSet images, int classes) {
    this.batches = new Batches(images, BATCH_SIZE);
    this.classes = classes;
  }

  /**
   * Loss and confusion matrix, with the network's layers accelerated where they can be; the same
   * network gives the same numbers, bit for bit, with one native thread.
   */
  @SuppressWarnings("try") // It works by being open.
  public Evaluation evaluate(Network network) {
    EvaluationBuilder predictions = new EvaluationBuilder(classes);
    try (Acceleration acceleration = Acceleration.of(network)) {
      for (int i = 0; i < batches.count(); i++) {
        Batch batch = batches.get(i);
        predictions.addProbabilities(network.probabilities(batch.features()), batch.classes());
      }
    }
    return predictions.evaluation();
  }
}
