package dev.trawl.export;

import dev.trawl.data.PixelArrays;
import dev.trawl.export.predict.Predictor;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.train.onednn.Inference;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Deeplearning4j's network, as Trawl evaluates it or as Deeplearning4j alone runs it. */
public final class NetworkPredictor implements Predictor {
  private final Network network;
  private final ImageShape shape;
  private final @Nullable Inference inference;

  private NetworkPredictor(Network network, ImageShape shape, @Nullable Inference inference) {
    this.network = network;
    this.shape = shape;
    this.inference = inference;
  }

  /**
   * As Trawl evaluates it: compiled, where that can be; closing the predictor closes the network.
   */
  public static NetworkPredictor compiled(Network network, ImageShape shape) {
    return new NetworkPredictor(network, shape, Inference.of(network));
  }

  /** As Deeplearning4j alone runs it; closing the predictor closes the network. */
  public static NetworkPredictor stock(Network network, ImageShape shape) {
    return new NetworkPredictor(network, shape, null);
  }

  @Override
  public String runtime() {
    return inference == null ? "Deeplearning4j's own layers" : "Trawl's program";
  }

  @Override
  public float[] probabilities(byte[] images) {
    try (INDArray scaled =
        PixelArrays.scaled(images, shape.channels(), shape.height(), shape.width())) {
      return inference == null ? network.probabilities(scaled) : inference.probabilities(scaled);
    }
  }

  @Override
  public void close() {
    if (inference != null) {
      inference.close();
    }
    network.close();
  }
}
