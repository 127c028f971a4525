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
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense layer with ReLU as native primitives: y = relu(x·W + b), [batch, in] → [batch, out].
 *
 * <p>Deeplearning4j keeps W, [in, out], in f order, which is oneDNN's [out, in] in c order: no
 * copies.
 */
final class DenseProgram implements ProgramCache.Program {
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
  private final Step forward;
  private final List<Step> backward = new ArrayList<>();

  DenseProgram(long batch, long in, long out, boolean training) {
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

    var description =
        scope.keep(
            new inner_product_forward.primitive_desc(
                scope.engine(),
                training ? prop_kind.forward_training : prop_kind.forward_inference,
                inputs,
                kernels,
                biases,
                outputs,
                scope.attributesWithRelu(),
                false));
    forward =
        scope.step(
            new inner_product_forward(description),
            description,
            DNNL_ARG_SRC,
            input.memory(),
            DNNL_ARG_WEIGHTS,
            weights.memory(),
            DNNL_ARG_BIAS,
            bias.memory(),
            DNNL_ARG_DST,
            output.memory());
    if (training) {
      backward(description);
    }
  }

  private void backward(inner_product_forward.primitive_desc hint) {
    memory gradient = scope.allocate(outputs);
    backward.add(scope.reluBackward(outputs, output.memory(), outputGradient.memory(), gradient));
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
    forward.run();
  }

  /**
   * The gradients by the arrays of the last {@link #forward}, which must still be there.
   *
   * @param out what it wrote, from which ReLU's gradient is taken
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

  @Override
  public void close() {
    scope.close();
  }
}
