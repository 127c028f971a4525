package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.trawl.train.onednn.ConvolutionProgram.Pooled;
import dev.trawl.train.onednn.NativeScope.Step;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of a {@link ConvolutionProgram}, from what its forward pass left: nothing is
 * computed again. The pooling's part and the convolution's are two calls, as they are two layers.
 */
final class ConvolutionBackward {
  private final NativeScope scope;
  private final ConvolutionShape shape;
  private final Forward forward;

  private final ArrayMemory outputGradient;
  private final ArrayMemory weightGradient;
  private final @Nullable ArrayMemory biasGradient;
  private final @Nullable ArrayMemory inputGradient;
  private final List<Step> unpool = new ArrayList<>();
  private final List<Step> convolve = new ArrayList<>();

  /** The forward pass: memories that still hold its values. */
  record Forward(
      convolution_forward.primitive_desc description,
      memory source,
      memory packedWeights,
      memory convolved,
      @Nullable Pooled pooled,
      memory result) {}

  ConvolutionBackward(
      NativeScope scope,
      ConvolutionShape shape,
      Forward forward,
      ArrayMemory weights,
      ArrayMemory input,
      ArrayMemory output) {
    this.scope = scope;
    this.shape = shape;
    this.forward = forward;
    outputGradient = scope.bind(output.memory().get_desc());
    weightGradient = scope.bind(weights.memory().get_desc());
    biasGradient =
        shape.bias()
            ? scope.bind(scope.describe(memory.format_tag.x, shape.outputChannels()))
            : null;
    inputGradient = shape.inputGradient() ? scope.bind(input.memory().get_desc()) : null;

    memory convolvedGradient = unpool(reluOfResult(inResultLayout()));
    weightGradientStep(convolvedGradient);
    if (inputGradient != null) {
      inputGradientStep(convolvedGradient, weights, inputGradient);
    }
  }

  /** The pooling's gradient, kept for {@link #convolve}; without pooling nothing is to be done. */
  void unpool(INDArray outputGradients) {
    outputGradient.pointAt(outputGradients);
    ConvolutionProgram.run(unpool);
  }

  /** The convolution's gradients, after {@link #unpool}; the last of them is null if unwanted. */
  void convolve(
      INDArray weightGradients,
      @Nullable INDArray biasGradients,
      @Nullable INDArray inputGradients) {
    weightGradient.pointAt(weightGradients);
    if (biasGradient != null && biasGradients != null) {
      biasGradient.pointAt(biasGradients);
    }
    if (inputGradient != null && inputGradients != null) {
      inputGradient.pointAt(inputGradients);
    }
    ConvolutionProgram.run(convolve);
  }

  private memory inResultLayout() {
    memory.desc wanted = scope.keep(forward.result().get_desc());
    if (scope.keep(outputGradient.memory().get_desc()).equals(wanted)) {
      return outputGradient.memory();
    }
    memory copy = scope.allocate(wanted);
    unpool.add(scope.copy(outputGradient.memory(), copy));
    return copy;
  }

  /** ReLU's gradient by the pooled or unpooled output; behind a mean it has to wait. */
  @SuppressWarnings("ReferenceEquality") // Whether it is the caller's own array.
  private memory reluOfResult(memory gradient) {
    if (!shape.relu() || (forward.pooled() != null && shape.averaged())) {
      return gradient;
    }
    memory.desc description = scope.keep(forward.result().get_desc());
    boolean theCallers = gradient == outputGradient.memory();
    memory result = theCallers ? scope.allocate(description) : gradient;
    unpool.add(scope.reluBackward(description, forward.result(), gradient, result));
    return result;
  }

