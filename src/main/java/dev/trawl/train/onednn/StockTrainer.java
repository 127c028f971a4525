package dev.trawl.train.onednn;

import dev.trawl.train.update.FlatUpdater;
import dev.trawl.train.update.UpdateSettings;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trains as Deeplearning4j does. */
final class StockTrainer implements NetworkTrainer {
  private final ComputationGraph network;
  private final Inference inference;
  private final FlatUpdater updater;

  StockTrainer(ComputationGraph network, UpdateSettings update) {
    this.network = network;
    this.inference = Inference.of(network);
    this.updater = FlatParameters.updater(network, update);
  }

  @Override
  public void listen(StepListener listener) {
    network.setListeners(new Events(listener));
  }

  @Override
  public void setLearningRate(double learningRate) {
    updater.setLearningRate(learningRate);
  }

  @Override
  public void seed(long seed) {
    Nd4j.getRandom().setSeed(seed);
  }

  @Override
  public void fit(INDArray images, INDArray labels) {
    int step = network.getConfiguration().getIterationCount();
    network.setInputs(images);
    network.setLabels(labels);
    network.computeGradientAndScore();
    updater.apply(step, Math.toIntExact(images.size(0)));
    network.clear();
    network.getConfiguration().setIterationCount(step + 1);
  }

  @Override
  public void begin(float[] weights, double pull) {
    updater.begin(weights, pull);
    network.getConfiguration().setIterationCount(0);
  }

  @Override
  public float[] weights() {
    return updater.weights();
  }

  @Override
  public BitSet statistics() {
    return updater.statistics();
  }

  @Override
  public Inference inference() {
    return inference;
  }

  @Override
  public void close() {
    inference.close();
    network.setListeners();
  }

  /** Tells a listener of ours what Deeplearning4j tells its own. */
  private static final class Events extends BaseTrainingListener {
    private final StepListener listener;

    Events(StepListener listener) {
      this.listener = listener;
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      listener.forwardEnded(logits((ComputationGraph) model, activations));
    }

    @Override
    public void onBackwardPass(Model model) {
      listener.backwardEnded();
    }

    /** What Deeplearning4j gives goes into the output layer, which is a small product. */
    private static float[] logits(ComputationGraph network, Map<String, INDArray> activations) {
      String output = network.getConfiguration().getNetworkOutputs().get(0);
      List<String> inputs = network.getConfiguration().getVertexInputs().get(output);
      String read = Objects.requireNonNull(inputs).get(0);
      float[] weights = rows(network.getParam(output + "_W")); // [hidden, classes]
      float[] bias = rows(network.getParam(output + "_b"));
      float[] hidden = rows(Objects.requireNonNull(activations.get(read))); // [batch, hidden]
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
}
