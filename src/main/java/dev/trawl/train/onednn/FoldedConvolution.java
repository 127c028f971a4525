package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/**
 * A convolution, then batch normalisation by the running statistics, the sum with the further
 * inputs, and a function, in one primitive. What normalises is a factor and a shift a channel: they
 * go into the weights and the bias as these are packed.
 *
 * @param adds whether there are further inputs
 */
record FoldedConvolution(
    ConvolutionOperation convolution,
    @Nullable BatchNormalizationOperation normalization,
    boolean adds,
    Activation activation)
    implements Operation {
  static FoldedConvolution of(ConvolutionOperation convolution) {
    return new FoldedConvolution(convolution, null, false, convolution.activation());
  }

  /** Both in one, if that can be. */
  Optional<FoldedConvolution> with(Operation next) {
    if (!activation.isIdentity()) {
      return Optional.empty();
    }
    if (next instanceof BatchNormalizationOperation behind && normalization == null && !adds) {
      return Optional.of(new FoldedConvolution(convolution, behind, false, behind.activation()));
    }
    if (next instanceof AdditionOperation sum) {
      return Optional.of(new FoldedConvolution(convolution, normalization, true, sum.activation()));
    }
    return next instanceof ActivationOperation behind
        ? Optional.of(new FoldedConvolution(convolution, normalization, adds, behind.activation()))
        : Optional.empty();
  }

  @Override
  public String description() {
    return convolution.description();
  }

  @Override
  public Shape output() {
    return convolution.output();
  }

  @Override
  public boolean hasParameters() {
    return true;
  }

  @Override
  public boolean isDepthwise() {
    return convolution.isDepthwise();
  }

  @Override
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    List<Tensor> added = inputs.subList(1, inputs.size());
    convolution_forward.primitive_desc description =
        convolution.describe(
            program,
            inputs.get(0),
            normalization != null || convolution.kernels().bias(),
            result -> attributes(program, result, added.size()));
    memory.desc layout = program.scope().keep(description.weights_desc());
    Tensor weights = convolution.weights(program);
    Tensor bias = convolution.bias(program);
    Tensor packed;
    if (normalization == null) {
      packed = program.as(weights, layout);
    } else {
      BatchNormalizationOperation.Scaling scaling = normalization.scaling(program, bias);
      packed = program.allocate(layout);
      program.copy(weights, packed, scaling.factors(), convolution.kernels().outputAxes());
      bias = scaling.shifts();
    }
    Tensor result = program.allocate(description.dst_desc());
    Arguments arguments =
        new Arguments()
            .with(
                DNNL_ARG_SRC,
                program.as(inputs.get(0), program.scope().keep(description.src_desc())))
            .with(DNNL_ARG_WEIGHTS, packed)
            .with(DNNL_ARG_BIAS, bias)
            .with(DNNL_ARG_DST, result);
    for (int i = 0; i < added.size(); i++) {
      arguments.with(
          DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i + 1) | DNNL_ARG_SRC_1,
          program.as(added.get(i), result.layout()));
    }
    program.run(description, convolution_forward::new, arguments);
    return result;
  }

  private primitive_attr attributes(ProgramBuilder program, memory.desc result, int added) {
    primitive_attr attributes = program.scope().attributes();
    post_ops after = program.scope().keep(new post_ops());
    for (int i = 0; i < added; i++) {
      after.append_binary(algorithm.binary_add, result);
    }
    if (!activation.isIdentity()) {
      after.append_eltwise(activation.forward(), activation.alpha(), activation.beta());
    }
    attributes.set_post_ops(after);
    return attributes;
  }
}
