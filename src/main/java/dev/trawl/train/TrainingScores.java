package dev.trawl.train;

/**
 * Loss and accuracy of the training images as an epoch goes: each batch by the weights that it is
 * about to change, without the penalty on the weights, without dropout and by labels that aren't
 * smoothed, so that they compare with the validation set's.
 */
final class TrainingScores {
  private final int classes;
  private EvaluationBuilder predictions;
  private int[] labels = {};

  TrainingScores(int classes) {
    this.classes = classes;
    this.predictions = new EvaluationBuilder(classes);
  }

  /** A new epoch: forgets what was before. */
  void begin() {
    predictions = new EvaluationBuilder(classes);
  }

  /** The classes of the batch that is trained next. */
  void expect(int[] batchLabels) {
    this.labels = batchLabels;
  }

  double loss() {
    return predictions.loss();
  }

  double accuracy() {
    return predictions.accuracy();
  }

  /** False once a value was NaN or infinite. */
  boolean finite() {
    return predictions.finite();
  }

  /**
   * The batch's outputs.
   *
   * @param logits [batch, classes], row by row
   */
  void add(float[] logits) {
    predictions.addLogits(logits, labels);
  }
}
