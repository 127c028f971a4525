package dev.trawl.export.tflite;

import dev.trawl.export.graph.ModelGraph;
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.graph.Weights;
import dev.trawl.export.quantise.QuantizedWeights;
import dev.trawl.export.quantise.TensorRange;
import dev.trawl.export.tflite.TfliteModel.Numbers;
import dev.trawl.export.tflite.TfliteModel.Quantization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Signed bytes throughout, from the pixels less 128 to the probabilities in steps of 1/256. Kernels
 * have a scale for each filter; a dense layer has one for all, which every interpreter knows.
 */
final class TfliteEightBits implements TfliteNumbers {
  /** What signed bytes are less than unsigned ones. */
  private static final int MIDDLE = 128;

  private static final int LARGEST = 127;

  /** Dimensions of a kernel, against a matrix. */
  private static final int KERNEL_RANK = 4;

  private final TfliteModel model;
  private final Map<String, TensorRange> ranges;

  TfliteEightBits(TfliteModel model, Map<String, TensorRange> ranges) {
    this.model = model;
    this.ranges = new HashMap<>(ranges);
  }

  private TensorRange range(String tensor) {
    return Objects.requireNonNull(ranges.get(tensor), tensor);
  }

  @Override
  public Images images(List<Integer> sizes) {
    int image = tensor(ModelGraph.INPUT, sizes);
    return new Images(image, image);
  }

  @Override
  public int tensor(String name, List<Integer> sizes) {
    TensorRange range = range(name);
    float[] scale = {range.scale()};
    return model.tensor(
        name, Numbers.INT8, sizes, new Quantization(scale, range.zero() - MIDDLE, 0));
  }

  @Override
  public void like(String tensor, String other) {
    ranges.put(tensor, range(other));
  }

  @Override
  public void times(String tensor, String other, float factor) {
    ranges.put(tensor, range(other).times(factor));
  }

  @Override
  public void unit(String tensor, boolean signed) {
    ranges.put(tensor, signed ? new TensorRange(-1, 127 / 128f) : new TensorRange(0, 255 / 256f));
  }

  @Override
  public int weights(String name, String input, Weights weights, WeightLayout layout) {
    QuantizedWeights rounded = rounded(input, weights, layout);
    return model.signedBytes(
        name,
        layout.sizes(),
        layout.moved(rounded.values()),
        new Quantization(rounded.scales(), 0, layout.outputs()));
  }

  @Override
  public int bias(String name, String input, Weights weights, WeightLayout layout) {
    QuantizedWeights rounded = rounded(input, weights, layout);
    return model.integers(name, rounded.bias(), new Quantization(rounded.biasScales(), 0, 0));
  }

  private QuantizedWeights rounded(String input, Weights weights, WeightLayout layout) {
    boolean kernel = layout.sizes().size() == KERNEL_RANK;
    return QuantizedWeights.of(weights, range(input).scale(), kernel);
  }

  @Override
  public int factor(String name, float value) {
    float[] scale = {value / LARGEST};
    return model.signedBytes(name, List.of(), new byte[] {LARGEST}, new Quantization(scale, 0, 0));
  }

  @Override
  public int version(Operator operator) {
    return operator.bytes();
  }

  @Override
  public void need(String layer, String kind) throws UnsupportedLayerException {
    throw new UnsupportedLayerException(layer, kind);
  }
}
