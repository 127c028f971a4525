package dev.trawl.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.jspecify.annotations.Nullable;

/**
 * What Deeplearning4j takes for granted of a graph that it builds; one that is read may be
 * anybody's.
 */
final class GraphCheck {
  private final Map<String, GraphVertex> vertices;
  private final Map<String, List<String>> inputs;

  /** The input, then the vertices, in the order in which Deeplearning4j numbers them. */
  private final List<String> names;

  private GraphCheck(ComputationGraphConfiguration graph, String input) {
    vertices = graph.getVertices();
    inputs = graph.getVertexInputs();
    names = new ArrayList<>(List.of(input));
    names.addAll(vertices.keySet());
  }

  /**
   * Checks that it has one input, one output and vertices that are there.
   *
   * @throws IOException when it hasn't, with what was found
   */
  static void check(@Nullable ComputationGraphConfiguration graph) throws IOException {
    if (graph == null || graph.getVertices() == null || graph.getVertices().isEmpty()) {
      throw new IOException(ModelConfiguration.NEEDED + "no layers");
    }
    List<String> in = graph.getNetworkInputs();
    List<String> out = graph.getNetworkOutputs();
    if (in == null || in.size() != 1 || out == null || out.size() != 1) {
      throw found("the inputs %s and the outputs %s".formatted(in, out));
    }
    GraphCheck check = new GraphCheck(graph, in.get(0));
    if (!graph.getVertices().containsKey(out.get(0)) || check.vertices.containsKey(in.get(0))) {
      throw found("the inputs %s and the outputs %s".formatted(in, out));
    }
    for (String name : check.vertices.keySet()) {
      check.needVertex(name);
    }
    check.needOrder(graph.getTopologicalOrder(), graph.getTopologicalOrderStr());
  }

  private void needVertex(String name) throws IOException {
    List<String> from = inputs == null ? null : inputs.get(name);
    if (from == null || from.isEmpty() || !names.containsAll(from)) {
      throw found("the inputs %s of %s".formatted(from, name));
    }
    GraphVertex vertex = vertices.get(name);
    if (vertex == null) {
      throw found("nothing as layer " + name);
    }
    if (vertex instanceof LayerVertex layer) {
      if (layer.getLayerConf() == null || layer.getLayerConf().getLayer() == null) {
        throw found("nothing as layer " + name);
      }
      needWindow(name, layer.getLayerConf().getLayer());
    }
  }

  /**
   * The order that a file gives is the one in which its weights lie, and Deeplearning4j goes by it
   * unseen; a file without one has it worked out.
   */
  private void needOrder(int @Nullable [] order, @Nullable List<String> ordered)
      throws IOException {
    if (order == null || ordered == null) {
      return;
    }
    Set<String> before = new HashSet<>();
    boolean sound = order.length == names.size() && ordered.size() == names.size();
    for (int i = 0; sound && i < order.length; i++) {
      String name = ordered.get(i);
      sound =
          order[i] >= 0
              && order[i] < names.size()
              && names.get(order[i]).equals(name)
              && before.containsAll(inputs.getOrDefault(name, List.of()))
              && before.add(name);
    }
    if (!sound) {
      throw found("the order %s of its layers".formatted(ordered));
    }
  }

  private static void needWindow(String name, Layer layer) throws IOException {
    if (layer instanceof ConvolutionLayer c) {
      needWindow(name, c.getKernelSize(), c.getStride(), c.getDilation(), c.getPadding());
    } else if (layer instanceof SubsamplingLayer s) {
      needWindow(name, s.getKernelSize(), s.getStride(), s.getDilation(), s.getPadding());
    } else if (layer instanceof Upsampling2D u) {
      needSizes(name, "size", u.getSize(), 1);
    }
  }

  private static void needWindow(
      String layer, int[] kernel, int[] stride, int[] dilation, int[] padding) throws IOException {
    needSizes(layer, "kernel", kernel, 1);
    needSizes(layer, "stride", stride, 1);
    needSizes(layer, "dilation", dilation, 1);
    needSizes(layer, "padding", padding, 0);
  }

  /** Of height and width; Deeplearning4j divides by them. */
  private static void needSizes(String layer, String name, int @Nullable [] sizes, int least)
      throws IOException {
    if (sizes == null || sizes.length != 2 || Arrays.stream(sizes).anyMatch(size -> size < least)) {
      throw found("the %s %s in layer %s".formatted(name, Arrays.toString(sizes), layer));
    }
  }

  private static IOException found(String found) {
    return new IOException(ModelConfiguration.NEEDED + found);
  }
}
