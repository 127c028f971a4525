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

import java.util.List;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Layer normalisation of a vector (Ba et al. 2016) and a function: f(g · (x − mean) ÷ deviation +
 * b), by the vector's own mean and biased deviation. As with Deeplearning4j nothing is added to the
 * variance, and a vector of equal numbers becomes b and has no gradient.
 *
 * @param vertex whose gain and bias are used
 */
record LayerNormalizationOperation(String vertex, boolean bias, Activation activation, Shape output)
    implements Operation {
  /** Too small to change a variance, but a variance of 0 has no root to divide by. */
  private static final float LEAST_VARIANCE = Float.MIN_NORMAL;

  @Override
  public String description() {
    return "layer norm" + activation.suffix();
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
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    Tensor input = program.rows(inputs.get(0), output);
    var description =
        program
            .scope()
            .keep(
                new layer_normalization_forward.primitive_desc(
                    program.scope().engine(),
                    program.kind().value,
                    input.layout(),
                    input.layout(),
                    LEAST_VARIANCE,
                    flags(),
                    program.scope().attributes(),
                    false));
    Tensor rows = program.allocate(input.layout());
    Arguments arguments =
        new Arguments()
            .with(DNNL_ARG_SRC, input)
            .with(DNNL_ARG_SCALE, program.parameter(gain(), units(program)))
            .with(DNNL_ARG_SHIFT, bias ? program.parameter(shift(), units(program)) : null)
            .with(DNNL_ARG_DST, rows);
    Tensor result = program.pixels(rows, output);
    if (program.isTraining()) {
      memory.desc numbers =
          program.layouts().describe(memory.data_type.f32, memory.format_tag.a, program.batch());
      Tensor mean = program.allocate(numbers);
      Tensor variance = program.allocate(numbers);
      arguments.with(DNNL_ARG_MEAN, mean).with(DNNL_ARG_VARIANCE, variance);
      Forward forward = new Forward(description, inputs.get(0), input, mean, variance);
      program.backwards(result, gradient -> backward(program, forward, gradient));
    }
    program.run(description, layer_normalization_forward::new, arguments);
    return activation.isIdentity()
        ? result
        : new ActivationOperation(activation, output, true).compile(program, List.of(result));
  }

  private record Forward(
      layer_normalization_forward.primitive_desc description,
      Tensor vectors,
      Tensor rows,
      Tensor mean,
      Tensor variance) {}

  private void backward(ProgramBuilder program, Forward forward, Tensor gradient) {
    Tensor byResult = program.rows(gradient, output);
    Tensor byInput = program.allocate(forward.rows().layout());
    program.run(() -> leaveEqual(forward.variance()), forward.variance());
    program.run(
        new layer_normalization_backward.primitive_desc(
            program.scope().engine(),
            prop_kind.backward.value,
            byInput.layout(),
            byResult.layout(),
            forward.rows().layout(),
            LEAST_VARIANCE,
            flags(),
            forward.description(),
            program.scope().attributes(),
            false),
        layer_normalization_backward::new,
        new Arguments()
            .with(DNNL_ARG_SRC, forward.rows())
            .with(DNNL_ARG_MEAN, forward.mean())
            .with(DNNL_ARG_VARIANCE, forward.variance())
            .with(DNNL_ARG_SCALE, program.parameter(gain(), units(program)))
            .with(DNNL_ARG_DIFF_DST, byResult)
            .with(DNNL_ARG_DIFF_SRC, byInput)
            .with(DNNL_ARG_DIFF_SCALE, program.parameterGradient(gain(), units(program)))
            .with(
                DNNL_ARG_DIFF_SHIFT,
                bias ? program.parameterGradient(shift(), units(program)) : null));
    program.contribute(forward.vectors(), program.pixels(byInput, output));
    gradient.release();
  }

  /** So that what is divided by the deviation is 0 where there is none. */
  private static void leaveEqual(Tensor variance) {
    FloatPointer numbers = new FloatPointer(variance.memory().get_data_handle());
    long count = variance.layout().get_size() / Float.BYTES;
    for (long i = 0; i < count; i++) {
      if (numbers.get(i) == 0) {
        numbers.put(i, Float.POSITIVE_INFINITY);
      }
    }
  }

  private String gain() {
    return vertex + "_g";
  }

  private String shift() {
    return vertex + "_b";
  }

  private memory.desc units(ProgramBuilder program) {
    return program.layouts().describe(memory.data_type.f32, memory.format_tag.a, output.channels());
  }

  private int flags() {
    return normalization_flags.use_scale.value | (bias ? normalization_flags.use_shift.value : 0);
  }
}
