package dev.trawl.export.tflite;

import dev.trawl.export.graph.GraphNode;
import dev.trawl.export.graph.GraphNode.Attention;
import dev.trawl.export.graph.GraphNode.ChannelScale;
import dev.trawl.export.graph.GraphNode.Clip;
import dev.trawl.export.graph.GraphNode.Convolution;
import dev.trawl.export.graph.GraphNode.Dense;
import dev.trawl.export.graph.GraphNode.Flatten;
import dev.trawl.export.graph.GraphNode.GlobalAverage;
import dev.trawl.export.graph.GraphNode.Pointwise;
import dev.trawl.export.graph.GraphNode.Pool;
import dev.trawl.export.graph.GraphNode.Softmax;
import dev.trawl.export.graph.GraphNode.Sum;
import dev.trawl.export.graph.GraphNode.Window;
import dev.trawl.export.graph.ModelGraph;
import dev.trawl.export.graph.TensorShape;
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.graph.Weights;
import dev.trawl.export.quantise.TensorRange;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/** Writes a {@link ModelGraph} as TensorFlow Lite, channels last. */
final class TfliteWriter implements GraphNode.Visitor {
  private static final byte SAME = 0;
  private static final byte VALID = 1;

  private final ModelGraph graph;
  private final TfliteModel model;
  private final TfliteNumbers numbers;
  private final TfliteOperators operators;

  /** The image that a vector was, whose numbers lie in another order here. */
  private final Map<String, TensorShape> flattened = new HashMap<>();

  private TfliteWriter(ModelGraph graph, TfliteModel model, TfliteNumbers numbers) {
    this.graph = graph;
    this.model = model;
    this.numbers = numbers;
    this.operators = new TfliteOperators(graph, model, numbers);
  }

  /** In 32-bit floats. */
  static byte[] floats(ModelGraph graph, SortedMap<String, String> metadata)
      throws UnsupportedLayerException {
    TfliteModel model = new TfliteModel();
    return new TfliteWriter(graph, model, new TfliteFloats(model)).write(metadata);
  }

  /** In 8 bits, with the ranges of the graph's tensors. */
  static byte[] eightBits(
      ModelGraph graph, Map<String, TensorRange> ranges, SortedMap<String, String> metadata)
      throws UnsupportedLayerException {
    TfliteModel model = new TfliteModel();
    return new TfliteWriter(graph, model, new TfliteEightBits(model, ranges)).write(metadata);
  }

  private byte[] write(SortedMap<String, String> metadata) throws UnsupportedLayerException {
    int input = operators.input();
    graph.visit(this);
    return model.write(input, operators.tensor(graph.output()), metadata);
  }

  @Override
  public void convolution(Convolution node) throws UnsupportedLayerException {
    byte padding = padding(node.name(), node.window(), graph.shape(node.input()));
    Window window = node.window();
    if (node.groups() == 1) {
      WeightLayout layout = WeightLayout.convolution(node.weights());
      operators.add(
          Operator.CONVOLUTION,
          weighted(node.input(), node.name(), node.weights(), layout),
          operators.result(node),
          4,
          options -> {
            options.addByte(0, padding, 0);
            options.addInt(1, window.strideRight(), 0);
            options.addInt(2, window.strideDown(), 0);
            options.addByte(3, fused(node.clip()), 0);
          });
      return;
    }
    int multiplier = node.weights().outputs() / node.groups();
    WeightLayout layout = WeightLayout.depthwise(node.weights());
    operators.add(
        Operator.DEPTHWISE,
        weighted(node.input(), node.name(), node.weights(), layout),
        operators.result(node),
        5,
        options -> {
          options.addByte(0, padding, 0);
          options.addInt(1, window.strideRight(), 0);
          options.addInt(2, window.strideDown(), 0);
          options.addInt(3, multiplier, 0);
          options.addByte(4, fused(node.clip()), 0);
        });
  }

  private int[] weighted(String input, String name, Weights weights, WeightLayout layout) {
    return new int[] {
      operators.tensor(input),
      numbers.weights(name + "_weights", input, weights, layout),
      numbers.bias(name + "_bias", input, weights, layout)
    };
  }

  private static byte padding(String layer, Window window, TensorShape image)
      throws UnsupportedLayerException {
    if (window.isBare()) {
      return VALID;
    }
    if (window.isSame(image)) {
      return SAME;
    }
    throw new UnsupportedLayerException(layer, "padding of its own");
  }

  private static byte fused(Clip clip) {
    return switch (clip) {
      case NONE -> 0;
      case RELU -> 1;
      case RELU6 -> 3;
    };
  }

  @Override
  public void dense(Dense node) {
    TensorShape image = flattened.getOrDefault(node.input(), graph.shape(node.input()));
    operators.add(
        Operator.FULLY_CONNECTED,
        weighted(
            node.input(), node.name(), node.weights(), WeightLayout.dense(node.weights(), image)),
        operators.result(node),
        3,
        options -> options.addByte(0, fused(node.clip()), 0));
  }

  @Override
  public void pool(Pool node) throws UnsupportedLayerException {
    numbers.like(node.name(), node.input());
    Window window = node.window();
    byte padding = padding(node.name(), window, graph.shape(node.input()));
    operators.add(
        node.max() ? Operator.MAX_POOL : Operator.AVERAGE_POOL,
        new int[] {operators.tensor(node.input())},
        operators.result(node),
        6,
        options -> {
          options.addByte(0, padding, 0);
          options.addInt(1, window.strideRight(), 0);
          options.addInt(2, window.strideDown(), 0);
          options.addInt(3, window.width(), 0);
          options.addInt(4, window.height(), 0);
        });
  }

  @Override
  public void globalAverage(GlobalAverage node) {
    int axes = model.integers(node.name() + "_axes", 1, 2);
    operators.add(
        Operator.MEAN,
        new int[] {operators.tensor(node.input()), axes},
        operators.result(node),
        1,
        options -> options.addBoolean(0, true, false)); // They stay, of size 1.
  }

  @Override
  public void sum(Sum node) {
    operators.add(
        Operator.ADD,
        new int[] {operators.tensor(node.left()), operators.tensor(node.right())},
        operators.result(node),
        1,
        options -> options.addByte(0, fused(node.clip()), 0));
  }

  @Override
  public void channelScale(ChannelScale node) {
    int[] both = {operators.tensor(node.image()), operators.tensor(node.factors())};
    operators.add(Operator.MUL, both, operators.result(node));
  }

  @Override
  public void pointwise(Pointwise node) throws UnsupportedLayerException {
    TensorShape image = flattened.get(node.input());
    if (image != null) {
      flattened.put(node.name(), image);
    }
    new TflitePointwise(operators, model, numbers, node).write();
  }

  @Override
  public void flatten(Flatten node) {
    numbers.like(node.name(), node.input());
    flattened.put(node.name(), graph.shape(node.input()));
    operators.reshape(
        operators.tensor(node.input()),
        node.name(),
        operators.result(node),
        graph.shape(node.name()).count());
  }

  @Override
  public void softmax(Softmax node) {
    numbers.unit(node.name(), false);
    operators.add(
        Operator.SOFTMAX,
        new int[] {operators.tensor(node.input())},
        operators.result(node),
        1,
        options -> options.addFloat(0, 1, 0));
  }

  @Override
  public void attention(Attention node) throws UnsupportedLayerException {
    numbers.need(node.name(), "self-attention");
    new TfliteAttention(operators, model, numbers, node, graph.shape(node.input())).write();
  }
}
