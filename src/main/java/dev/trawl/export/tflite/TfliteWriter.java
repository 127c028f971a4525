package dev.trawl.export.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
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
import dev.trawl.export.graph.PointwiseFunction;
import dev.trawl.export.graph.TensorShape;
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.graph.Weights;
import dev.trawl.export.quantise.TensorRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Writes a {@link ModelGraph} as TensorFlow Lite, channels last. */
final class TfliteWriter implements GraphNode.Visitor {
  private static final byte SAME = 0;
  private static final byte VALID = 1;

  private final ModelGraph graph;
  private final TfliteModel model;
  private final TfliteNumbers numbers;
  private final Map<String, Integer> tensors = new HashMap<>();

  /** The image that a vector was, whose numbers lie in another order here. */
  private final Map<String, TensorShape> flattened = new HashMap<>();

  private TfliteWriter(ModelGraph graph, TfliteModel model, TfliteNumbers numbers) {
    this.graph = graph;
    this.model = model;
    this.numbers = numbers;
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
    TfliteNumbers.Images images = numbers.images(sizes(graph.images()));
    tensors.put(ModelGraph.INPUT, images.scaled());
    graph.visit(this);
    return model.write(images.input(), tensor(graph.output()), metadata);
  }

  /** A batch of one image, which a caller makes larger. */
  private static List<Integer> sizes(TensorShape shape) {
    return shape.isVector()
        ? List.of(1, shape.channels())
        : List.of(1, shape.height(), shape.width(), shape.channels());
  }

