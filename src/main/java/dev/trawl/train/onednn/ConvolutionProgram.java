package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.trawl.train.onednn.NativeScope.Step;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution with ReLU and pooling as native primitives: forward, and backward if it is for
 * training. The convolution's own output, the largest array of a network, stays in native memory.
 *
 * <p>oneDNN chooses the layouts of weights and of that output; arrays are given and taken in the
 * layouts that they have. ReLU costs nothing: the convolution applies it to what it writes, and
 * behind max-pooling its gradient is taken from the pooled values, a quarter of the data, since
 * max(relu(x)) is positive exactly where the chosen x is.
 */
final class ConvolutionProgram implements ProgramCache.Program {
  private final NativeScope scope = new NativeScope();
  private final ConvolutionShape shape;

  private final ArrayMemory input;
  private final ArrayMemory weights;
  private final @Nullable ArrayMemory bias;
  private final ArrayMemory output;

  private final List<Step> convolve = new ArrayList<>();
  private final List<Step> finish = new ArrayList<>();
  private final @Nullable ConvolutionBackward backward;

  ConvolutionProgram(
      ConvolutionShape shape, Layout inputLayout, Layout outputLayout, boolean training) {
    this.shape = shape;
    input = scope.bind(scope.describe(inputLayout.tag(), shape.input()));
    weights = scope.bind(scope.describe(memory.format_tag.oihw, shape.weights()));
    bias =
        shape.bias()
            ? scope.bind(scope.describe(memory.format_tag.x, shape.outputChannels()))
            : null;
    output = scope.bind(scope.describe(outputLayout.tag(), shape.output()));

    prop_kind kind = training ? prop_kind.forward_training : prop_kind.forward_inference;
    var convolution = chooseConvolution(kind, inputLayout);
    memory source = sameAs(input, convolution.src_desc(), convolve);
    memory packed = scope.allocate(convolution.weights_desc());
    convolve.add(scope.copy(weights.memory(), packed));
    memory convolved =
        shape.pool() == null
            ? result(convolution.dst_desc())
            : scope.allocate(convolution.dst_desc());
    convolve.add(convolutionStep(convolution, source, packed, convolved));
    Pooled pooled = shape.pool() == null ? null : pool(shape.pool(), kind, convolved);
    memory result = pooled == null ? convolved : pooled.result();
    copyToOutput(result);
    backward =
        training
            ? new ConvolutionBackward(
                scope,
                shape,
                new ConvolutionBackward.Forward(
                    convolution, source, packed, convolved, pooled, result),
                weights,
                input,
                output)
            : null;
  }

  /** Pooling as it ran forward: what its gradient needs. */
  record Pooled(
      pooling_forward.primitive_desc description, memory result, @Nullable memory workspace) {}

  long[] outputShape() {
    return shape.output();
  }

  /** The convolution; without pooling its result goes to {@code outputs}, which is null with it. */
  void convolve(
      INDArray inputs, INDArray kernels, @Nullable INDArray biases, @Nullable INDArray outputs) {
    input.pointAt(inputs);
    weights.pointAt(kernels);
    if (bias != null && biases != null) {
      bias.pointAt(biases);
    }
    if (outputs != null) {
      output.pointAt(outputs);
    }
    run(convolve);
    if (outputs != null) {
      run(finish);
    }
  }

  /** The pooling, after {@link #convolve}. */
  void pool(INDArray outputs) {
    output.pointAt(outputs);
    run(finish);
  }

  /**
   * The gradients' part.
   *
   * @param outputs what the forward pass wrote, from which ReLU's gradient is taken
   */
  ConvolutionBackward backward(INDArray outputs) {
    output.pointAt(outputs);
    if (backward == null) {
      throw new IllegalStateException("need a program for training, found one for evaluation");
    }
    return backward;
  }

  @Override
  public void close() {
    scope.close();
  }

  static void run(List<Step> steps) {
    for (Step step : steps) {
      step.run();
    }
  }

