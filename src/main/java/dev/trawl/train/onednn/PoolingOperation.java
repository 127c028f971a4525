package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.jspecify.annotations.Nullable;

/**
 * The largest number, or the mean, of each window.
 *
 * @param window a global pooling's is the whole image
 * @param activation of the convolution before a max-pooling, whose gradient is taken here; the
 *     identity if there is none
 */
record PoolingOperation(
    Kind kind, boolean global, Window window, Shape output, Activation activation)
    implements Operation {
  private static final long[] UNDILATED = {0, 0};

  enum Kind {
    MAX("max", algorithm.pooling_max),

    /** Of the pixels that there are. */
    AVERAGE("average", algorithm.pooling_avg_exclude_padding),

    /** Zeros around the image count as pixels. */
    AVERAGE_WITH_PADDING("average", algorithm.pooling_avg_include_padding);

    private final String word;
    private final algorithm function;

    Kind(String word, algorithm function) {
      this.word = word;
      this.function = function;
    }
  }

  @Override
  public String description() {
    return global
        ? "global %s-pool".formatted(kind.word)
        : "%s-pool %d×%d".formatted(kind.word, window.kernel()[0], window.kernel()[1]);
  }

  @Override
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    Tensor input = inputs.get(0);
    var description =
        program
            .scope()
            .keep(
                new pooling_forward.primitive_desc(
                    program.scope().engine(),
                    program.kind(),
                    kind.function,
                    input.layout(),
                    program.layouts().any(output),
                    window.stride(),
                    window.kernel(),
                    UNDILATED,
                    window.before(),
                    window.after(),
                    program.scope().attributes(),
                    false));
    Tensor result = program.allocate(description.dst_desc());
    memory.desc places = program.scope().keep(description.workspace_desc());
    Tensor workspace =
        program.isTraining() && places.get_size() > 0 ? program.allocate(places) : null;
    program.run(
        description,
        pooling_forward::new,
        new Arguments()
            .with(DNNL_ARG_SRC, input)
            .with(DNNL_ARG_DST, result)
            .with(DNNL_ARG_WORKSPACE, workspace));
    program.backwards(
        result,
        gradient ->
            unpool(
                program,
                description,
                program.elementwise().gradient(activation, result, gradient),
                input,
                workspace));
    return result;
  }

  private void unpool(
      ProgramBuilder program,
      pooling_forward.primitive_desc forward,
      Tensor gradient,
      Tensor input,
      @Nullable Tensor workspace) {
    Tensor byInput = program.allocate(input.layout());
    program.run(
        new pooling_backward.primitive_desc(
            program.scope().engine(),
            kind.function,
            input.layout(),
            gradient.layout(),
            window.stride(),
            window.kernel(),
            UNDILATED,
            window.before(),
            window.after(),
            forward,
            program.scope().attributes(),
            false),
        pooling_backward::new,
        new Arguments()
            .with(DNNL_ARG_DIFF_DST, gradient)
            .with(DNNL_ARG_DIFF_SRC, byInput)
            .with(DNNL_ARG_WORKSPACE, workspace));
    program.contribute(input, byInput);
    gradient.release();
  }
}
