package dev.trawl.train;

import java.io.IOException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Networks as Deeplearning4j's own model files: a zip of configuration, weights and updater state.
 */
public final class ModelFiles {
  private ModelFiles() {}

  /** The whole network, updater state included: training goes on from it bit for bit. */
  public static byte[] write(MultiLayerNetwork network) {
    return write(network, true);
  }

  /** The network without the updater's state, a third of the size: enough to predict. */
  public static byte[] writeForInference(MultiLayerNetwork network) {
    return write(network, false);
  }

  /**
   * A network as it was written; the caller closes it. The bytes may be anybody's: nothing in them
   * is run, and no more is allocated than they take up.
   *
   * @throws TrainingException when the bytes are no model file, with what was found in them
   */
  public static MultiLayerNetwork read(byte[] model) {
    try {
      return ModelReader.read(model);
    } catch (IOException | RuntimeException e) {
      throw new TrainingException(
          "need a Deeplearning4j model file, found %,d bytes that are none: %s"
              .formatted(model.length, e.getMessage()),
          e);
    }
  }

  private static byte[] write(MultiLayerNetwork network, boolean updater) {
    try {
      return ModelWriter.write(network, updater);
    } catch (IOException e) {
      throw new TrainingException("the model could not be written: " + e.getMessage(), e);
    }
  }
}