  private int tensor(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  /** The node's own result. */
  private int result(GraphNode node) {
    int tensor = numbers.tensor(node.name(), sizes(graph.shape(node.name())));
    tensors.put(node.name(), tensor);
    return tensor;
  }

  /** One between, of the node's shape. */
  private int between(GraphNode node, String name) {
    return numbers.tensor(name, sizes(graph.shape(node.name())));
  }

  private void operator(
      Operator operator, int[] inputs, int output, int fields, Consumer<FlatBufferBuilder> set) {
    model.operator(operator, numbers.version(operator), inputs, output, fields, set);
  }

  private void operator(Operator operator, int[] inputs, int output) {
    operator(operator, inputs, output, 1, options -> {});
  }

  @Override
  public void convolution(Convolution node) throws UnsupportedLayerException {
    byte padding = padding(node.name(), node.window(), graph.shape(node.input()));
    Window window = node.window();
    if (node.groups() == 1) {
      WeightLayout layout = WeightLayout.convolution(node.weights());
      operator(
          Operator.CONVOLUTION,
          weighted(node.input(), node.name(), node.weights(), layout),
          result(node),
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
    operator(
        Operator.DEPTHWISE,
        weighted(node.input(), node.name(), node.weights(), layout),
        result(node),
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
      tensor(input),
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
    operator(
        Operator.FULLY_CONNECTED,
        weighted(
            node.input(), node.name(), node.weights(), WeightLayout.dense(node.weights(), image)),
        result(node),
        3,
        options -> options.addByte(0, fused(node.clip()), 0));
  }

  @Override
  public void pool(Pool node) throws UnsupportedLayerException {
    numbers.like(node.name(), node.input());
    Window window = node.window();
    byte padding = padding(node.name(), window, graph.shape(node.input()));
    operator(
        node.max() ? Operator.MAX_POOL : Operator.AVERAGE_POOL,
        new int[] {tensor(node.input())},
        result(node),
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
    operator(
        Operator.MEAN,
        new int[] {tensor(node.input()), axes},
        result(node),
        1,
        options -> options.addBoolean(0, true, false)); // They stay, of size 1.
  }

  @Override
  public void sum(Sum node) {
    operator(
        Operator.ADD,
        new int[] {tensor(node.left()), tensor(node.right())},
        result(node),
        1,
        options -> options.addByte(0, fused(node.clip()), 0));
  }

  @Override
  public void channelScale(ChannelScale node) {
    int[] both = {tensor(node.image()), tensor(node.factors())};
    operator(Operator.MUL, both, result(node));
  }

  @Override
  public void pointwise(Pointwise node) throws UnsupportedLayerException {
    TensorShape image = flattened.get(node.input());
    if (image != null) {
      flattened.put(node.name(), image);
    }
    new TflitePointwise(node).write();
  }

  /** A function, of the operators that there are. */
  private final class TflitePointwise {
    private final Pointwise node;
    private final int x;

    TflitePointwise(Pointwise node) {
      this.node = node;
      this.x = tensor(node.input());
    }

    void write() throws UnsupportedLayerException {
      float alpha = node.function().alpha();
      switch (node.function().kind()) {
        case RELU -> operator(Operator.RELU, of(x), result(node));
        case RELU6 -> operator(Operator.RELU6, of(x), result(node));
        case LEAKY_RELU ->
            operator(Operator.LEAKY_RELU, of(x), result(node), 1, set -> set.addFloat(0, alpha, 0));
        case ELU -> {
          if (alpha != 1) {
            throw new UnsupportedLayerException(node.name(), "elu with alpha " + alpha);
          }
          operator(Operator.ELU, of(x), result(node));
        }
        case SIGMOID -> {
          numbers.unit(node.name(), false);
          operator(Operator.LOGISTIC, of(x), result(node));
        }
        case TANH -> {
          numbers.unit(node.name(), true);
          operator(Operator.TANH, of(x), result(node));
        }
        case SWISH -> gated(x);
        case GELU -> gelu();
        case MISH -> mish();
      }
    }

    private int[] of(int... inputs) {
      return inputs;
    }

    /** x · sigmoid(of the other). */
    private void gated(int steep) {
      String name = node.name() + "_gate";
      numbers.unit(name, false);
      int gate = between(node, name);
      operator(Operator.LOGISTIC, of(steep), gate);
      operator(Operator.MUL, of(x, gate), result(node));
    }

    private void gelu() {
      float slope = PointwiseFunction.GELU_SLOPE;
      String name = node.name() + "_steep";
      numbers.times(name, node.input(), slope);
      int steep = between(node, name);
      operator(Operator.MUL, of(x, numbers.factor(node.name() + "_slope", slope)), steep);
      gated(steep);
    }

    /** tanh(log(1 + e)) is p ÷ (p + 2) with p = e · (e + 2), and 1 to floats beyond x = 20. */
    private void mish() throws UnsupportedLayerException {
      numbers.need(node.name(), "the activation mish");
      int two = model.scalar(node.name() + "_two", 2);
      int small = between(node, node.name() + "_small");
      operator(Operator.MINIMUM, of(x, model.scalar(node.name() + "_most", 20)), small);
      int power = between(node, node.name() + "_power");
      operator(Operator.EXP, of(small), power);
      int more = between(node, node.name() + "_more");
      operator(Operator.ADD, of(power, two), more);
      int product = between(node, node.name() + "_product");
      operator(Operator.MUL, of(power, more), product);
      int below = between(node, node.name() + "_below");
      operator(Operator.ADD, of(product, two), below);
      int gate = between(node, node.name() + "_gate");
      operator(Operator.DIV, of(product, below), gate);
      operator(Operator.MUL, of(x, gate), result(node));
    }
  }

  @Override
  public void flatten(Flatten node) {
    numbers.like(node.name(), node.input());
    flattened.put(node.name(), graph.shape(node.input()));
    reshape(tensor(node.input()), node.name(), result(node), graph.shape(node.name()).count());
  }

  /** To these sizes behind the batch, which is what is left. */
  private void reshape(int tensor, String name, int output, int... sizes) {
    int[] all = new int[sizes.length + 1];
    all[0] = -1;
    System.arraycopy(sizes, 0, all, 1, sizes.length);
    int shape = model.integers(name + "_shape", all);
    int vector = model.integerVector(all);
    operator(
        Operator.RESHAPE,
        new int[] {tensor, shape},
        output,
        1,
        options -> options.addOffset(0, vector, 0));
  }

  @Override
  public void softmax(Softmax node) {
    numbers.unit(node.name(), false);
    operator(
        Operator.SOFTMAX,
        new int[] {tensor(node.input())},
        result(node),
        1,
        options -> options.addFloat(0, 1, 0));
  }

  @Override
  public void attention(Attention node) throws UnsupportedLayerException {
    numbers.need(node.name(), "self-attention");
    new TfliteAttention(node).write();
  }

  /** Self-attention, in floats. */
  private final class TfliteAttention {
    private final Attention node;
    private final int tokens;
    private final int width;

    TfliteAttention(Attention node) {
      TensorShape image = graph.shape(node.input());
      this.node = node;
      this.tokens = image.height() * image.width();
      this.width = node.heads() * node.size();
    }

    void write() {
      int channels = graph.shape(node.input()).channels();
      int rows = reshaped(tensor(node.input()), "tokens", tokens, channels); // [b,t,c]
      int query = heads(project(rows, "query", node.query()), "query"); // [b,h,t,s]
      int key = heads(project(rows, "key", node.key()), "key");
      int value = heads(project(rows, "value", node.value()), "value");
      int products = multiply(query, key, true, "products", tokens); // [b,h,t,t]
      int scale = model.scalar(name("scale"), (float) (1 / Math.sqrt(node.size())));
      int scores = made("scores", node.heads(), tokens, tokens);
      operator(Operator.MUL, new int[] {products, scale}, scores);
      int shares = made("shares", node.heads(), tokens, tokens);
      operator(
          Operator.SOFTMAX, new int[] {scores}, shares, 1, options -> options.addFloat(0, 1, 0));
      int mixed = multiply(shares, value, false, "mixed", node.size()); // [b,h,t,s]
      int byToken = made("by_token", tokens, node.heads(), node.size());
      transpose(mixed, byToken, "by_token");
      int joined = reshaped(byToken, "joined", tokens, width); // [b,t,h·s]
      int output = project(joined, "output", node.output());
      TensorShape image = graph.shape(node.name());
      reshape(output, node.name(), result(node), image.height(), image.width(), image.channels());
    }

    private String name(String part) {
      return node.name() + "_" + part;
    }

    private int made(String part, int... sizes) {
      List<Integer> all = new ArrayList<>(List.of(1));
      for (int size : sizes) {
        all.add(size);
      }
      return numbers.tensor(name(part), all);
    }

    private int reshaped(int tensor, String part, int... sizes) {
      int output = made(part, sizes);
      reshape(tensor, name(part), output, sizes);
      return output;
    }

    private int project(int rows, String part, Weights weights) {
      int matrix = model.constant(name(part + "_weights"), weights.shape(), weights.values());
      int bias = model.constant(name(part + "_bias"), List.of(weights.outputs()), weights.bias());
      int output = made(part + "_projected", tokens, weights.outputs());
      operator(
          Operator.PROJECTION,
          new int[] {rows, matrix, bias},
          output,
          3,
          options -> options.addBoolean(2, true, false)); // The dimensions stay.
      return output;
    }

    private int heads(int projected, String part) {
      int split = reshaped(projected, part + "_split", tokens, node.heads(), node.size());
      int turned = made(part, node.heads(), tokens, node.size());
      transpose(split, turned, part);
      return turned;
    }

    private void transpose(int tensor, int output, String part) {
      int order = model.integers(name(part + "_order"), 0, 2, 1, 3);
      operator(Operator.TRANSPOSE, new int[] {tensor, order}, output);
    }

    private int multiply(int one, int other, boolean turned, String part, int columns) {
      int output = made(part, node.heads(), tokens, columns);
      operator(
          Operator.BATCH_MATMUL,
          new int[] {one, other},
          output,
          2,
          options -> options.addBoolean(1, turned, false));
      return output;
    }
  }
}
