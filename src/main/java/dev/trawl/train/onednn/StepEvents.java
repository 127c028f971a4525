package dev.trawl.train.onednn;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tells a listener of ours what Deeplearning4j tells its own. */
final class StepEvents extends BaseTrainingListener {
  private final StepListener listener;

  StepEvents(StepListener listener) {
    this.listener = listener;
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    MultiLayerNetwork network = (MultiLayerNetwork) model;
    listener.forwardEnded(logits(network, activations.get(activations.size() - 1)));
  }

  @Override
  public void onBackwardPass(Model model) {
    listener.backwardEnded();
  }

  /**
   * Deeplearning4j gives what goes into the output layer; the output layer itself is a small
   * product.
   */
  private static float[] logits(MultiLayerNetwork network, INDArray last) {
    float[] weights = rows(network.getOutputLayer().getParam("W")); // [hidden, classes]
    float[] bias = rows(network.getOutputLayer().getParam("b"));
    float[] hidden = rows(last); // [batch, hidden]
    int classes = bias.length;
    int width = weights.length / classes;
    float[] logits = new float[hidden.length / width * classes];
    for (int row = 0; row < hidden.length / width; row++) {
      int out = row * classes;
      System.arraycopy(bias, 0, logits, out, classes);
      for (int k = 0; k < width; k++) {
        float input = hidden[row * width + k];
        for (int c = 0; c < classes; c++) {
          logits[out + c] += input * weights[k * classes + c];
        }
      }
    }
    return logits;
  }

  private static float[] rows(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
