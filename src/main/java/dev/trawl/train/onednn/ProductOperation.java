package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.pooling_forward;

/**
 * Number by number the product of two images of one shape; or, as squeeze-and-excitation has it, of
 * an image and one number a channel.
 *
 * @param scale whether the second has one number a channel
 */
record ProductOperation(boolean scale, Shape output) implements Operation {
  private static final long[] NONE = {0, 0};

  @Override
  public String description() {
    return scale ? "channel scale" : "product";
  }

  @Override
  public boolean keepsOutput() {
    return false;
  }

  @Override
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    Tensor first = inputs.get(0);
    Tensor second = scale ? inputs.get(1) : program.as(inputs.get(1), first.layout());
    Tensor result = program.allocate(first.layout());
    program.elementwise().combine(algorithm.binary_mul, first, second, result);
    program.backwards(
        result,
        gradient -> {
          if (!inputs.get(1).isConstant()) {
            Tensor bySecond = program.allocate(first.layout());
            program.elementwise().combine(algorithm.binary_mul, gradient, first, bySecond);
            program.contribute(inputs.get(1), scale ? sum(program, bySecond) : bySecond);
          }
          if (!first.isConstant()) {
            Tensor byFirst = program.reuse(gradient);
            program.elementwise().combine(algorithm.binary_mul, gradient, second, byFirst);
            program.contribute(first, byFirst);
          } else {
            gradient.release();
          }
        });
    return result;
  }

  /** Over the pixels: the mean times their number, since pooling is fast in all layouts. */
  private Tensor sum(ProgramBuilder program, Tensor image) {
    Shape channels = Shape.vector(output.channels());
    long[] whole = {output.height(), output.width()};
    var description =
        new pooling_forward.primitive_desc(
            program.scope().engine(),
            prop_kind.forward_inference,
            algorithm.pooling_avg_exclude_padding,
            image.layout(),
            program.layouts().any(channels),
            new long[] {1, 1},
            whole,
            NONE,
            NONE,
            NONE,
            program.scope().attributes(),
            false);
    Tensor mean = program.allocate(description.dst_desc());
    program.run(
        description,
        pooling_forward::new,
        new Arguments().with(DNNL_ARG_SRC, image).with(DNNL_ARG_DST, mean));
    program.elementwise().apply(Activation.times((double) output.pixels()), mean, mean);
    return mean;
  }
}
