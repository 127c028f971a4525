package dev.trawl.export.graph;

import dev.trawl.export.graph.GraphNode.Attention;
import dev.trawl.export.graph.GraphNode.ChannelScale;
import dev.trawl.export.graph.GraphNode.Convolution;
import dev.trawl.export.graph.GraphNode.Dense;
import dev.trawl.export.graph.GraphNode.Flatten;
import dev.trawl.export.graph.GraphNode.GlobalAverage;
import dev.trawl.export.graph.GraphNode.Pointwise;
import dev.trawl.export.graph.GraphNode.Pool;
import dev.trawl.export.graph.GraphNode.Softmax;
import dev.trawl.export.graph.GraphNode.Sum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A network as it predicts, without dropout and with batch normalisation folded into the layer
 * before it; each node comes after those that it reads, and the last gives the probabilities. Its
 * input is {@link #INPUT}, pixels from 0 to 1. Immutable.
 */
public final class ModelGraph {
  /** The images, scaled to [0, 1]. */
  public static final String INPUT = "scaled";

  private final TensorShape images;
  private final List<GraphNode> nodes;
  private final Map<String, TensorShape> shapes;

  ModelGraph(TensorShape images, List<GraphNode> nodes) throws UnsupportedLayerException {
    this.images = images;
    this.nodes = List.copyOf(nodes);
    ShapeInference inference = new ShapeInference(images);
    for (GraphNode node : nodes) {
      node.accept(inference);
    }
    this.shapes = Map.copyOf(inference.shapes);
  }

  /** The images' shape. */
  public TensorShape images() {
    return images;
  }

  /** In order. */
  public List<GraphNode> nodes() {
    return nodes;
  }

  /** One image's shape of a tensor. */
  public TensorShape shape(String tensor) {
    return Objects.requireNonNull(shapes.get(tensor), tensor);
  }

  /** The tensor of the probabilities. */
  public String output() {
    return nodes.get(nodes.size() - 1).name();
  }

  /** Has each node visited, in order. */
  public void visit(GraphNode.Visitor visitor) throws UnsupportedLayerException {
    for (GraphNode node : nodes) {
      node.accept(visitor);
    }
  }

  /** The shape that each node gives. */
  static final class ShapeInference implements GraphNode.Visitor {
    private final Map<String, TensorShape> shapes = new HashMap<>();

    ShapeInference(TensorShape images) {
      shapes.put(INPUT, images);
    }

    TensorShape of(String tensor) {
      return Objects.requireNonNull(shapes.get(tensor), tensor);
    }

    @Override
    public void convolution(Convolution node) {
      windowed(node.name(), node.weights().outputs(), node.window(), of(node.input()));
    }

    @Override
    public void pool(Pool node) {
      TensorShape image = of(node.input());
      windowed(node.name(), image.channels(), node.window(), image);
    }

    private void windowed(String name, int channels, GraphNode.Window window, TensorShape image) {
      int rows = window.rows(image.height());
      int columns = window.columns(image.width());
      shapes.put(name, TensorShape.image(channels, rows, columns));
    }

    @Override
    public void dense(Dense node) {
      shapes.put(node.name(), TensorShape.vector(node.weights().outputs()));
    }

    @Override
    public void globalAverage(GlobalAverage node) {
      shapes.put(node.name(), TensorShape.image(of(node.input()).channels(), 1, 1));
    }

    @Override
    public void sum(Sum node) {
      shapes.put(node.name(), of(node.left()));
    }

    @Override
    public void channelScale(ChannelScale node) {
      shapes.put(node.name(), of(node.image()));
    }

    @Override
    public void pointwise(Pointwise node) {
      shapes.put(node.name(), of(node.input()));
    }

    @Override
    public void flatten(Flatten node) {
      shapes.put(node.name(), TensorShape.vector(of(node.input()).count()));
    }

    @Override
    public void softmax(Softmax node) {
      shapes.put(node.name(), of(node.input()));
    }

    @Override
    public void attention(Attention node) {
      TensorShape image = of(node.input());
      shapes.put(
          node.name(), TensorShape.image(node.output().outputs(), image.height(), image.width()));
    }
  }
}
