package dev.trawl.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys of a sweep file that a run may have a value of its own for: where one of them is a
 * parameter, the run's value stands in for the file's.
 */
public final class RunKeys {
  /** The architecture. */
  public static final String MODEL = "model";

  /** Seeds the run, in place of the sweep's seed and the run's number. */
  public static final String SEED = "seed";

  private static final String TRAINING = "training.";

  private RunKeys() {}

  /** The name of a key of training among parameters. */
  public static String training(String key) {
    return TRAINING + key;
  }

  /** Those of a run's parameters that are its model's hyperparameters, rather than keys. */
  public static Map<String, Object> hyperparameters(Map<String, Object> parameters) {
    Map<String, Object> hyperparameters = new LinkedHashMap<>(parameters);
    hyperparameters.keySet().removeIf(RunKeys::isKey);
    return Collections.unmodifiableMap(hyperparameters);
  }

  /** Those that are keys of training, without its name. */
  static Map<String, Object> ofTraining(Map<String, Object> parameters) {
    Map<String, Object> keys = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) -> {
          if (name.startsWith(TRAINING)) {
            keys.put(name.substring(TRAINING.length()), value);
          }
        });
    return keys;
  }

  private static boolean isKey(String name) {
    return name.equals(MODEL) || name.equals(SEED) || name.startsWith(TRAINING);
  }
}
