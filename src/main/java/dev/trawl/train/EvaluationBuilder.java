package dev.trawl.train;

import dev.trawl.track.Evaluation;
import java.util.ArrayList;
import java.util.List;

/** Sums up a classifier's outputs: cross-entropy and confusion matrix. For one thread. */
public final class EvaluationBuilder {
  private final long[][] confusion;
  private double loss;
  private long images;
  private long correct;

  public EvaluationBuilder(int classes) {
    confusion = new long[classes][classes];
  }

  /**
   * Adds a batch, given the values before softmax: the loss is ln Σ exp(z) − z of the true class,
   * which stays exact where softmax would round to 0.
   *
   * @param logits [batch, classes], row by row
   * @param labels the true classes, by their index
   */
  void addLogits(float[] logits, int[] labels) {
    int classes = confusion.length;
    for (int row = 0; row < labels.length; row++) {
      int offset = row * classes;
      int predicted = largest(logits, offset, classes);
      double max = logits[offset + predicted];
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(logits[offset + c] - max);
      }
      loss += max + Math.log(sum) - logits[offset + labels[row]];
      count(labels[row], predicted);
    }
  }

  /**
   * Adds a batch, given the probabilities after softmax; one below the smallest normal float counts
   * as that, a loss of 87.3.
   *
   * @param probabilities [batch, classes], row by row
   * @param labels the true classes, by their index
   */
  public void addProbabilities(float[] probabilities, int[] labels) {
    int classes = confusion.length;
    for (int row = 0; row < labels.length; row++) {
      int offset = row * classes;
      loss -= Math.log(Math.max(probabilities[offset + labels[row]], Float.MIN_NORMAL));
      count(labels[row], largest(probabilities, offset, classes));
    }
  }

  private void count(int label, int predicted) {
    images++;
    if (predicted == label) {
      correct++;
    }
    confusion[label][predicted]++;
  }

  /** The first index of the largest value. */
  static int largest(float[] values, int offset, int count) {
    int largest = 0;
    for (int i = 1; i < count; i++) {
      if (values[offset + i] > values[offset + largest]) {
        largest = i;
      }
    }
    return largest;
  }

  /** Mean cross-entropy in nats; NaN without images. */
  double loss() {
    return loss / images;
  }

  /** The fraction predicted right; NaN without images. */
  double accuracy() {
    return (double) correct / images;
  }

  boolean finite() {
    return Double.isFinite(loss);
  }

  /** Of all the images so far. */
  public Evaluation evaluation() {
    List<List<Long>> rows = new ArrayList<>();
    for (long[] row : confusion) {
      List<Long> counts = new ArrayList<>();
      for (long count : row) {
        counts.add(count);
      }
      rows.add(counts);
    }
    return new Evaluation(loss(), rows);
  }
}
