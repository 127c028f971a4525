package dev.trawl.export.graph;

import dev.trawl.export.graph.GraphNode.ChannelScale;
import dev.trawl.export.graph.GraphNode.Clip;
import dev.trawl.export.graph.GraphNode.Flatten;
import dev.trawl.export.graph.GraphNode.Sum;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Makes a {@link ModelGraph} of a network, vertex by vertex. */
public final class GraphReader {
  private final ComputationGraph network;
  private final ComputationGraphConfiguration configuration;
  private final GraphBuilder graph;

  /** The tensor that each vertex gives. */
  private final Map<String, String> tensors = new HashMap<>();

  /** Those whose tensor of one pixel stands for a whole image of the same. */
  private final Set<String> spread = new HashSet<>();

  private GraphReader(Network network, ImageShape images) {
    this.network = network.deeplearning4j();
    this.configuration = this.network.getConfiguration();
    this.graph =
        new GraphBuilder(TensorShape.image(images.channels(), images.height(), images.width()));
  }

  /**
   * Reads a network; the same one gives the same graph.
   *
   * @throws UnsupportedLayerException for a layer that no graph has
   */
  public static ModelGraph read(Network network, ImageShape images)
      throws UnsupportedLayerException {
    GraphReader reader = new GraphReader(network, images);
    String input = reader.configuration.getNetworkInputs().get(0);
    reader.give(input, ModelGraph.INPUT);
    for (String vertex : reader.order(input)) {
      reader.give(vertex, reader.vertex(vertex));
    }
    return reader.graph.graph();
  }

  /** Each vertex after those that it reads, the same however the configuration was read. */
  private List<String> order(String input) {
    List<String> order = new ArrayList<>(List.of(input));
    TreeSet<String> waiting = new TreeSet<>(configuration.getVertices().keySet());
    while (!waiting.isEmpty()) {
      String next =
          waiting.stream()
              .filter(vertex -> order.containsAll(inputs(vertex)))
              .findFirst()
              .orElseThrow(); // Deeplearning4j has no circles.
      waiting.remove(next);
      order.add(next);
    }
    return order.subList(1, order.size());
  }

  private List<String> inputs(String vertex) {
    return Objects.requireNonNull(configuration.getVertexInputs().get(vertex), vertex);
  }

  private void give(String vertex, String tensor) {
    tensors.put(vertex, tensor);
    long readers =
        configuration.getVertexInputs().values().stream()
            .flatMap(List::stream)
            .filter(vertex::equals)
            .count();
    if (readers > 1) {
      graph.share(tensor);
    }
  }

  private String tensor(String vertex) {
    return Objects.requireNonNull(tensors.get(vertex), vertex);
  }

  private String vertex(String name) throws UnsupportedLayerException {
    GraphVertex vertex = Objects.requireNonNull(configuration.getVertices().get(name), name);
    List<String> inputs = inputs(name);
    if (vertex.getClass() == ElementWiseVertex.class) {
      return elementwise(name, ((ElementWiseVertex) vertex).getOp(), inputs);
    }
    String input = tensor(inputs.get(0));
    boolean isSpread = inputs.stream().anyMatch(spread::contains);
    if (vertex instanceof LayerVertex layer && !isSpread) {
      return layer(name, layer, input);
    }
    if (vertex instanceof ReshapeVertex reshape && !isSpread && isRelabelling(reshape, input)) {
      return input;
    }
    throw new UnsupportedLayerException(
        name, isSpread ? "behind an upsampling" : vertex.getClass().getSimpleName());
  }

  private String layer(String name, LayerVertex vertex, String input)
      throws UnsupportedLayerException {
    Layer layer = vertex.getLayerConf().getLayer();
    if (layer instanceof Upsampling2D) {
      return spread(name, input);
    }
    String taken = input;
    if (vertex.getPreProcessor() != null) {
      needFlattening(name, vertex.getPreProcessor());
      if (!graph.shape(input).isVector()) {
        taken = graph.add(new Flatten(name + "_input", input));
      }
    }
    return new LayerNodes(graph, name, network.getLayer(name)).read(layer, taken);
  }

  private static void needFlattening(String name, InputPreProcessor between)
      throws UnsupportedLayerException {
    if (between.getClass() != CnnToFeedForwardPreProcessor.class
        || ((CnnToFeedForwardPreProcessor) between).getFormat() != CNN2DFormat.NCHW) {
      throw new UnsupportedLayerException(name, between.getClass().getSimpleName());
    }
  }

  /** An image of one pixel, spread over a larger one for a product, which needs no copies of it. */
  private String spread(String name, String input) throws UnsupportedLayerException {
    TensorShape shape = graph.shape(input);
    if (shape.isVector() || shape.count() != shape.channels()) {
      throw new UnsupportedLayerException(name, "upsampling of more than one pixel");
    }
    spread.add(name);
    return input;
  }

  private String elementwise(String name, ElementWiseVertex.Op op, List<String> inputs)
      throws UnsupportedLayerException {
    boolean two = inputs.size() == 2;
    long spreads = inputs.stream().filter(spread::contains).count();
    if (op == ElementWiseVertex.Op.Add && two && spreads == 0) {
      return graph.add(new Sum(name, tensor(inputs.get(0)), tensor(inputs.get(1)), Clip.NONE));
    }
    if (op == ElementWiseVertex.Op.Product && two && spreads == 1) {
      boolean turned = spread.contains(inputs.get(0));
      String image = tensor(inputs.get(turned ? 1 : 0));
      return graph.add(new ChannelScale(name, image, tensor(inputs.get(turned ? 0 : 1))));
    }
    throw new UnsupportedLayerException(name, "elementwise %s of %d".formatted(op, inputs.size()));
  }

  /** Pixels as tokens, [batch, channels, pixels], or tokens as the pixels that they were. */
  private boolean isRelabelling(ReshapeVertex vertex, String input) {
    TensorShape image = graph.shape(input);
    int[] shape = vertex.getNewShape();
    if (image.isVector() || vertex.getReshapeOrder() != 'c' || shape[0] != -1) {
      return false;
    }
    int[] rest = Arrays.copyOfRange(shape, 1, shape.length);
    int pixels = image.height() * image.width();
    return Arrays.equals(rest, new int[] {image.channels(), pixels})
        || Arrays.equals(rest, new int[] {image.channels(), image.height(), image.width()});
  }
}
