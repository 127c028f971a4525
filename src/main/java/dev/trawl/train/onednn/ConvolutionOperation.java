package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/**
 * A convolution, in groups or not, and its activation function, which costs nothing: it is applied
 * to each number on its way to memory.
 *
 * @param vertex whose weights are used
 * @param kernels what the weights are
 * @param activationWaits whether the gradient of the activation function is taken by the pooling
 *     behind, of a quarter of the numbers: f(max x) = max f(x), and so are their slopes
 */
record ConvolutionOperation(
    String vertex,
    Kernels kernels,
    Window window,
    Shape output,
    Activation activation,
    boolean activationWaits)
    implements Operation {
  private static final Activation IDENTITY = Activation.IDENTITY;
  private static final String WEIGHTS = "_W";
  private static final String BIAS = "_b";

  /**
   * Weights [outputs, inputs, height, width], or, for a depthwise convolution, [height, width,
   * inputs, outputs ÷ inputs], as Deeplearning4j keeps them; its groups are the inputs.
   */
  record Kernels(
      long inputs, long outputs, long height, long width, boolean depthwise, boolean bias) {
    memory.desc layout(ProgramBuilder program) {
      if (!depthwise) {
        return program
            .layouts()
            .describe(memory.data_type.f32, memory.format_tag.abcd, outputs, inputs, height, width);
      }
      long multiplier = outputs / inputs;
      long[] dimensions = {inputs, multiplier, 1, height, width};
      long[] strides = {multiplier, 1, 1, width * outputs, outputs};
      return program.scope().keep(new memory.desc(dimensions, memory.data_type.f32, strides));
    }

    /** The same weights as oneDNN would like them. */
    memory.desc any(ProgramBuilder program, memory.data_type type) {
      return depthwise
          ? program
              .layouts()
              .describe(type, memory.format_tag.any, inputs, outputs / inputs, 1, height, width)
          : program.layouts().describe(type, memory.format_tag.any, outputs, inputs, height, width);
    }

    Kernels withInputs(long others) {
      return new Kernels(others, outputs, height, width, depthwise, bias);
    }

    /** The axes of the layout that tell outputs apart, as bits. */
    int outputAxes() {
      return depthwise ? 0b11 : 0b1;
    }

    memory.desc biasLayout(ProgramBuilder program) {
      return program.layouts().describe(memory.data_type.f32, memory.format_tag.a, outputs);
    }
  }

  /** The forward pass, as the backward pass needs it. */
  record Forward(
      convolution_forward.primitive_desc description, Tensor input, Tensor source, Tensor packed) {}

  @Override
  public String description() {
    return "%s %d×%d%s%s"
        .formatted(
            kernels.depthwise() ? "depthwise conv" : "conv",
            kernels.height(),
            kernels.width(),
            window.strideSuffix(),
            activation.suffix());
  }

  @Override
  public boolean keepsOutput() {
    return !activation.isIdentity();
  }

  @Override
  public boolean hasParameters() {
    return true;
  }

  @Override
  public boolean isDepthwise() {
    return kernels.depthwise();
  }

  @Override
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    Tensor input = inputs.get(0);
    boolean fused = activation.isIdentity() || activation.byOutput() || !program.isTraining();
    primitive_attr attributes = program.elementwise().then(fused ? activation : IDENTITY);
    convolution_forward.primitive_desc description =
        describe(program, input, kernels.bias(), result -> attributes);
    Tensor source = program.as(input, program.scope().keep(description.src_desc()));
    Tensor packed = program.as(weights(program), program.scope().keep(description.weights_desc()));
    Tensor result = program.allocate(description.dst_desc());
    program.run(
        description,
        convolution_forward::new,
        new Arguments()
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_WEIGHTS, packed)
            .with(DNNL_ARG_BIAS, bias(program))
            .with(DNNL_ARG_DST, result));
    Activation late = fused && !activationWaits ? activation : IDENTITY;
    Forward forward = new Forward(description, input, source, packed);
    program.backwards(
        result,
        gradient ->
            new ConvolutionGradient(this, program, forward)
                .add(program.elementwise().gradient(late, result, gradient)));
    return fused
        ? result
        : new ActivationOperation(activation, output, false).compile(program, List.of(result));
  }

  /**
   * The fastest primitive for this.
   *
   * @param bias whether it adds one
   * @param attributes by the layout of the result
   */
  convolution_forward.primitive_desc describe(
      ProgramBuilder program,
      Tensor input,
      boolean bias,
      Function<memory.desc, primitive_attr> attributes) {
    Layouts layouts = program.layouts();
    memory.desc preferred = layouts.preferred(output);
    memory.desc any = layouts.any(output);
    return Fastest.of(
        program.scope(),
        List.of(
            () -> describe(program, input.layout(), bias, preferred, attributes.apply(preferred)),
            () -> describe(program, layouts.anyLike(input), bias, any, attributes.apply(any))));
  }

  private convolution_forward.primitive_desc describe(
      ProgramBuilder program,
      memory.desc source,
      boolean bias,
      memory.desc result,
      primitive_attr attributes) {
    memory.desc weights = kernels.any(program, program.layouts().type());
    return bias
        ? new convolution_forward.primitive_desc(
            program.scope().engine(),
            program.kind(),
            algorithm.convolution_direct,
            source,
            weights,
            kernels.biasLayout(program),
            result,
            window.stride(),
            window.before(),
            window.after(),
            attributes,
            false)
        : new convolution_forward.primitive_desc(
            program.scope().engine(),
            program.kind(),
            algorithm.convolution_direct,
            source,
            weights,
            result,
            window.stride(),
            window.before(),
            window.after(),
            attributes,
            false);
  }

  Tensor weights(ProgramBuilder program) {
    return program.parameter(vertex + WEIGHTS, kernels.layout(program));
  }

  Tensor weightGradient(ProgramBuilder program) {
    return program.parameterGradient(vertex + WEIGHTS, kernels.layout(program));
  }

  @Nullable Tensor bias(ProgramBuilder program) {
    return kernels.bias() ? program.parameter(vertex + BIAS, kernels.biasLayout(program)) : null;
  }

  @Nullable Tensor biasGradient(ProgramBuilder program) {
    return kernels.bias()
        ? program.parameterGradient(vertex + BIAS, kernels.biasLayout(program))
        : null;
  }
}
