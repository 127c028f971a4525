package dev.trawl.model;

import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * A ResNet for small images: {@link ResidualStages}, which has the source, then softmax.
 *
 * <p>With the defaults, a ResNet-8, on 28×28 grey images and ten classes 78,426 weights:
 * [b,1,28,28] → [b,16,28,28] → [b,32,14,14] → [b,64,7,7] → [b,64] → [b,10].
 */
final class ResidualNetwork implements Architecture {
  @Override
  public List<Hyperparameter> hyperparameters() {
    return Stream.concat(
            ResidualStages.HYPERPARAMETERS.stream(),
            Stream.of(LayerChoices.dropout("the inputs of the last layer")))
        .toList();
  }

  @Override
  public ComputationGraphConfiguration configure(
      Hyperparameters values,
      ImageShape input,
      int classes,
      NeuralNetConfiguration.Builder training) {
    ImageGraph graph = new ImageGraph(training.weightInit(WeightInit.RELU), input);
    return graph.classify(
        ResidualStages.of(values, graph, UnaryOperator.identity()).features(values),
        classes,
        values.real(LayerChoices.DROPOUT));
  }
}
