package dev.trawl.model;

import dev.trawl.sweep.Hyperparameter;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** A kind of network. Stateless, and safe for use by many threads. */
public interface Architecture {

  /** Its hyperparameters by name, in the order they are explained in. */
  Map<String, Hyperparameter> hyperparameters();

  /**
   * The network for these hyperparameters: input [batch, channels, height, width], output [batch,
   * classes] that sums to 1.
   *
   * @param seed decides the initial weights
   * @throws IllegalArgumentException when no such network exists, with what was needed and what was
   *     found
   */
  MultiLayerConfiguration configure(
      Hyperparameters values, ImageShape input, int classes, long seed);
}
