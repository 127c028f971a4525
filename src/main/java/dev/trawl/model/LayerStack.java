package dev.trawl.model;

import java.io.IOException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The networks of earlier checkpoints, a stack of layers ({@code MultiLayerNetwork}), as graphs.
 * Weights and updater's state lie in the same order in both; unlike {@code toComputationGraph()}
 * the seed and the counts of iterations and epochs are kept, so that training goes on as it was.
 */
final class LayerStack {
  private static final String INPUT = "in";

  private LayerStack() {}

  /** The same network as a graph, its layers named by their numbers, from 0. */
  static ComputationGraphConfiguration asGraph(@Nullable MultiLayerConfiguration stack)
      throws IOException {
    if (stack == null || stack.getConfs() == null || stack.getConfs().isEmpty()) {
      throw new IOException(ModelConfiguration.NEEDED + "no layers");
    }
    NeuralNetConfiguration first = layer(stack, 0);
    ComputationGraphConfiguration.GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(first.getSeed())
            .dataType(stack.getDataType())
            .miniBatch(first.isMiniBatch())
            .graphBuilder()
            .addInputs(INPUT);
    String last = INPUT;
    for (int i = 0; i < stack.getConfs().size(); i++) {
      String name = Integer.toString(i);
      graph.addLayer(name, layer(stack, i).getLayer(), stack.getInputPreProcess(i), last);
      last = name;
    }
    ComputationGraphConfiguration converted = graph.setOutputs(last).build();
    converted.setIterationCount(stack.getIterationCount());
    converted.setEpochCount(stack.getEpochCount());
    return converted;
  }

  private static NeuralNetConfiguration layer(MultiLayerConfiguration stack, int number)
      throws IOException {
    NeuralNetConfiguration layer = stack.getConfs().get(number);
    if (layer == null || layer.getLayer() == null) {
      throw new IOException(ModelConfiguration.NEEDED + "nothing as layer " + number);
    }
    return layer;
  }
}
