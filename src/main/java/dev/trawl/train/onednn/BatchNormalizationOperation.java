package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.List;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) over batch and pixels, and ReLU if that follows.
 * Training normalises by the batch's mean and variance and moves the running ones, which are
 * parameters without a gradient; predicting normalises by the running ones.
 *
 * @param vertex whose weights are used
 * @param epsilon added to the variance
 * @param decay what the running statistics keep at each step
 * @param logarithmic whether the running deviation is kept as its decimal logarithm, else as a
 *     variance
 */
record BatchNormalizationOperation(
    String vertex, double epsilon, double decay, boolean logarithmic, boolean relu, Shape output)
    implements Operation {
  @Override
  public String description() {
    return "batch norm" + (relu ? Activation.RELU.suffix() : "");
  }

  @Override
  public boolean keepsOutput() {
    return false;
  }

  @Override
  public boolean hasParameters() {
    return true;
  }

  @Override
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    Tensor input = inputs.get(0);
    prop_kind kind = program.kind();
    var description =
        program
            .scope()
            .keep(
                new batch_normalization_forward.primitive_desc(
                    program.scope().engine(),
                    kind.value,
                    input.layout(),
                    input.layout(),
                    (float) epsilon,
                    flags(program),
                    program.scope().attributes(),
                    false));
    memory.desc channels = channels(program);
    Tensor mean = program.allocate(channels);
    Tensor variance = program.allocate(channels);
    Tensor result = program.allocate(input.layout());
    memory.desc signs = program.scope().keep(description.workspace_desc());
    Tensor workspace =
        relu && program.isTraining() && signs.get_size() > 0 ? program.allocate(signs) : null;
    RunningStatistics statistics = statistics(program);
    if (!program.isTraining()) {
      program.run(() -> statistics.read(mean, variance), mean, variance);
    }
    program.run(
        description,
        batch_normalization_forward::new,
        new Arguments()
            .with(DNNL_ARG_SRC, input)
            .with(DNNL_ARG_MEAN, mean)
            .with(DNNL_ARG_VARIANCE, variance)
            .with(DNNL_ARG_SCALE, program.parameter(vertex + "_gamma", channels))
            .with(DNNL_ARG_SHIFT, program.parameter(vertex + "_beta", channels))
            .with(DNNL_ARG_DST, result)
            .with(DNNL_ARG_WORKSPACE, workspace));
    if (program.isTraining()) {
      program.run(() -> statistics.update(mean, variance), mean, variance);
    }
    Forward forward = new Forward(description, input, mean, variance, workspace);
    program.backwards(result, gradient -> backward(program, forward, gradient));
    return result;
  }

  /** What normalising by the running statistics is for each channel: x · factor + shift. */
  record Scaling(Tensor factors, Tensor shifts) {}

  /**
   * As it is at each run of the program.
   *
   * @param bias of the layer before, which goes into the shift; null if it has none
   */
  Scaling scaling(ProgramBuilder program, @Nullable Tensor bias) {
    memory.desc channels = channels(program);
    Scaling scaling = new Scaling(program.allocate(channels), program.allocate(channels));
    RunningStatistics statistics = statistics(program);
    Tensor gamma = program.parameter(vertex + "_gamma", channels);
    Tensor beta = program.parameter(vertex + "_beta", channels);
    program.run(
        () -> statistics.scaling(epsilon, gamma, beta, bias, scaling),
        scaling.factors(),
        scaling.shifts());
    return scaling;
  }

  private RunningStatistics statistics(ProgramBuilder program) {
    memory.desc channels = channels(program);
    return new RunningStatistics(
        program.parameter(vertex + "_mean", channels),
        program.parameter(vertex + (logarithmic ? "_log10stdev" : "_var"), channels),
        decay,
        logarithmic,
        Math.toIntExact(output.channels()));
  }

  /** Of the result. */
  Activation activation() {
    return relu ? Activation.RELU : Activation.IDENTITY;
  }

  private record Forward(
      batch_normalization_forward.primitive_desc description,
      Tensor input,
      Tensor mean,
      Tensor variance,
      @Nullable Tensor workspace) {}

  private void backward(ProgramBuilder program, Forward forward, Tensor gradient) {
    memory.desc layout = forward.input().layout();
    var description =
        new batch_normalization_backward.primitive_desc(
            program.scope().engine(),
            prop_kind.backward.value,
            layout,
            layout,
            layout,
            (float) epsilon,
            flags(program),
            forward.description(),
            program.scope().attributes(),
            false);
    Tensor byInput = program.reuse(gradient);
    memory.desc channels = channels(program);
    program.run(
        description,
        batch_normalization_backward::new,
        new Arguments()
            .with(DNNL_ARG_SRC, forward.input())
            .with(DNNL_ARG_MEAN, forward.mean())
            .with(DNNL_ARG_VARIANCE, forward.variance())
            .with(DNNL_ARG_SCALE, program.parameter(vertex + "_gamma", channels))
            .with(DNNL_ARG_DIFF_DST, gradient)
            .with(DNNL_ARG_WORKSPACE, forward.workspace())
            .with(DNNL_ARG_DIFF_SRC, byInput)
            .with(DNNL_ARG_DIFF_SCALE, program.parameterGradient(vertex + "_gamma", channels))
            .with(DNNL_ARG_DIFF_SHIFT, program.parameterGradient(vertex + "_beta", channels)));
    program.contribute(forward.input(), byInput);
  }

  private memory.desc channels(ProgramBuilder program) {
    return program.layouts().describe(memory.data_type.f32, memory.format_tag.a, output.channels());
  }

  private int flags(ProgramBuilder program) {
    return normalization_flags.use_scale.value
        | normalization_flags.use_shift.value
        | (relu ? normalization_flags.fuse_norm_relu.value : 0)
        | (program.isTraining() ? 0 : normalization_flags.use_global_stats.value);
  }
}
