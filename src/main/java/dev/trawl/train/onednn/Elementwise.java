package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** What is done number by number, in the program that is being built. */
final class Elementwise {
  private final ProgramBuilder program;

  Elementwise(ProgramBuilder program) {
    this.program = program;
  }

  /** Attributes of a primitive that applies a function to what it writes. */
  primitive_attr then(Activation function) {
    primitive_attr attributes = program.scope().attributes();
    if (!function.isIdentity()) {
      post_ops after = program.scope().keep(new post_ops());
      after.append_eltwise(function.forward(), function.alpha(), function.beta());
      attributes.set_post_ops(after);
    }
    return attributes;
  }

  /** to ← f(from); they may be the same. */
  void apply(Activation function, Tensor from, Tensor to) {
    var description =
        new eltwise_forward.primitive_desc(
            program.scope().engine(),
            program.kind(),
            function.forward(),
            from.layout(),
            to.layout(),
            function.alpha(),
            function.beta(),
            program.scope().attributes(),
            false);
    program.run(
        description,
        eltwise_forward::new,
        new Arguments().with(DNNL_ARG_SRC, from).with(DNNL_ARG_DST, to));
  }

  /**
   * The gradient by a function's input.
   *
   * @param kept what the function read or wrote, whichever its gradient is taken from
   * @param gradient by its output, written over if nobody else reads it
   */
  Tensor gradient(Activation function, Tensor kept, Tensor gradient) {
    if (function.isIdentity()) {
      return gradient;
    }
    var forward =
        program
            .scope()
            .keep(
                new eltwise_forward.primitive_desc(
                    program.scope().engine(),
                    prop_kind.forward_training,
                    function.backward(),
                    kept.layout(),
                    kept.layout(),
                    function.alpha(),
                    function.beta(),
                    program.scope().attributes(),
                    false));
    var description =
        new eltwise_backward.primitive_desc(
            program.scope().engine(),
            function.backward(),
            gradient.layout(),
            gradient.layout(),
            kept.layout(),
            function.alpha(),
            function.beta(),
            forward,
            program.scope().attributes(),
            false);
    Tensor result = program.reuse(gradient);
    program.run(
        description,
        eltwise_backward::new,
        new Arguments()
            .with(function.byOutput() ? DNNL_ARG_DST : DNNL_ARG_SRC, kept)
            .with(DNNL_ARG_DIFF_DST, gradient)
            .with(DNNL_ARG_DIFF_SRC, result));
    return result;
  }

  /** The sum of two gradients, in the place of one if nobody else reads it. */
  Tensor add(Tensor first, Tensor second) {
    if (!first.isMine() && second.isMine()) {
      return add(second, first);
    }
    Tensor sum = program.reuse(first);
    combine(algorithm.binary_add, first, second, sum);
    second.release();
    return sum;
  }

  /** result ← first ∘ second, which may have one number where the first has many. */
  void combine(algorithm operator, Tensor first, Tensor second, Tensor result) {
    combine(operator, first, second, result, Activation.IDENTITY);
  }

  /** result ← f(first ∘ second). */
  void combine(
      algorithm operator, Tensor first, Tensor second, Tensor result, Activation function) {
    var description =
        new binary.primitive_desc(
            program.scope().engine(),
            operator,
            first.layout(),
            second.layout(),
            result.layout(),
            then(function),
            false);
    program.run(
        description,
        binary::new,
        new Arguments()
            .with(DNNL_ARG_SRC_0, first)
            .with(DNNL_ARG_SRC_1, second)
            .with(DNNL_ARG_DST, result));
  }
}
