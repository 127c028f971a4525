package dev.trawl.train.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Which vertex of a network reads which. */
final class Neighbours {
  private final ComputationGraphConfiguration network;
  private final Map<String, List<String>> readers = new HashMap<>();

  Neighbours(ComputationGraphConfiguration network) {
    this.network = network;
    network
        .getVertexInputs()
        .forEach(
            (vertex, inputs) ->
                inputs.forEach(
                    read -> readers.computeIfAbsent(read, r -> new ArrayList<>()).add(vertex)));
  }

  /** Each vertex after those that it reads, the same however the configuration was read. */
  List<String> order() {
    List<String> order = new ArrayList<>(network.getNetworkInputs());
    TreeSet<String> waiting = new TreeSet<>(network.getVertices().keySet());
    while (!waiting.isEmpty()) {
      String next =
          waiting.stream()
              .filter(vertex -> order.containsAll(inputs(vertex)))
              .findFirst()
              .orElseThrow(); // Deeplearning4j has no circles.
      waiting.remove(next);
      order.add(next);
    }
    order.removeAll(network.getNetworkInputs());
    return order;
  }

  GraphVertex configuration(String vertex) {
    return Objects.requireNonNull(network.getVertices().get(vertex), vertex);
  }

  List<String> inputs(String vertex) {
    return Objects.requireNonNull(network.getVertexInputs().get(vertex), vertex);
  }

  private List<String> readers(String vertex) {
    return readers.getOrDefault(vertex, List.of());
  }

  boolean isRead(String vertex) {
    return readers.containsKey(vertex);
  }

  boolean isOnlyReader(String vertex, String read) {
    return readers(read).equals(List.of(vertex));
  }

  boolean isReadByProductsAlone(String vertex) {
    return readers(vertex).stream()
        .map(this::configuration)
        .allMatch(
            reader ->
                reader instanceof ElementWiseVertex elementwise
                    && elementwise.getOp() == ElementWiseVertex.Op.Product);
  }

  /** The layer behind, if it is nothing but a known function and nobody else reads the vertex. */
  Optional<String> activationBehind(String vertex) {
    return onlyReader(vertex)
        .filter(
            next ->
                layer(next).filter(ActivationLayer.class::isInstance).isPresent() && isRead(next));
  }

  /** What a layer of {@link #activationBehind} does. */
  Activation function(String activation) {
    ActivationLayer layer = (ActivationLayer) layer(activation).orElseThrow();
    return Activation.of(layer.getActivationFn()).orElseThrow();
  }

  /** Whether the vertex is read by nobody but a max-pooling. */
  boolean isMaxPooled(String vertex) {
    return onlyReader(vertex)
        .flatMap(this::layer)
        .filter(
            next ->
                next instanceof SubsamplingLayer pooling
                    && pooling.getPoolingType() == PoolingType.MAX)
        .isPresent();
  }

  private Optional<String> onlyReader(String vertex) {
    List<String> all = readers(vertex);
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  /** A vertex's layer, if that alone is what the vertex does and it can be compiled. */
  private Optional<Layer> layer(String vertex) {
    return configuration(vertex) instanceof LayerVertex layer
            && layer.getPreProcessor() == null
            && LayerReader.kept(layer.getLayerConf().getLayer()).isEmpty()
            && Objections.toLayer(layer).isEmpty()
        ? Optional.of(layer.getLayerConf().getLayer())
        : Optional.empty();
  }
}
