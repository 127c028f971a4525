package dev.trawl.train;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Loss and accuracy of the training images as an epoch goes: each batch by the weights that it is
 * about to change, without the penalty on the weights and without dropout, so that they compare
 * with the validation set's.
 */
final class TrainingScores extends BaseTrainingListener {
  private final int classes;
  private Predictions predictions;
  private int[] labels = {};

  TrainingScores(int classes) {
    this.classes = classes;
    this.predictions = new Predictions(classes);
  }

  /** A new epoch: forgets what was before. */
  void begin() {
    predictions = new Predictions(classes);
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
   * Deeplearning4j gives what goes into the output layer; the output layer itself is a small
   * product.
   */
  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    MultiLayerNetwork network = (MultiLayerNetwork) model;
    float[] weights = rows(network.getOutputLayer().getParam("W")); // [hidden, classes]
    float[] bias = rows(network.getOutputLayer().getParam("b"));
    float[] hidden = rows(activations.get(activations.size() - 1)); // [batch, hidden]
    int width = weights.length / classes;
    float[] logits = new float[labels.length * classes];
    for (int row = 0; row < labels.length; row++) {
      int out = row * classes;
      System.arraycopy(bias, 0, logits, out, classes);
      for (int k = 0; k < width; k++) {
        float input = hidden[row * width + k];
        for (int c = 0; c < classes; c++) {
          logits[out + c] += input * weights[k * classes + c];
        }
      }
    }
    predictions.addLogits(logits, labels);
  }

  private static float[] rows(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
