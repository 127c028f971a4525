package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.trawl.train.onednn.MatrixProduct.Matrix;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;

/**
 * Multi-head self-attention between an image's pixels (Vaswani et al. 2017, section 3.2):
 * softmax(QKᵀ ÷ √size)·V for each head, then Wₒ; no biases.
 *
 * <p>Deeplearning4j keeps Wq, Wk and Wv, each [heads, size, inputs], one behind the other, and Wo,
 * [heads · size, outputs]. Its own layer computes the same, but gradients of twice the size.
 *
 * @param vertex whose weights are used
 * @param size numbers a head
 * @param input tokens are its pixels
 */
record AttentionOperation(String vertex, long heads, long size, Shape input, long outputs)
    implements Operation {
  private static final int LAST_AXIS = 3;

  @Override
  public String description() {
    return "attention";
  }

  @Override
  public Shape output() {
    return new Shape(outputs, input.height(), input.width());
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
  public boolean isAttention() {
    return true;
  }

  @Override
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    Tensor tokens = program.rows(inputs.get(0), input); // [batch · tokens, inputs]
    MatrixProduct project = new MatrixProduct(projections(), program, tokens);
    Tensor projected = project.forward(program.layouts().type(), Activation.IDENTITY);
    Heads heads = new Heads(program, projected, 3);

    Tensor weights = program.allocate(scores(program, memory.format_tag.abcd));
    Activation scale = Activation.times(1 / Math.sqrt((double) size));
    multiply(program, heads.part(0), heads.turned(1), weights, scale);
    softmax(program, weights);

    Tensor attended = program.allocate(matrix(program, heads() * size));
    multiply(program, weights, heads.part(2), new Heads(program, attended, 1).part(0));
    MatrixProduct join = new MatrixProduct(joining(), program, attended);
    Tensor result =
        program.pixels(join.forward(program.layouts().type(), Activation.IDENTITY), output());

    program.backwards(
        result,
        gradient -> {
          Tensor rows = program.rows(gradient, output());
          join.backwardWeights(rows);
          Tensor byAttended = join.backwardInput(rows);
          gradient.release();
          Tensor byProjected = byProjected(program, heads, weights, byAttended, scale);
          project.backwardWeights(byProjected);
          if (!inputs.get(0).isConstant()) {
            program.contribute(
                inputs.get(0), program.pixels(project.backwardInput(byProjected), input));
          }
        });
    return result;
  }

  private Tensor byProjected(
      ProgramBuilder program, Heads heads, Tensor weights, Tensor byAttended, Activation scale) {
    Tensor result = program.allocate(matrix(program, 3 * heads() * size));
    Heads gradients = new Heads(program, result, 3);
    Tensor gradient = new Heads(program, byAttended, 1).part(0);
    Tensor turnedWeights = program.view(weights, scores(program, memory.format_tag.abdc));
    multiply(program, turnedWeights, gradient, gradients.part(2));

    Tensor byWeights = program.allocate(weights.layout());
    multiply(program, gradient, heads.turned(2), byWeights);
    softmaxBackward(program, weights, byWeights);

    multiply(program, byWeights, heads.part(1), gradients.part(0), scale);
    Tensor turned = program.view(byWeights, scores(program, memory.format_tag.abdc));
    multiply(program, turned, heads.part(0), gradients.part(1), scale);
    return result;
  }

  /** Rows of one or more parts side by side, each [heads, size], seen head by head. */
  private final class Heads {
    private final ProgramBuilder program;
    private final Tensor rows;
    private final long parts;

    Heads(ProgramBuilder program, Tensor rows, long parts) {
      this.program = program;
      this.rows = rows;
      this.parts = parts;
    }

    /** [batch, heads, tokens, size]. */
    Tensor part(long number) {
      long row = parts * heads() * size;
      long[] strides = {tokens() * row, size, row, 1};
      return view(number, new long[] {program.batch(), heads(), tokens(), size}, strides);
    }

    /** [batch, heads, size, tokens]. */
    Tensor turned(long number) {
      long row = parts * heads() * size;
      long[] strides = {tokens() * row, size, 1, row};
      return view(number, new long[] {program.batch(), heads(), size, tokens()}, strides);
    }

    private Tensor view(long number, long[] dimensions, long[] strides) {
      memory.desc layout =
          program.scope().keep(new memory.desc(dimensions, program.layouts().type(), strides));
      return program.view(rows, layout, number * heads() * size);
    }
  }

  private long tokens() {
    return input.pixels();
  }

  private Matrix projections() {
    return new Matrix(vertex + "_Wq", null, input.channels(), 3 * heads * size, true);
  }

  private Matrix joining() {
    return new Matrix(vertex + "_Wo", null, heads * size, outputs, false);
  }

  private memory.desc matrix(ProgramBuilder program, long columns) {
    return program
        .layouts()
        .describe(
            program.layouts().type(), memory.format_tag.ab, program.batch() * tokens(), columns);
  }

  /** How much each token looks at each. */
  private memory.desc scores(ProgramBuilder program, memory.format_tag order) {
    return program
        .layouts()
        .describe(program.layouts().type(), order, program.batch(), heads, tokens(), tokens());
  }

  private static void multiply(ProgramBuilder program, Tensor first, Tensor second, Tensor result) {
    multiply(program, first, second, result, Activation.IDENTITY);
  }

  private static void multiply(
      ProgramBuilder program, Tensor first, Tensor second, Tensor result, Activation scale) {
    program.run(
        new matmul.primitive_desc(
            program.scope().engine(),
            first.layout(),
            second.layout(),
            result.layout(),
            program.elementwise().then(scale),
            false),
        matmul::new,
        new Arguments()
            .with(DNNL_ARG_SRC, first)
            .with(DNNL_ARG_WEIGHTS, second)
            .with(DNNL_ARG_DST, result));
  }

  private static softmax_forward.primitive_desc softmaxOf(ProgramBuilder program, Tensor scores) {
    return program
        .scope()
        .keep(
            new softmax_forward.primitive_desc(
                program.scope().engine(),
                program.kind(),
                algorithm.softmax_accurate,
                scores.layout(),
                scores.layout(),
                LAST_AXIS,
                program.scope().attributes(),
                false));
  }

  private static void softmax(ProgramBuilder program, Tensor scores) {
    program.run(
        softmaxOf(program, scores),
        softmax_forward::new,
        new Arguments().with(DNNL_ARG_SRC, scores).with(DNNL_ARG_DST, scores));
  }

  private void softmaxBackward(ProgramBuilder program, Tensor weights, Tensor gradient) {
    var description =
        new softmax_backward.primitive_desc(
            program.scope().engine(),
            algorithm.softmax_accurate,
            gradient.layout(),
            gradient.layout(),
            weights.layout(),
            LAST_AXIS,
            softmaxOf(program, weights),
            program.scope().attributes(),
            false);
    if (Fastest.isReference(description) && program.layouts().type() == memory.data_type.f32) {
      program.scope().keep(description);
      int row = Math.toIntExact(tokens());
      program.run(new SoftmaxGradient(weights, gradient, row), weights, gradient);
      return;
    }
    program.run(
        description,
        softmax_backward::new,
        new Arguments()
            .with(DNNL_ARG_DST, weights)
            .with(DNNL_ARG_DIFF_DST, gradient)
            .with(DNNL_ARG_DIFF_SRC, gradient));
  }
}
