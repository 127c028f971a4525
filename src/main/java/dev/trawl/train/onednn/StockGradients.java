package dev.trawl.train.onednn;

import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * What Deeplearning4j 1.0.0-M2.1 predicts rightly and trains wrongly, so that it has to be
 * compiled: gradients of self-attention are twice what they should be; those of an average pooling
 * that counts its padding are, with oneDNN, those of one that doesn't.
 */
final class StockGradients {
  private StockGradients() {}

  /** The first part of a network whose gradients are wrong; empty for none. */
  static Optional<String> fault(ComputationGraphConfiguration network) {
    return network.getVertices().values().stream()
        .flatMap(vertex -> fault(vertex).stream())
        .findFirst();
  }

  private static Optional<String> fault(GraphVertex vertex) {
    Layer layer = vertex instanceof LayerVertex of ? of.getLayerConf().getLayer() : null;
    if (vertex instanceof AttentionVertex || layer instanceof SelfAttentionLayer) {
      return Optional.of("attention");
    }
    return layer instanceof SubsamplingLayer pooling && countsPadding(pooling)
        ? Optional.of("average pooling that counts padding")
        : Optional.empty();
  }

  private static boolean countsPadding(SubsamplingLayer pooling) {
    int[] padding = pooling.getPadding();
    return pooling.getPoolingType() == PoolingType.AVG
        && pooling.isAvgPoolIncludePadInDivisor()
        && (pooling.getConvolutionMode() == ConvolutionMode.Same
            || padding[0] > 0
            || padding[1] > 0);
  }
}
