package dev.trawl.sweep;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The architectures that a sweep file may name, and the hyperparameters of each. */
public interface ParameterCatalog {
  Set<String> models();

  /**
   * The hyperparameters of {@code model} by name, in the order they are explained in.
   *
   * @throws IllegalArgumentException for a name not in {@link #models()}
   */
  Map<String, Hyperparameter> parameters(String model);

  /** What some of them need of another one, by name. */
  default Map<String, Needs> needs() {
    return Map.of();
  }

  /**
   * Those of them that training itself uses, whatever the model: a file may give each one value, by
   * its name under {@code training}, instead of searching it.
   */
  default List<String> trainingParameters() {
    return List.of();
  }
}
