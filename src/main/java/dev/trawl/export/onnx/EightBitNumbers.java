package dev.trawl.export.onnx;

import dev.trawl.export.graph.GraphNode;
import dev.trawl.export.graph.ModelGraph;
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.graph.Weights;
import dev.trawl.export.onnx.OnnxModel.Attribute;
import dev.trawl.export.quantise.QuantizedWeights;
import dev.trawl.export.quantise.TensorRange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * 8 bits as pairs of QuantizeLinear and DequantizeLinear around each layer, which ONNX Runtime
 * turns into layers of integers. Activations are unsigned, weights signed with a scale for each
 * output; the pixels are the input's 8 bits as they are; what goes into softmax, and its result,
 * stay floats.
 */
final class EightBitNumbers implements OnnxNumbers {
  private final OnnxModel model;
  private final Map<String, TensorRange> ranges;
  private final Set<String> floats = new HashSet<>();

  EightBitNumbers(OnnxModel model, ModelGraph graph, Map<String, TensorRange> ranges) {
    this.model = model;
    this.ranges = new HashMap<>(ranges);
    GraphNode last = graph.nodes().get(graph.nodes().size() - 1);
    floats.add(last.name());
    floats.addAll(last.inputs());
  }

  private TensorRange range(String tensor) {
    return Objects.requireNonNull(ranges.get(tensor), tensor);
  }

  @Override
  public void images(String image) {
    TensorRange pixels = range(ModelGraph.INPUT);
    dequantize(
        image,
        model.scalar("pixel_scale", pixels.scale()),
        model.unsignedByte("pixel_zero", pixels.zero()),
        input(ModelGraph.INPUT));
  }

  private String dequantize(String bytes, String scale, String zero, String name) {
    return model.node("DequantizeLinear", List.of(bytes, scale, zero), name);
  }

  @Override
  public String input(String tensor) {
    return floats.contains(tensor) ? tensor : tensor + "_rounded";
  }

  @Override
  public String result(String tensor) {
    return floats.contains(tensor) ? tensor : tensor + "_exact";
  }

  @Override
  public void finish(String tensor) {
    if (floats.contains(tensor)) {
      return;
    }
    String scale = model.scalar(tensor + "_scale", range(tensor).scale());
    String zero = model.unsignedByte(tensor + "_zero", range(tensor).zero());
    List<String> exact = List.of(result(tensor), scale, zero);
    String bytes = model.node("QuantizeLinear", exact, tensor + "_bytes");
    dequantize(bytes, scale, zero, input(tensor));
  }

  @Override
  public void finishLike(String tensor, String other) {
    ranges.put(tensor, range(other));
    finish(tensor);
  }

  @Override
  public String weights(String name, String input, Weights weights) {
    QuantizedWeights rounded = rounded(input, weights);
    List<Integer> each = List.of(weights.outputs());
    return model.node(
        "DequantizeLinear",
        List.of(
            model.signedBytes(name + "_bytes", rounded.values(), weights.shape()),
            model.floats(name + "_scale", rounded.scales(), each),
            model.signedBytes(name + "_zero", new byte[weights.outputs()], each)),
        name,
        Attribute.of("axis", 0));
  }

  @Override
  public String bias(String name, String input, Weights weights) {
    QuantizedWeights rounded = rounded(input, weights);
    List<Integer> each = List.of(weights.outputs());
    return model.node(
        "DequantizeLinear",
        List.of(
            model.integers(name + "_integers", rounded.bias(), each),
            model.floats(name + "_scale", rounded.biasScales(), each),
            model.integers(name + "_zero", new int[weights.outputs()], each)),
        name,
        Attribute.of("axis", 0));
  }

  private QuantizedWeights rounded(String input, Weights weights) {
    return QuantizedWeights.of(weights, range(input).scale(), true);
  }

  @Override
  public void need(String layer, String kind) throws UnsupportedLayerException {
    throw new UnsupportedLayerException(layer, kind);
  }
}
