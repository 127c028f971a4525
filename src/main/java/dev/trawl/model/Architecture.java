package dev.trawl.model;

import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/** A kind of network. Stateless, and safe for use by many threads. */
public interface Architecture {

  /** Its own hyperparameters, in the order they are explained in; training's are not among them. */
  List<Hyperparameter> hyperparameters();

  /** Those of its hyperparameters that decide how large an image has to be. */
  default Set<String> sizing() {
    return Set.of();
  }

  /**
   * Checks that images are large enough.
   *
   * @throws IllegalArgumentException when they are not, with what was needed and what was found
   */
  default void checkSize(Hyperparameters values, ImageShape images) {}

  /**
   * The network for these hyperparameters: one input [batch, channels, height, width], one output
   * [batch, classes] that sums to 1.
   *
   * @param values its own, and training's
   * @param training what the configuration begins with: the seed, the updater, the penalties
   * @throws IllegalArgumentException when no such network exists, with what was needed and what was
   *     found
   */
  ComputationGraphConfiguration configure(
      Hyperparameters values,
      ImageShape input,
      int classes,
      NeuralNetConfiguration.Builder training);
}
