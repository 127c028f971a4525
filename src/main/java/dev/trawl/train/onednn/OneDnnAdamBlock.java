package dev.trawl.train.onednn;

import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.FixedSchedule;

/**
 * Parameters that Adam updates together, by {@link OneDnnAdam}. A constant L2 penalty is added to
 * all gradients in one pass, where the stock block makes an operation of each layer's weights.
 */
final class OneDnnAdamBlock extends UpdaterBlock implements AutoCloseable {
  private final NativeScope scope = new NativeScope();
  private final OneDnnAdam adam;

  /** Null where the penalty is stock Deeplearning4j's to apply. */
  private final @Nullable Penalty penalty;

  private OneDnnAdamBlock(UpdaterBlock stock, OneDnnAdam adam) {
    super(
        stock.getParamOffsetStart(),
        stock.getParamOffsetEnd(),
        stock.getUpdaterViewOffsetStart(),
        stock.getUpdaterViewOffsetEnd(),
        stock.getLayersAndVariablesInBlock());
    setUpdaterView(stock.getUpdaterView());
    setGradientView(stock.getGradientView());
    setUpdaterViewRequiresInitialization(stock.isUpdaterViewRequiresInitialization());
    setGradientUpdater(adam);
    this.adam = adam;
    this.penalty = coefficients().map(values -> new Penalty(scope, values)).orElse(null);
  }

  /** In the place of a stock one with the same state; empty where that would be no gain. */
  static Optional<OneDnnAdamBlock> of(UpdaterBlock stock) {
    return stock.getGradientUpdater() instanceof AdamUpdater updater
        ? OneDnnAdam.of(updater).map(adam -> new OneDnnAdamBlock(stock, adam))
        : Optional.empty();
  }

  /** What Deeplearning4j calls in training: both arrays are the whole network's. */
  @Override
  public void updateExternalGradient(
      int iteration, int epoch, INDArray gradients, INDArray parameters) {
    if (penalty == null) {
      super.updateExternalGradient(iteration, epoch, gradients, parameters);
    } else {
      penalty.addTo(gradients, parameters, getParamOffsetStart());
      adam.apply(gradients, getParamOffsetStart(), iteration, epoch);
    }
  }

  @Override
  public void close() {
    adam.close();
    scope.close();
  }

  /** The L2 coefficient of each parameter; empty when there is any other kind of penalty. */
  private Optional<float[]> coefficients() {
    float[] coefficients = new float[getParamOffsetEnd() - getParamOffsetStart()];
    for (ParamState variable : getLayersAndVariablesInBlock()) {
      List<Regularization> regularizations =
          variable.getLayer().getConfig().getRegularizationByParam(variable.getParamName());
      if (regularizations == null) {
        continue;
      }
      for (Regularization regularization : regularizations) {
        if (regularization.getClass() != L2Regularization.class
            || !(((L2Regularization) regularization).getL2() instanceof FixedSchedule fixed)) {
          return Optional.empty();
        }
        for (int i = variable.getParamOffsetStart(); i < variable.getParamOffsetEnd(); i++) {
          coefficients[i - getParamOffsetStart()] += (float) fixed.valueAt(0, 0);
        }
      }
    }
    return Optional.of(coefficients);
  }

  /** gradient ← gradient + coefficient · parameter. */
  private static final class Penalty {
    private final ArrayMemory gradient;
    private final ArrayMemory parameters;
    private final NativeScope.@Nullable Step step;

    Penalty(NativeScope scope, float[] coefficients) {
      desc row = scope.describe(memory.format_tag.ab, 1, coefficients.length);
      gradient = scope.bind(row);
      parameters = scope.bind(row);
      step = isZero(coefficients) ? null : step(scope, row, coefficients);
    }

    private NativeScope.Step step(NativeScope scope, desc row, float[] coefficients) {
      memory factors = scope.allocate(row);
      scope.keep(new FloatPointer(scope.keep(factors.get_data_handle()))).put(coefficients);
      return scope.multiplyAdd(row, parameters.memory(), factors, gradient.memory());
    }

    void addTo(INDArray gradients, INDArray values, long first) {
      if (step != null) {
        gradient.pointAt(gradients, first);
        parameters.pointAt(values, first);
        step.run();
      }
    }

    private static boolean isZero(float[] values) {
      for (float value : values) {
        if (value != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