  private memory unpool(memory gradient) {
    Pooled pooled = forward.pooled();
    Window window = shape.pool();
    if (pooled == null || window == null) {
      return gradient;
    }
    memory.desc convolved = scope.keep(forward.convolved().get_desc());
    var description =
        scope.keep(
            new pooling_backward.primitive_desc(
                scope.engine(),
                shape.averaged() ? algorithm.pooling_avg_exclude_padding : algorithm.pooling_max,
                convolved,
                scope.keep(pooled.result().get_desc()),
                window.stride(),
                window.kernel(),
                new long[] {0, 0},
                window.before(),
                window.after(),
                pooled.description(),
                scope.attributes(),
                false));
    boolean reluWaits = shape.relu() && shape.averaged();
    // Its values are needed no more, unless ReLU's gradient still waits for them.
    memory result = reluWaits ? scope.allocate(convolved) : forward.convolved();
    List<Object> arguments =
        new ArrayList<>(List.of(DNNL_ARG_DIFF_DST, gradient, DNNL_ARG_DIFF_SRC, result));
    if (pooled.workspace() != null) {
      arguments.add(DNNL_ARG_WORKSPACE);
      arguments.add(pooled.workspace());
    }
    unpool.add(scope.step(new pooling_backward(description), description, arguments.toArray()));
    if (reluWaits) {
      unpool.add(scope.reluBackward(convolved, forward.convolved(), result, result));
    }
    return result;
  }

  private void weightGradientStep(memory convolvedGradient) {
    Window window = shape.window();
    memory.desc source = scope.keep(forward.source().get_desc());
    memory.desc kernels = scope.describe(memory.format_tag.any, shape.weights());
    memory.desc gradient = scope.keep(convolvedGradient.get_desc());
    var description =
        scope.keep(
            biasGradient == null
                ? new convolution_backward_weights.primitive_desc(
                    scope.engine(),
                    algorithm.convolution_direct,
                    source,
                    kernels,
                    gradient,
                    window.stride(),
                    window.before(),
                    window.after(),
                    forward.description(),
                    scope.attributes(),
                    false)
                : new convolution_backward_weights.primitive_desc(
                    scope.engine(),
                    algorithm.convolution_direct,
                    source,
                    kernels,
                    scope.describe(memory.format_tag.x, shape.outputChannels()),
                    gradient,
                    window.stride(),
                    window.before(),
                    window.after(),
                    forward.description(),
                    scope.attributes(),
                    false));
    memory packed = scope.allocate(description.diff_weights_desc());
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                DNNL_ARG_SRC,
                forward.source(),
                DNNL_ARG_DIFF_DST,
                convolvedGradient,
                DNNL_ARG_DIFF_WEIGHTS,
                packed));
    if (biasGradient != null) {
      arguments.add(DNNL_ARG_DIFF_BIAS);
      arguments.add(biasGradient.memory());
    }
    convolve.add(
        scope.step(
            new convolution_backward_weights(description), description, arguments.toArray()));
    convolve.add(scope.copy(packed, weightGradient.memory()));
  }

  private void inputGradientStep(
      memory convolvedGradient, ArrayMemory weights, ArrayMemory inputGradients) {
    Window window = shape.window();
    var description =
        scope.keep(
            new convolution_backward_data.primitive_desc(
                scope.engine(),
                algorithm.convolution_direct,
                scope.keep(forward.source().get_desc()),
                scope.describe(memory.format_tag.any, shape.weights()),
                scope.keep(convolvedGradient.get_desc()),
                window.stride(),
                window.before(),
                window.after(),
                forward.description(),
                scope.attributes(),
                false));
    memory packed = forward.packedWeights();
    memory.desc wanted = scope.keep(description.weights_desc());
    if (!scope.keep(packed.get_desc()).equals(wanted)) {
      packed = scope.allocate(wanted);
      convolve.add(scope.copy(weights.memory(), packed));
    }
    memory.desc given = scope.keep(inputGradients.memory().get_desc());
    boolean direct = given.equals(scope.keep(description.diff_src_desc()));
    memory result = direct ? inputGradients.memory() : scope.allocate(description.diff_src_desc());
    convolve.add(
        scope.step(
            new convolution_backward_data(description),
            description,
            DNNL_ARG_DIFF_DST,
            convolvedGradient,
            DNNL_ARG_WEIGHTS,
            packed,
            DNNL_ARG_DIFF_SRC,
            result));
    if (!direct) {
      convolve.add(scope.copy(result, inputGradients.memory()));
    }
  }
}
