package dev.trawl.model;

import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.ParameterCatalog;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** The architectures by the name that a sweep file gives them. Immutable. */
public final class Architectures implements ParameterCatalog {
  /** The hyperparameters that every architecture has, since training itself uses them. */
  public static final String BATCH_SIZE = "batch_size";

  public static final String LEARNING_RATE = "learning_rate";

  private final Map<String, Architecture> architectures =
      new TreeMap<>(Map.of("cnn", new ConvolutionalNetwork()));

  @Override
  public Set<String> models() {
    return architectures.keySet();
  }

  @Override
  public Map<String, Hyperparameter> parameters(String model) {
    return architecture(model).hyperparameters();
  }

  /**
   * The architecture of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Architecture architecture(String model) {
    Architecture architecture = architectures.get(model);
    if (architecture == null) {
      throw new IllegalArgumentException(
          "need one of %s, found the model %s".formatted(models(), model));
    }
    return architecture;
  }

  /** A model with the default of every hyperparameter. */
  public MultiLayerConfiguration defaults(String model, ImageShape input, int classes) {
    Architecture architecture = architecture(model);
    Hyperparameters values = new Hyperparameters(architecture.hyperparameters(), Map.of());
    return architecture.configure(values, input, classes, 0);
  }
}
