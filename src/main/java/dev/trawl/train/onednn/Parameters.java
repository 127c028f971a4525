package dev.trawl.train.onednn;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers that stand for one another work on the same arrays. */
final class Parameters {
  private Parameters() {}

  /** Gives a new layer the index, listeners, weights and gradients of another. */
  static void share(BaseLayer<?> from, BaseLayer<?> to) {
    to.setIndex(from.getIndex());
    to.setListeners(from.getListeners());
    to.setParamsViewArray(from.params());
    to.setParamTable(from.paramTable());
    shareGradients(from, to);
    to.setIterationCount(from.getIterationCount());
    to.setEpochCount(from.getEpochCount());
  }

  static INDArray gradient(Map<String, INDArray> views, String parameter) {
    return Objects.requireNonNull(views.get(parameter), parameter);
  }

  /** Deeplearning4j makes the gradients' array at the first training step. */
  static void shareGradients(Layer from, Layer to) {
    if (from.getGradientsViewArray() != null) {
      to.setBackpropGradientsViewArray(from.getGradientsViewArray());
    }
  }
}
