package dev.trawl.train.onednn;

import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The pooling behind a {@link OneDnnConvolution}, in that layer's program. */
@SuppressWarnings("serial") // Inherited; nobody serialises a layer.
final class OneDnnPooling extends SubsamplingLayer implements NativeLayer {
  private final OneDnnConvolution convolution;

  OneDnnPooling(SubsamplingLayer stock, OneDnnConvolution convolution) {
    super(stock.conf(), DataType.FLOAT);
    this.convolution = convolution;
    setIndex(stock.getIndex());
    setListeners(stock.getListeners());
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    return convolution.pool(workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    convolution.unpool(epsilon);
    return new Pair<>(
        new DefaultGradient(),
        OneDnnConvolution.placeholder(workspaces, ArrayType.ACTIVATION_GRAD));
  }

  @Override
  public void close() {
    // The convolution's program is both layers'.
  }
}
