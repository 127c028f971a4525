package dev.trawl.model;

import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * A residual network whose blocks weigh their channels: {@link ResidualStages} with squeeze and
 * excitation behind each block's second convolution. Hu et al., arXiv:1709.01507, section 3.3 and
 * figure 3.
 *
 * <p>With the defaults, an SE-ResNet-8, on 28×28 grey images and ten classes 81,254 weights:
 * [b,1,28,28] → [b,16,28,28] → [b,32,14,14] → [b,64,7,7] → [b,64] → [b,10].
 */
final class SqueezeExcitationNetwork implements Architecture {
  private static final String REDUCTION = "reduction";

  @Override
  public List<Hyperparameter> hyperparameters() {
    return Stream.concat(
            ResidualStages.HYPERPARAMETERS.stream(),
            Stream.of(
                Hyperparameter.integer(
                    REDUCTION,
                    1,
                    64,
                    4,
                    "channels for each unit that weighs them; at least 4 units"),
                LayerChoices.dropout("the inputs of the last layer")))
        .toList();
  }

  @Override
  public ComputationGraphConfiguration configure(
      Hyperparameters values,
      ImageShape input,
      int classes,
      NeuralNetConfiguration.Builder training) {
    ImageGraph graph = new ImageGraph(training.weightInit(WeightInit.RELU), input);
    int reduction = values.integer(REDUCTION);
    return graph.classify(
        ResidualStages.of(values, graph, end -> graph.squeezeAndExcitation(end, reduction))
            .features(values),
        classes,
        values.real(LayerChoices.DROPOUT));
  }
}
