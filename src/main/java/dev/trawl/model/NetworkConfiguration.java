package dev.trawl.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * What a network will be, before it has weights.
 *
 * @param deeplearning4j for {@code model} and {@code train.onednn} only
 * @param images what the network takes
 */
public record NetworkConfiguration(
    ComputationGraphConfiguration deeplearning4j, ImageShape images) {

  /** How many parameters it will have, batch statistics among them. */
  public long parameters() {
    long all = 0;
    for (GraphVertex vertex : deeplearning4j.getVertices().values()) {
      all += vertex instanceof LayerVertex layer ? parameters(layer.getLayerConf()) : 0;
    }
    return all;
  }

  /** How many numbers the optimiser will remember between two steps. */
  public long updaterState() {
    long all = 0;
    for (GraphVertex vertex : deeplearning4j.getVertices().values()) {
      if (vertex instanceof LayerVertex layer && parameters(layer.getLayerConf()) > 0) {
        NeuralNetConfiguration configuration = layer.getLayerConf();
        Layer own = configuration.getLayer();
        String first = own.initializer().paramKeys(own).get(0);
        all += own.getUpdaterByParam(first).stateSize(parameters(configuration));
      }
    }
    return all;
  }

  /** Whether it will keep running statistics of batches. */
  public boolean hasBatchNorm() {
    return deeplearning4j.getVertices().values().stream()
        .anyMatch(
            vertex ->
                vertex instanceof LayerVertex layer
                    && layer.getLayerConf().getLayer() instanceof BatchNormalization);
  }

  private static long parameters(NeuralNetConfiguration layer) {
    return layer.getLayer().initializer().numParams(layer);
  }
}
