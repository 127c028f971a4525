package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.trawl.train.onednn.NativeScope.Step;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.softmax_forward;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense layer as native primitives: y = f(x·W + b), [batch, in] → [batch, out].
 *
 * <p>Deeplearning4j keeps W, [in, out], in f order, which is oneDNN's [out, in] in c order: no
 * copies.
 */
final class DenseProgram implements ProgramCache.Program {
  /** What is applied to the product, and what its gradient is taken from. */
  enum Activation {
    /** Backwards: the gradient by the output where the output is positive. */
    RELU,
    /** With cross-entropy as loss. Backwards: the output − the labels, given as the gradient. */
    SOFTMAX
  }

  /** What a layer's program is made for: all else is the layer's. */
  record Key(long batch, boolean training) {}

  private final NativeScope scope = new NativeScope();
  private final desc inputs;
  private final desc kernels;
  private final desc biases;
  private final desc outputs;

  private final ArrayMemory input;
  private final ArrayMemory weights;
  private final ArrayMemory bias;
  private final ArrayMemory output;
  private final ArrayMemory outputGradient;
  private final ArrayMemory weightGradient;
  private final ArrayMemory biasGradient;
  private final ArrayMemory inputGradient;
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();

  DenseProgram(long batch, long in, long out, Activation activation, boolean training) {
    inputs = scope.describe(memory.format_tag.ab, batch, in);
    kernels = scope.describe(memory.format_tag.ab, out, in);
    biases = scope.describe(memory.format_tag.x, out);
    outputs = scope.describe(memory.format_tag.ab, batch, out);
    input = scope.bind(inputs);
    weights = scope.bind(kernels);
    bias = scope.bind(biases);
    output = scope.bind(outputs);
    outputGradient = scope.bind(outputs);
    weightGradient = scope.bind(kernels);
    biasGradient = scope.bind(biases);
    inputGradient = scope.bind(inputs);

    prop_kind kind = training ? prop_kind.forward_training : prop_kind.forward_inference;
    var product =
        scope.keep(
            new inner_product_forward.primitive_desc(
                scope.engine(),
                kind,
                inputs,
                kernels,
                biases,
                outputs,
                activation == Activation.RELU ? scope.attributesWithRelu() : scope.attributes(),
                false));
    memory result = activation == Activation.RELU ? output.memory() : scope.allocate(outputs);
    forward.add(
        scope.step(
            new inner_product_forward(product),
            product,
            DNNL_ARG_SRC,
            input.memory(),
            DNNL_ARG_WEIGHTS,
            weights.memory(),
            DNNL_ARG_BIAS,
            bias.memory(),
            DNNL_ARG_DST,
            result));
    if (activation == Activation.SOFTMAX) {
      forward.add(softmax(result, kind));
    }
    if (training) {
      memory gradient = scope.allocate(outputs);
      backward.add(
          activation == Activation.RELU
              ? scope.reluBackward(outputs, output.memory(), outputGradient.memory(), gradient)
              : scope.subtract(outputs, output.memory(), outputGradient.memory(), gradient));
      backward(product, gradient);
    }
  }

  /** The programs of one layer. */
  static ProgramCache<Key, DenseProgram> programs(FeedForwardLayer layer, Activation activation) {
    return new ProgramCache<>(
        key ->
            new DenseProgram(
                key.batch(), layer.getNIn(), layer.getNOut(), activation, key.training()));
  }

  private Step softmax(memory logits, prop_kind kind) {
    var description =
        scope.keep(
            new softmax_forward.primitive_desc(
                scope.engine(),
                kind,
                algorithm.softmax_accurate,
                outputs,
                outputs,
                1,
                scope.attributes(),
                false));
    return scope.step(
        new softmax_forward(description),
        description,
        DNNL_ARG_SRC,
        logits,
        DNNL_ARG_DST,
        output.memory());
  }

  private void backward(inner_product_forward.primitive_desc hint, memory gradient) {
    var byWeights =
        scope.keep(
            new inner_product_backward_weights.primitive_desc(
                scope.engine(), inputs, kernels, biases, outputs, hint, scope.attributes(), false));
    backward.add(
        scope.step(
            new inner_product_backward_weights(byWeights),
            byWeights,
            DNNL_ARG_SRC,
            input.memory(),
            DNNL_ARG_DIFF_DST,
            gradient,
            DNNL_ARG_DIFF_WEIGHTS,
            weightGradient.memory(),
            DNNL_ARG_DIFF_BIAS,
            biasGradient.memory()));
    var byInput =
        scope.keep(
            new inner_product_backward_data.primitive_desc(
                scope.engine(), inputs, kernels, outputs, hint, scope.attributes(), false));
    backward.add(
        scope.step(
            new inner_product_backward_data(byInput),
            byInput,
            DNNL_ARG_DIFF_DST,
            gradient,
            DNNL_ARG_WEIGHTS,
            weights.memory(),
            DNNL_ARG_DIFF_SRC,
            inputGradient.memory()));
  }

  /** All arrays in c order but the weights, which are in f order. */
  void forward(INDArray in, INDArray kernel, INDArray offset, INDArray out) {
    input.pointAt(in);
    weights.pointAt(kernel);
    bias.pointAt(offset);
    output.pointAt(out);
    ConvolutionProgram.run(forward);
  }

  /**
   * The gradients by the arrays of the last {@link #forward}, which must still be there.
   *
   * @param out what it wrote
   * @param byOutput the gradient by the output; behind softmax the labels
   */
  void backward(
      INDArray out, INDArray byOutput, INDArray byWeights, INDArray byBias, INDArray byInput) {
    output.pointAt(out);
    outputGradient.pointAt(byOutput);
    weightGradient.pointAt(byWeights);
    biasGradient.pointAt(byBias);
    inputGradient.pointAt(byInput);
    ConvolutionProgram.run(backward);
  }

  /** Copies what {@link #forward} wrote last. */
  void readOutput(float[] values) {
    output.read(values);
  }

  /** Copies what {@link #backward} was given last. */
  void readOutputGradient(float[] values) {
    outputGradient.read(values);
  }

  @Override
  public void close() {
    scope.close();
  }
}
