package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.trawl.train.onednn.ConvolutionOperation.Forward;
import dev.trawl.train.onednn.ConvolutionOperation.Kernels;
import java.util.List;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;

/** The backward pass of a convolution, from what its forward pass left. */
final class ConvolutionGradient {
  /** How many channels one becomes where oneDNN has fast code for so many, but none for one. */
  private static final int ALIKE = 3;

  private final ConvolutionOperation operation;
  private final ProgramBuilder program;
  private final Forward forward;
  private final Window window;

  ConvolutionGradient(ConvolutionOperation operation, ProgramBuilder program, Forward forward) {
    this.operation = operation;
    this.program = program;
    this.forward = forward;
    this.window = operation.window();
  }

  /**
   * @param gradient by the result, before any activation function
   */
  void add(Tensor gradient) {
    addWeights(gradient);
    if (!forward.input().isConstant()) {
      addInput(gradient);
    }
    gradient.release();
  }

  private void addWeights(Tensor gradient) {
    Kernels kernels = operation.kernels();
    Tensor result = operation.weightGradient(program);
    boolean oneChannel = kernels.inputs() == 1 && !kernels.depthwise();
    if (oneChannel && OneDnn.prefersThreeChannels()) {
      Kernels alike = kernels.withInputs(ALIKE);
      Tensor results = program.allocate(alike.layout(program));
      addWeights(alike, copies(forward.source()), gradient, results);
      program.copy(channel(results, 0), result);
    } else {
      addWeights(kernels, forward.source(), gradient, result);
    }
  }

  private void addWeights(Kernels kernels, Tensor source, Tensor gradient, Tensor result) {
    convolution_backward_weights.primitive_desc description =
        Fastest.of(
            program.scope(),
            List.of(
                () -> byWeights(kernels, source.layout(), gradient.layout()),
                () -> byWeights(kernels, any(source), any(gradient))));
    Tensor conformedSource = program.as(source, program.scope().keep(description.src_desc()));
    Tensor conformed = program.as(gradient, program.scope().keep(description.diff_dst_desc()));
    memory.desc packed = program.scope().keep(description.diff_weights_desc());
    boolean direct = packed.equals(result.layout());
    Tensor written = direct ? result : program.allocate(packed);
    program.run(
        description,
        convolution_backward_weights::new,
        new Arguments()
            .with(DNNL_ARG_SRC, conformedSource)
            .with(DNNL_ARG_DIFF_DST, conformed)
            .with(DNNL_ARG_DIFF_WEIGHTS, written)
            .with(DNNL_ARG_DIFF_BIAS, operation.biasGradient(program)));
    if (!direct) {
      program.copy(written, result);
    }
  }

  /** Images of one channel as images of several that are alike. */
  private Tensor copies(Tensor images) {
    long[] dimensions = dimensions(images);
    Tensor copies =
        program.allocate(
            program
                .layouts()
                .describe(
                    program.layouts().type(),
                    memory.format_tag.abcd,
                    dimensions[0],
                    ALIKE,
                    dimensions[2],
                    dimensions[3]));
    for (int copy = 0; copy < ALIKE; copy++) {
      program.copy(images, channel(copies, copy));
    }
    return copies;
  }

  /** One channel of an array whose numbers lie one after the other. */
  private Tensor channel(Tensor array, int channel) {
    long[] of = dimensions(array);
    long pixels = of[2] * of[3];
    long[] strides = {of[1] * pixels, pixels, of[3], 1};
    memory.data_type type = array.layout().get_data_type();
    long[] one = {of[0], 1, of[2], of[3]};
    return program.view(
        array, program.scope().keep(new memory.desc(one, type, strides)), channel * pixels);
  }

  private long[] dimensions(Tensor tensor) {
    long[] dimensions = new long[4];
    program.scope().keep(tensor.layout().get_dims()).get(dimensions);
    return dimensions;
  }

  private void addInput(Tensor gradient) {
    convolution_backward_data.primitive_desc description =
        Fastest.of(
            program.scope(),
            List.of(
                () -> byInput(forward.input().layout(), gradient.layout()),
                () -> byInput(any(forward.input()), any(gradient))));
    Tensor conformed = program.as(gradient, program.scope().keep(description.diff_dst_desc()));
    memory.desc packed = program.scope().keep(description.weights_desc());
    Tensor weights =
        packed.equals(forward.packed().layout())
            ? forward.packed()
            : program.as(operation.weights(program), packed);
    Tensor result = program.allocate(description.diff_src_desc());
    program.run(
        description,
        convolution_backward_data::new,
        new Arguments()
            .with(DNNL_ARG_DIFF_DST, conformed)
            .with(DNNL_ARG_WEIGHTS, weights)
            .with(DNNL_ARG_DIFF_SRC, result));
    program.contribute(forward.input(), result);
  }

  private memory.desc any(Tensor tensor) {
    return program.layouts().anyLike(tensor);
  }

  private convolution_backward_weights.primitive_desc byWeights(
      Kernels kernels, memory.desc source, memory.desc gradient) {
    memory.desc weights = kernels.any(program, memory.data_type.f32);
    return kernels.bias()
        ? new convolution_backward_weights.primitive_desc(
            program.scope().engine(),
            algorithm.convolution_direct,
            source,
            weights,
            kernels.biasLayout(program),
            gradient,
            window.stride(),
            window.before(),
            window.after(),
            forward.description(),
            program.scope().attributes(),
            false)
        : new convolution_backward_weights.primitive_desc(
            program.scope().engine(),
            algorithm.convolution_direct,
            source,
            weights,
            gradient,
            window.stride(),
            window.before(),
            window.after(),
            forward.description(),
            program.scope().attributes(),
            false);
  }

  private convolution_backward_data.primitive_desc byInput(
      memory.desc input, memory.desc gradient) {
    return new convolution_backward_data.primitive_desc(
        program.scope().engine(),
        algorithm.convolution_direct,
        input,
        operation.kernels().any(program, program.layouts().type()),
        gradient,
        window.stride(),
        window.before(),
        window.after(),
        forward.description(),
        program.scope().attributes(),
        false);
  }
}
