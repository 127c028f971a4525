package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.trawl.train.onednn.ConvolutionOperation.Forward;
import java.util.List;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;

/** The backward pass of a convolution, from what its forward pass left. */
final class ConvolutionGradient {
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
    convolution_backward_weights.primitive_desc description =
        Fastest.of(
            program.scope(),
            List.of(
                () -> byWeights(forward.source().layout(), gradient.layout()),
                () -> byWeights(any(forward.source()), any(gradient))));
    Tensor source = program.as(forward.source(), program.scope().keep(description.src_desc()));
    Tensor conformed = program.as(gradient, program.scope().keep(description.diff_dst_desc()));
    Tensor result = operation.weightGradient(program);
    memory.desc packed = program.scope().keep(description.diff_weights_desc());
    boolean direct = packed.equals(result.layout());
    Tensor written = direct ? result : program.allocate(packed);
    program.run(
        description,
        convolution_backward_weights::new,
        new Arguments()
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_DIFF_DST, conformed)
            .with(DNNL_ARG_DIFF_WEIGHTS, written)
            .with(DNNL_ARG_DIFF_BIAS, operation.biasGradient(program)));
    if (!direct) {
      program.copy(written, result);
    }
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
      memory.desc source, memory.desc gradient) {
    memory.desc weights = operation.kernels().any(program, memory.data_type.f32);
    return operation.kernels().bias()
        ? new convolution_backward_weights.primitive_desc(
            program.scope().engine(),
            algorithm.convolution_direct,
            source,
            weights,
            operation.kernels().biasLayout(program),
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
