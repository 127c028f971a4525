package dev.trawl.sweep;

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
}