  /**
   * The input's layout as it is where oneDNN has optimised code for it; where it falls back to its
   * reference loops, a layout of its own choice, to which the input is copied.
   */
  private convolution_forward.primitive_desc chooseConvolution(prop_kind kind, Layout inputLayout) {
    var asItIs = convolution(kind, inputLayout.tag());
    if (!asItIs.impl_info_str().getString().startsWith("ref")) {
      return asItIs;
    }
    return convolution(kind, memory.format_tag.any);
  }

  private convolution_forward.primitive_desc convolution(prop_kind kind, memory.format_tag tag) {
    primitive_attr attributes = shape.relu() ? scope.attributesWithRelu() : scope.attributes();
    memory.desc source = scope.describe(tag, shape.input());
    memory.desc kernels = scope.describe(memory.format_tag.any, shape.weights());
    memory.desc destination = scope.describe(memory.format_tag.any, shape.convolved());
    Window window = shape.window();
    if (bias == null) {
      return scope.keep(
          new convolution_forward.primitive_desc(
              scope.engine(),
              kind,
              algorithm.convolution_direct,
              source,
              kernels,
              destination,
              window.stride(),
              window.before(),
              window.after(),
              attributes,
              false));
    }
    return scope.keep(
        new convolution_forward.primitive_desc(
            scope.engine(),
            kind,
            algorithm.convolution_direct,
            source,
            kernels,
            scope.describe(memory.format_tag.x, shape.outputChannels()),
            destination,
            window.stride(),
            window.before(),
            window.after(),
            attributes,
            false));
  }

  private Step convolutionStep(
      convolution_forward.primitive_desc description,
      memory source,
      memory packed,
      memory convolved) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(DNNL_ARG_SRC, source, DNNL_ARG_WEIGHTS, packed, DNNL_ARG_DST, convolved));
    if (bias != null) {
      arguments.add(DNNL_ARG_BIAS);
      arguments.add(bias.memory());
    }
    return scope.step(new convolution_forward(description), description, arguments.toArray());
  }

  private Pooled pool(Window window, prop_kind kind, memory convolved) {
    var description =
        scope.keep(
            new pooling_forward.primitive_desc(
                scope.engine(),
                kind,
                shape.averaged() ? algorithm.pooling_avg_exclude_padding : algorithm.pooling_max,
                scope.keep(convolved.get_desc()),
                scope.describe(memory.format_tag.any, shape.output()),
                window.stride(),
                window.kernel(),
                new long[] {0, 0},
                window.before(),
                window.after(),
                scope.attributes(),
                false));
    memory result = result(description.dst_desc());
    List<Object> arguments =
        new ArrayList<>(List.of(DNNL_ARG_SRC, convolved, DNNL_ARG_DST, result));
    memory workspace = null;
    memory.desc choices = scope.keep(description.workspace_desc());
    if (kind == prop_kind.forward_training && choices.get_size() > 0) {
      workspace = scope.allocate(choices);
      arguments.add(DNNL_ARG_WORKSPACE);
      arguments.add(workspace);
    }
    finish.add(scope.step(new pooling_forward(description), description, arguments.toArray()));
    return new Pooled(description, result, workspace);
  }

  /** The output array's own memory if the layouts agree, so that nothing need be copied. */
  private memory result(memory.desc description) {
    boolean same = scope.keep(output.memory().get_desc()).equals(scope.keep(description));
    return same ? output.memory() : scope.allocate(description);
  }

  @SuppressWarnings("ReferenceEquality") // Whether it is the output array's own memory.
  private void copyToOutput(memory result) {
    if (result != output.memory()) {
      finish.add(scope.copy(result, output.memory()));
    }
  }

  private memory sameAs(ArrayMemory array, memory.desc wanted, List<Step> steps) {
    if (scope.keep(array.memory().get_desc()).equals(scope.keep(wanted))) {
      return array.memory();
    }
    memory copy = scope.allocate(wanted);
    steps.add(scope.copy(array.memory(), copy));
    return copy;
  }
}
