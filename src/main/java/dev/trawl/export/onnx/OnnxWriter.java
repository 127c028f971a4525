package dev.trawl.export.onnx;

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
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.graph.Weights;
import dev.trawl.export.onnx.OnnxModel.Attribute;
import dev.trawl.export.quantise.TensorRange;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Writes a {@link ModelGraph} as ONNX. */
public final class OnnxWriter implements GraphNode.Visitor {
  /** The input: [batch, channels, height, width], bytes from 0 to 255. */
  static final String IMAGE = "image";

  private final ModelGraph graph;
  private final OnnxModel model;
  private final OnnxNumbers numbers;

  private OnnxWriter(ModelGraph graph, OnnxModel model, OnnxNumbers numbers) {
    this.graph = graph;
    this.model = model;
    this.numbers = numbers;
  }

  /** In 32-bit floats. */
  static byte[] floats(ModelGraph graph, SortedMap<String, String> metadata)
      throws UnsupportedLayerException {
    OnnxModel model = new OnnxModel();
    new OnnxWriter(graph, model, new FloatNumbers(model)).write();
    return model.write(metadata);
  }

  /** In 8 bits, with the ranges of the graph's tensors. */
  static byte[] eightBits(
      ModelGraph graph, Map<String, TensorRange> ranges, SortedMap<String, String> metadata)
      throws UnsupportedLayerException {
    OnnxModel model = new OnnxModel();
    new OnnxWriter(graph, model, new EightBitNumbers(model, graph, ranges)).write();
    return model.write(metadata);
  }

  /** In floats, with every tensor among the outputs, by the graph's names: to see their ranges. */
  public static byte[] tensors(ModelGraph graph) throws UnsupportedLayerException {
    OnnxModel model = new OnnxModel();
    new OnnxWriter(graph, model, new FloatNumbers(model)).write();
    for (GraphNode node : graph.nodes()) {
      if (!node.name().equals(graph.output())) {
        model.output(node.name(), graph.shape(node.name()));
      }
    }
    return model.write(Collections.emptySortedMap());
  }

  private void write() throws UnsupportedLayerException {
    model.bytesInput(IMAGE, graph.images());
    numbers.images(IMAGE);
    graph.visit(this);
    model.output(graph.output(), graph.shape(graph.output()));
  }

  @Override
  public void convolution(Convolution node) {
    model.node(
        "Conv",
        weighted(node.input(), node.name(), node.weights()),
        beforeClip(node.name(), node.clip()),
        Attribute.of("kernel_shape", kernel(node.window())),
        Attribute.of("strides", strides(node.window())),
        Attribute.of("pads", pads(node.window())),
        Attribute.of("group", node.groups()));
    clip(node.name(), node.clip());
  }

  @Override
  public void dense(Dense node) {
    model.node(
        "Gemm",
        weighted(node.input(), node.name(), node.weights()),
        beforeClip(node.name(), node.clip()),
        Attribute.of("transB", 1));
    clip(node.name(), node.clip());
  }

  private List<String> weighted(String input, String name, Weights weights) {
    return List.of(
        numbers.input(input),
        numbers.weights(name + "_weights", input, weights),
        numbers.bias(name + "_bias", input, weights));
  }

  private static List<Integer> kernel(Window window) {
    return List.of(window.height(), window.width());
  }

  private static List<Integer> strides(Window window) {
    return List.of(window.strideDown(), window.strideRight());
  }

  private static List<Integer> pads(Window window) {
    return List.of(window.top(), window.left(), window.bottom(), window.right());
  }

  @Override
  public void pool(Pool node) {
    model.node(
        node.max() ? "MaxPool" : "AveragePool",
        List.of(numbers.input(node.input())),
        numbers.result(node.name()),
        Attribute.of("kernel_shape", kernel(node.window())),
        Attribute.of("strides", strides(node.window())),
        Attribute.of("pads", pads(node.window())));
    numbers.finishLike(node.name(), node.input());
  }

  @Override
  public void globalAverage(GlobalAverage node) {
    model.node(
        "GlobalAveragePool", List.of(numbers.input(node.input())), numbers.result(node.name()));
    numbers.finish(node.name());
  }

  @Override
  public void sum(Sum node) {
    model.node(
        "Add",
        List.of(numbers.input(node.left()), numbers.input(node.right())),
        beforeClip(node.name(), node.clip()));
    clip(node.name(), node.clip());
  }

  @Override
  public void channelScale(ChannelScale node) {
    model.node(
        "Mul",
        List.of(numbers.input(node.image()), numbers.input(node.factors())),
        numbers.result(node.name()));
    numbers.finish(node.name());
  }

  private String beforeClip(String tensor, Clip clip) {
    return clip == Clip.NONE ? numbers.result(tensor) : tensor + "_linear";
  }

  private void clip(String tensor, Clip clip) {
    switch (clip) {
      case RELU -> model.node("Relu", List.of(tensor + "_linear"), numbers.result(tensor));
      case RELU6 -> relu6(tensor + "_linear", numbers.result(tensor));
      case NONE -> {}
    }
    numbers.finish(tensor);
  }

  private void relu6(String input, String output) {
    model.node("Clip", List.of(input, model.scalar("zero", 0), model.scalar("six", 6)), output);
  }

  @Override
  public void pointwise(Pointwise node) {
    String x = numbers.input(node.input());
    String y = numbers.result(node.name());
    List<String> of = List.of(x);
    float alpha = node.function().alpha();
    switch (node.function().kind()) {
      case RELU -> model.node("Relu", of, y);
      case RELU6 -> relu6(x, y);
      case LEAKY_RELU -> model.node("LeakyRelu", of, y, "alpha", alpha);
      case ELU -> model.node("Elu", of, y, "alpha", alpha);
      case SIGMOID -> model.node("Sigmoid", of, y);
      case TANH -> model.node("Tanh", of, y);
      case SWISH -> product(x, model.node("Sigmoid", of, node.name() + "_gate"), y);
      case GELU -> {
        String slope = model.scalar("gelu_slope", PointwiseFunction.GELU_SLOPE);
        String steep = model.node("Mul", List.of(x, slope), node.name() + "_steep");
        product(x, model.node("Sigmoid", List.of(steep), node.name() + "_gate"), y);
      }
      case MISH -> {
        String soft = model.node("Softplus", of, node.name() + "_soft");
        product(x, model.node("Tanh", List.of(soft), node.name() + "_gate"), y);
      }
    }
    numbers.finish(node.name());
  }

  private void product(String one, String other, String result) {
    model.node("Mul", List.of(one, other), result);
  }

  @Override
  public void flatten(Flatten node) {
    model.node(
        "Flatten",
        List.of(numbers.input(node.input())),
        numbers.result(node.name()),
        Attribute.of("axis", 1));
    numbers.finishLike(node.name(), node.input());
  }

  @Override
  public void softmax(Softmax node) {
    model.node(
        "Softmax",
        List.of(numbers.input(node.input())),
        numbers.result(node.name()),
        Attribute.of("axis", -1));
    numbers.finish(node.name());
  }

  @Override
  public void attention(Attention node) throws UnsupportedLayerException {
    numbers.need(node.name(), "self-attention");
    new OnnxAttention(model, node, graph.shape(node.input())).write();
  }
}
