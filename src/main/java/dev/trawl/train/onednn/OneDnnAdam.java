package dev.trawl.train.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Adam's formula (Kingma and Ba, 2015, end of section 2) in three vectorised passes over the
 * parameters, in the place of ND4J's operation:
 *
 * <pre>m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  g ← m · α√(1 − β₂ᵗ)/(1 − β₁ᵗ) / (√v + ε)</pre>
 *
 * <p>Only the formula is replaced: division by the batch size, clipping, L1, L2 and schedules stay
 * Deeplearning4j's, and m and v are its own state array, so that saved models hold them.
 */
@SuppressWarnings("serial") // Inherited; nobody serialises an updater.
final class OneDnnAdam extends AdamUpdater implements AutoCloseable {
  private final NativeScope scope = new NativeScope();
  private final ArrayMemory gradient;
  private final ArrayMemory mean;
  private final ArrayMemory variance;
  private final FloatPointer stepSize;
  private final List<NativeScope.Step> steps = new ArrayList<>();

  private OneDnnAdam(AdamUpdater stock) {
    super(stock.getConfig());
    Adam config = stock.getConfig();
    setM(stock.getM());
    setV(stock.getV());
    setGradientReshapeOrder(stock.getGradientReshapeOrder());

    desc row = scope.describe(memory.format_tag.ab, 1, getM().length());
    desc scalar = scope.describe(memory.format_tag.ab, 1, 1);
    gradient = scope.bind(row);
    mean = scope.bind(row);
    variance = scope.bind(row);
    memory size = scope.allocate(scalar);
    stepSize = scope.keep(new FloatPointer(scope.keep(size.get_data_handle())));
    memory one = constant(scalar, 1);

    memory g = gradient.memory();
    float beta1 = (float) config.getBeta1();
    float beta2 = (float) config.getBeta2();
    steps.add(average(g, constant(scalar, 1), row, scalar, beta1, mean.memory()));
    steps.add(average(g, g, row, row, beta2, variance.memory()));
    steps.add(update(row, scalar, one, size, (float) config.getEpsilon()));
  }

  /** In the place of a stock one with the same state; empty where that would be no gain. */
  static Optional<OneDnnAdam> of(AdamUpdater stock) {
    boolean plain =
        stock.getClass() == AdamUpdater.class
            && stock.getM() != null
            && stock.getM().dataType() == DataType.FLOAT;
    return plain ? Optional.of(new OneDnnAdam(stock)) : Optional.empty();
  }

  @Override
  public void applyUpdater(INDArray gradients, int iteration, int epoch) {
    apply(gradients, 0, iteration, epoch);
  }

  /** Makes the step of the gradients from the n-th on, in place. */
  void apply(INDArray gradients, long first, int iteration, int epoch) {
    double step = iteration + 1.0;
    double correction =
        Math.sqrt(1 - Math.pow(getConfig().getBeta2(), step))
            / (1 - Math.pow(getConfig().getBeta1(), step));
    stepSize.put(0, (float) (getConfig().getLearningRate(iteration, epoch) * correction));
    gradient.pointAt(gradients, first);
    mean.pointAt(getM());
    variance.pointAt(getV());
    ConvolutionProgram.run(steps);
  }

  @Override
  public void close() {
    scope.close();
  }

  private memory constant(desc scalar, float value) {
    memory constant = scope.allocate(scalar);
    scope.keep(new FloatPointer(scope.keep(constant.get_data_handle()))).put(0, value);
    return constant;
  }

  /** average ← β · average + (1 − β) · first · second, in one pass. */
  private NativeScope.Step average(
      memory first, memory second, desc row, desc secondShape, float beta, memory average) {
    post_ops then = scope.keep(new post_ops());
    then.append_eltwise(algorithm.eltwise_linear, 1 - beta, 0);
    then.append_sum(beta, 0, memory.data_type.undef);
    var description = product(row, secondShape, then);
    return scope.step(
        new binary(description),
        description,
        dnnl.DNNL_ARG_SRC_0,
        first,
        dnnl.DNNL_ARG_SRC_1,
        second,
        dnnl.DNNL_ARG_DST,
        average);
  }

  /** gradient ← m · size / (√v + ε), in one pass. */
  private NativeScope.Step update(desc row, desc scalar, memory one, memory size, float epsilon) {
    post_ops then = scope.keep(new post_ops());
    then.append_eltwise(algorithm.eltwise_sqrt, 0, 0);
    then.append_eltwise(algorithm.eltwise_linear, 1, epsilon);
    then.append_eltwise(algorithm.eltwise_pow, 1, -1);
    then.append_binary(algorithm.binary_mul, row);
    then.append_binary(algorithm.binary_mul, scalar);
    var description = product(row, scalar, then);
    return scope.step(
        new binary(description),
        description,
        dnnl.DNNL_ARG_SRC_0,
        variance.memory(),
        dnnl.DNNL_ARG_SRC_1,
        one,
        operand(3),
        mean.memory(),
        operand(4),
        size,
        dnnl.DNNL_ARG_DST,
        gradient.memory());
  }

  private binary.primitive_desc product(desc first, desc second, post_ops then) {
    primitive_attr attributes = scope.attributes();
    attributes.set_post_ops(then);
    return scope.keep(
        new binary.primitive_desc(
            scope.engine(), algorithm.binary_mul, first, second, first, attributes, false));
  }

  /** oneDNN's number for the second operand of a primitive's n-th operation. */
  private static int operand(int operation) {
    return dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (operation + 1) | dnnl.DNNL_ARG_SRC_1;
  }
}
