package dev.trawl.train;

import java.util.Map;

/**
 * A trained epoch, as a rule sees it.
 *
 * @param number from 1
 * @param metrics by key; may be NaN or infinite
 * @param learningRate for the next epoch, as the rules before left it
 */
record EpochResult(int number, Map<String, Double> metrics, double learningRate) {

  /**
   * A metric of the epoch.
   *
   * @throws TrainingException when it has none with this key
   */
  double metric(String key) {
    Double value = metrics.get(key);
    if (value == null) {
      throw new TrainingException(
          "need one of %s to monitor, found %s".formatted(metrics.keySet(), key), null);
    }
    return value;
  }
}
