package dev.trawl.export;

import dev.trawl.data.PixelArrays;
import dev.trawl.export.predict.Predictor;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.train.onednn.Acceleration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Deeplearning4j's network, on the layers that Trawl trains on or on its own. */
public final class NetworkPredictor implements Predictor {
  private final Network network;
  private final ImageShape shape;
  private final @Nullable Acceleration acceleration;

  private NetworkPredictor(Network network, ImageShape shape, @Nullable Acceleration acceleration) {
    this.network = network;
    this.shape = shape;
    this.acceleration = acceleration;
  }

  /** As Trawl evaluates it; closing the predictor closes the network. */
  public static NetworkPredictor accelerated(Network network, ImageShape shape) {
    return new NetworkPredictor(network, shape, Acceleration.of(network));
  }

  /** As Deeplearning4j alone runs it; closing the predictor closes the network. */
  public static NetworkPredictor stock(Network network, ImageShape shape) {
    return new NetworkPredictor(network, shape, null);
  }

  @Override
  public String runtime() {
    return acceleration == null ? "Deeplearning4j's own layers" : "Trawl's layers";
  }

  @Override
  public float[] probabilities(byte[] images) {
    try (INDArray scaled =
        PixelArrays.scaled(images, shape.channels(), shape.height(), shape.width())) {
      return network.probabilities(scaled);
    }
  }

  @Override
  public void close() {
    if (acceleration != null) {
      acceleration.close();
    }
    network.close();
  }
}
