package dev.trawl.train;

import dev.trawl.data.Batch;
import dev.trawl.data.Batches;
import dev.trawl.data.ImageSet;
import dev.trawl.model.Network;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImagePredictions;
import dev.trawl.train.onednn.Inference;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Measures a network on a set of images, in order. */
public final class Evaluator {
  /** Small: of twice as many, attention leaves a core's cache, and no network is faster. */
  static final int BATCH_SIZE = 64;

  private static final double NANOS = 1e9;

  private final ImageSet images;
  private final Batches batches;
  private final int classes;
  private final int[] predictedClasses;
  private final int[] confidences;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long predictionNanos; // of this thread's processor time

  /** For one thread: the images' batches are written into arrays that are used again. */
  public Evaluator(ImageSet images, int classes) {
    this.images = images;
    this.batches = new Batches(images, BATCH_SIZE);
    this.classes = classes;
    this.predictedClasses = new int[images.size()];
    this.confidences = new int[images.size()];
  }

  /**
   * Loss and confusion matrix; the same network gives the same numbers, bit for bit, with as many
   * native threads.
   */
  public Evaluation evaluate(Network network) {
    try (Inference inference = Inference.of(network)) {
      return evaluate(inference);
    }
  }

  /** The same by what is compiled already. */
  public Evaluation evaluate(Inference inference) {
    EvaluationBuilder predictions = new EvaluationBuilder(classes);
    predictionNanos = 0;
    for (int i = 0; i < batches.count(); i++) {
      Batch batch = batches.get(i);
      long began = processorNanos();
      float[] probabilities = inference.probabilities(batch.features());
      predictionNanos += processorNanos() - began;
      predictions.addProbabilities(probabilities, batch.classes());
      remember(i * BATCH_SIZE, probabilities);
    }
    return predictions.evaluation();
  }

  /**
   * What a prediction took of its thread's processor time when images were measured last, in
   * batches of {@link #BATCH_SIZE}: unlike the clock's time the same however much else the machine
   * does. Null without images, and where the system doesn't count it.
   */
  @Nullable Double cpuSecondsPerImage() {
    return predictionNanos == 0 ? null : (Double) (predictionNanos / NANOS / images.size());
  }

  private long processorNanos() {
    return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : 0;
  }

  private void remember(int first, float[] probabilities) {
    for (int row = 0; row < probabilities.length / classes; row++) {
      int offset = row * classes;
      int predicted = EvaluationBuilder.largest(probabilities, offset, classes);
      predictedClasses[first + row] = predicted;
      confidences[first + row] = ImagePredictions.confidence(probabilities[offset + predicted]);
    }
  }

  /**
   * What the network took the images for that was measured last; null for more images than are
   * recorded.
   *
   * @param epoch after which it was measured, from 1
   */
  @Nullable ImagePredictions predictions(ImagePredictions.Part part, int epoch) {
    if (images.size() > ImagePredictions.MOST_IMAGES) {
      return null;
    }
    int[] indexes = new int[images.size()];
    BitSet right = new BitSet(indexes.length);
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = images.indexInFile(i);
      right.set(i, predictedClasses[i] == images.label(i));
    }
    return new ImagePredictions(part, epoch, indexes, predictedClasses, confidences, right);
  }
}
