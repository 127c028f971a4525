package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/** x·W + b in one program: [rows, inputs] → [rows, outputs]. */
final class MatrixProduct {
  private final Matrix matrix;
  private final ProgramBuilder program;
  private final Tensor input;
  private final Tensor weights;
  private final Tensor packed;
  private final inner_product_forward.primitive_desc hint;

  /**
   * The weights, in 32 bits where Deeplearning4j keeps them.
   *
   * @param name the parameter's
   * @param bias that parameter's name; null without
   * @param outputsFirst whether the inputs of an output lie together, else the outputs of an input
   */
  record Matrix(
      String name, @Nullable String bias, long inputs, long outputs, boolean outputsFirst) {
    private memory.desc layout(ProgramBuilder program) {
      return program
          .layouts()
          .describe(
              memory.data_type.f32,
              outputsFirst ? memory.format_tag.ab : memory.format_tag.ba,
              outputs,
              inputs);
    }

    private memory.desc biasLayout(ProgramBuilder program) {
      return program.layouts().describe(memory.data_type.f32, memory.format_tag.a, outputs);
    }
  }

  /**
   * @param input [rows, inputs]
   */
  MatrixProduct(Matrix matrix, ProgramBuilder program, Tensor input) {
    this.matrix = matrix;
    this.program = program;
    this.input = input;
    this.hint = describe(program.layouts().type(), program.scope().attributes());
    this.weights = program.parameter(matrix.name(), matrix.layout(program));
    this.packed = program.as(weights, program.scope().keep(hint.weights_desc()));
  }

  /**
   * @param type of the result
   * @param function applied to it
   */
  Tensor forward(memory.data_type type, Activation function) {
    var description = describe(type, program.elementwise().then(function));
    memory.desc wanted = program.scope().keep(description.weights_desc());
    Tensor result = program.allocate(rows(type, matrix.outputs()));
    program.run(
        description,
        inner_product_forward::new,
        new Arguments()
            .with(DNNL_ARG_SRC, input)
            .with(DNNL_ARG_WEIGHTS, packedAs(wanted))
            .with(
                DNNL_ARG_BIAS,
                matrix.bias() == null
                    ? null
                    : program.parameter(matrix.bias(), matrix.biasLayout(program)))
            .with(DNNL_ARG_DST, result));
    return result;
  }

  /**
   * Adds the gradients of the weights.
   *
   * @param gradient by the result, before any function
   */
  void backwardWeights(Tensor gradient) {
    Tensor byResult = program.as(gradient, rows(program.layouts().type(), matrix.outputs()));
    memory.desc kernel = kernel(memory.data_type.f32);
    var description =
        matrix.bias() == null
            ? new inner_product_backward_weights.primitive_desc(
                program.scope().engine(),
                input.layout(),
                kernel,
                byResult.layout(),
                hint,
                program.scope().attributes(),
                false)
            : new inner_product_backward_weights.primitive_desc(
                program.scope().engine(),
                input.layout(),
                kernel,
                matrix.biasLayout(program),
                byResult.layout(),
                hint,
                program.scope().attributes(),
                false);
    Tensor byWeights = program.parameterGradient(matrix.name(), matrix.layout(program));
    memory.desc wanted = program.scope().keep(description.diff_weights_desc());
    boolean direct = wanted.equals(byWeights.layout());
    Tensor written = direct ? byWeights : program.allocate(wanted);
    program.run(
        description,
        inner_product_backward_weights::new,
        new Arguments()
            .with(DNNL_ARG_SRC, input)
            .with(DNNL_ARG_DIFF_DST, byResult)
            .with(DNNL_ARG_DIFF_WEIGHTS, written)
            .with(
                DNNL_ARG_DIFF_BIAS,
                matrix.bias() == null
                    ? null
                    : program.parameterGradient(matrix.bias(), matrix.biasLayout(program))));
    if (!direct) {
      program.copy(written, byWeights);
    }
  }

  /**
   * The gradient by the input.
   *
   * @param gradient by the result, before any function
   */
  Tensor backwardInput(Tensor gradient) {
    Tensor byResult = program.as(gradient, rows(program.layouts().type(), matrix.outputs()));
    var description =
        new inner_product_backward_data.primitive_desc(
            program.scope().engine(),
            input.layout(),
            kernel(program.layouts().type()),
            byResult.layout(),
            hint,
            program.scope().attributes(),
            false);
    memory.desc wanted = program.scope().keep(description.weights_desc());
    Tensor byInput = program.allocate(input.layout());
    program.run(
        description,
        inner_product_backward_data::new,
        new Arguments()
            .with(DNNL_ARG_DIFF_DST, byResult)
            .with(DNNL_ARG_WEIGHTS, packedAs(wanted))
            .with(DNNL_ARG_DIFF_SRC, byInput));
    return byInput;
  }

  private inner_product_forward.primitive_desc describe(
      memory.data_type type, primitive_attr attributes) {
    memory.desc result = rows(type, matrix.outputs());
    memory.desc kernel = kernel(program.layouts().type());
    return program
        .scope()
        .keep(
            matrix.bias() == null
                ? new inner_product_forward.primitive_desc(
                    program.scope().engine(),
                    program.kind(),
                    input.layout(),
                    kernel,
                    result,
                    attributes,
                    false)
                : new inner_product_forward.primitive_desc(
                    program.scope().engine(),
                    program.kind(),
                    input.layout(),
                    kernel,
                    matrix.biasLayout(program),
                    result,
                    attributes,
                    false));
  }

  private Tensor packedAs(memory.desc wanted) {
    return packed.layout().equals(wanted) ? packed : program.as(weights, wanted);
  }

  /** In 32 bits as Deeplearning4j keeps it: no copies. */
  private memory.desc kernel(memory.data_type type) {
    return program.layouts().type() == memory.data_type.f32 && matrix.outputsFirst()
        ? matrix.layout(program)
        : program
            .layouts()
            .describe(type, memory.format_tag.any, matrix.outputs(), matrix.inputs());
  }

  private memory.desc rows(memory.data_type type, long columns) {
    long count = program.scope().keep(input.layout().get_dims()).get(0);
    return program.layouts().describe(type, memory.format_tag.ab, count, columns);
  }
}
