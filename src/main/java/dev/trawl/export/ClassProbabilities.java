package dev.trawl.export;

import dev.trawl.data.ImageSet;
import dev.trawl.export.predict.Predictor;
import dev.trawl.track.Evaluation;
import dev.trawl.train.EvaluationBuilder;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What a model makes of some images. */
final class ClassProbabilities {
  private static final int BATCH_SIZE = 128;

  private final int classes;
  private final float[] probabilities;

  private ClassProbabilities(int classes, float[] probabilities) {
    this.classes = classes;
    this.probabilities = probabilities;
  }

  static ClassProbabilities of(Predictor predictor, ImageSet images) {
    int classes = images.classes();
    float[] all = new float[images.size() * classes];
    for (int first = 0; first < images.size(); first += BATCH_SIZE) {
      int count = Math.min(BATCH_SIZE, images.size() - first);
      float[] some = predictor.probabilities(pixels(images, first, count));
      System.arraycopy(some, 0, all, first * classes, count * classes);
    }
    return new ClassProbabilities(classes, all);
  }

  /** Some images one after the other; from the start again where there are no more. */
  static byte[] pixels(ImageSet images, int first, int count) {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    for (int i = first; i < first + count; i++) {
      pixels.writeBytes(images.pixels(i % images.size()));
    }
    return pixels.toByteArray();
  }

  static int[] labels(ImageSet images) {
    int[] labels = new int[images.size()];
    Arrays.setAll(labels, images::label);
    return labels;
  }

  Evaluation evaluation(ImageSet images) {
    EvaluationBuilder builder = new EvaluationBuilder(classes);
    builder.addProbabilities(probabilities, labels(images));
    return builder.evaluation();
  }

  /** Each image's class: the first of the largest probability. */
  int[] classes() {
    int[] predicted = new int[probabilities.length / classes];
    Arrays.setAll(predicted, this::predicted);
    return predicted;
  }

  private int predicted(int image) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (probability(image, i) > probability(image, best)) {
        best = i;
      }
    }
    return best;
  }

  private float probability(int image, int label) {
    return probabilities[image * classes + label];
  }

  /** Of one image. */
  float[] probabilities(int image) {
    return Arrays.copyOfRange(probabilities, image * classes, (image + 1) * classes);
  }

  /** How far the best of an image's classes is before the next, 0 to 1. */
  double lead(int image) {
    int best = predicted(image);
    float next = 0;
    for (int i = 0; i < classes; i++) {
      next = i == best ? next : Math.max(next, probability(image, i));
    }
    return probability(image, best) - next;
  }

  /** The largest difference of a probability; NaN where one isn't a number. */
  double largestDifference(ClassProbabilities other) {
    double largest = 0;
    for (int i = 0; i < probabilities.length; i++) {
      largest = Math.max(largest, Math.abs(probabilities[i] - other.probabilities[i]));
    }
    return largest;
  }
}
