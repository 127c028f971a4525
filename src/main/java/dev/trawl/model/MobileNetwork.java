package dev.trawl.model;

import dev.trawl.model.ImageGraph.Features;
import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * MobileNetV2 for small images: a 3×3 convolution, then inverted residual blocks (a 1×1 convolution
 * that widens, a depthwise one, a 1×1 convolution without activation that narrows), a last 1×1
 * convolution, the mean of each channel, softmax; ReLU6 throughout.
 *
 * <p>With the defaults on 28×28 grey images and ten classes 105,546 weights: [b,1,28,28] →
 * [b,16,14,14] → 2 × [b,24,14,14] → 2 × [b,32,7,7] → 2 × [b,48,4,4] → [b,192,4,4] → [b,192] →
 * [b,10]. Sandler et al., arXiv:1801.04381, table 2, whose stages are for 224×224: here are four
 * instead of seven, with fewer filters and a sixteenth of the strides' product.
 */
final class MobileNetwork implements Architecture {
  private static final String WIDTH_MULTIPLIER = "width_multiplier";
  private static final String EXPANSION = "expansion";
  private static final String REPEATS = "repeats";
  private static final String STEM_STRIDE = "stem_stride";

  private static final int STEM_FILTERS = 16;
  private static final int LAST_FILTERS = 192;
  private static final int KERNEL = 3;

  /** Filters are multiples of it, as in the authors' own code. */
  private static final int DIVISOR = 8;

  /** The paper's c and s; the first stage is one block that doesn't widen. */
  private record Stage(int filters, int stride) {}

  private static final List<Stage> STAGES =
      List.of(new Stage(24, 1), new Stage(32, 2), new Stage(48, 2));

  @Override
  public List<Hyperparameter> hyperparameters() {
    return HYPERPARAMETERS;
  }

  @Override
  public ComputationGraphConfiguration configure(
      Hyperparameters values,
      ImageShape input,
      int classes,
      NeuralNetConfiguration.Builder training) {
    double multiplier = values.real(WIDTH_MULTIPLIER);
    ImageGraph graph = new ImageGraph(training.weightInit(WeightInit.RELU), input);
    int stem = scaled(STEM_FILTERS, multiplier);
    Features features =
        normRelu6(
            graph, graph.convolution(graph.images(), stem, KERNEL, values.integer(STEM_STRIDE)));
    features = block(graph, features, 1, stem, 1);
    for (Stage stage : STAGES) {
      for (int i = 0; i < values.integer(REPEATS); i++) {
        features =
            block(
                graph,
                features,
                values.integer(EXPANSION),
                scaled(stage.filters(), multiplier),
                i == 0 ? stage.stride() : 1);
      }
    }
    int last = scaled(LAST_FILTERS, Math.max(1, multiplier)); // The paper's section 4.1.
    features = normRelu6(graph, graph.convolution(features, last, 1, 1));
    return graph.classify(
        graph.globalAverage(features), classes, values.real(LayerChoices.DROPOUT));
  }

  private static Features block(
      ImageGraph graph, Features from, int expansion, int filters, int stride) {
    Features wide = from;
    if (expansion > 1) {
      wide = normRelu6(graph, graph.convolution(from, from.channels() * expansion, 1, 1));
    }
    wide = normRelu6(graph, graph.depthwise(wide, KERNEL, stride));
    Features narrow = graph.batchNorm(graph.convolution(wide, filters, 1, 1));
    return stride == 1 && from.channels() == filters ? graph.sum(narrow, from) : narrow;
  }

  private static Features normRelu6(ImageGraph graph, Features from) {
    return graph.activation(graph.batchNorm(from), Activation.RELU6);
  }

  /** To the nearest multiple of the divisor, but no less than nine tenths. */
  private static int scaled(int filters, double multiplier) {
    double wanted = filters * multiplier;
    int rounded = Math.max(DIVISOR, (int) (wanted + DIVISOR / 2.0) / DIVISOR * DIVISOR);
    return rounded < 0.9 * wanted ? rounded + DIVISOR : rounded;
  }

  private static final List<Hyperparameter> HYPERPARAMETERS =
      List.of(
          Hyperparameter.real(
              WIDTH_MULTIPLIER, 0.25, 4, 1, "factor of all filters, rounded to multiples of 8"),
          Hyperparameter.integer(EXPANSION, 1, 10, 6, "how much wider a block is inside"),
          Hyperparameter.integer(REPEATS, 1, 8, 2, "blocks in each stage but the first"),
          Hyperparameter.integer(STEM_STRIDE, 1, 2, 2, "stride of the first convolution"),
          LayerChoices.dropout("the inputs of the last layer"));
}
