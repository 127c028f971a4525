package dev.trawl.export.graph;

import dev.trawl.export.graph.GraphNode.Clip;
import dev.trawl.export.graph.GraphNode.Convolution;
import dev.trawl.export.graph.GraphNode.Pointwise;
import dev.trawl.export.graph.GraphNode.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A {@link ModelGraph} while it grows. What only one layer reads, that layer may become part of.
 */
final class GraphBuilder {
  private final TensorShape images;
  private final List<GraphNode> nodes = new ArrayList<>();
  private final ModelGraph.ShapeInference shapes;
  private final Set<String> shared = new HashSet<>();

  GraphBuilder(TensorShape images) {
    this.images = images;
    this.shapes = new ModelGraph.ShapeInference(images);
  }

  ModelGraph graph() throws UnsupportedLayerException {
    return new ModelGraph(images, nodes);
  }

  TensorShape shape(String tensor) {
    return shapes.of(tensor);
  }

  /** Says that several layers read a tensor, so that it stays as it is. */
  void share(String tensor) {
    shared.add(tensor);
  }

  /** Appends a node; returns its tensor. */
  String add(GraphNode node) throws UnsupportedLayerException {
    nodes.add(node);
    node.accept(shapes);
    return node.name();
  }

  /** Appends a function, or makes it part of what it is applied to; returns the result's tensor. */
  String apply(PointwiseFunction function, String name, String tensor)
      throws UnsupportedLayerException {
    Clip clip =
        switch (function.kind()) {
          case RELU -> Clip.RELU;
          case RELU6 -> Clip.RELU6;
          default -> Clip.NONE;
        };
    if (clip == Clip.NONE || !replace(tensor, node -> node.clipped(clip))) {
      return add(new Pointwise(name, tensor, function));
    }
    return tensor;
  }

  /**
   * {@code factor · x + shift} of each channel: part of the layer that gives x, or a convolution of
   * one pixel of each channel by itself.
   */
  String scale(double[] factor, double[] shift, String name, String tensor)
      throws UnsupportedLayerException {
    if (replace(tensor, node -> node.scaled(factor, shift))) {
      return tensor;
    }
    if (shape(tensor).isVector()) {
      throw new UnsupportedLayerException(name, "batch normalisation of a vector");
    }
    int channels = factor.length;
    Weights one = new Weights(floats(factor), List.of(channels, 1, 1, 1), floats(shift));
    Window pixel = new Window(1, 1, 1, 1, 0, 0, 0, 0);
    return add(new Convolution(name, tensor, one, channels, pixel, Clip.NONE));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Has the node that gives a tensor replaced, where nobody else reads the tensor. */
  private boolean replace(String tensor, Function<GraphNode, Optional<GraphNode>> change) {
    for (int i = nodes.size() - 1; i >= 0 && !shared.contains(tensor); i--) {
      if (nodes.get(i).name().equals(tensor)) {
        Optional<GraphNode> changed = change.apply(nodes.get(i));
        int index = i;
        changed.ifPresent(node -> nodes.set(index, node));
        return changed.isPresent();
      }
    }
    return false;
  }
}
