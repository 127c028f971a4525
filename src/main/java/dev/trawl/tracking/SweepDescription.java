package dev.trawl.tracking;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.DatasetInfo;
import java.util.List;

/**
 * What a program's runs have in common.
 *
 * @param model what is trained, in a word
 * @param dataset what it is trained and measured on; its counts give accuracies their intervals
 * @param metric which one chooses between epochs and between runs, and in which direction
 * @param thresholds accuracies as fractions, ascending; a run's band is how many of them its test
 *     accuracy reaches
 * @param epochs how many a run has at most
 */
public record SweepDescription(
    String name,
    String model,
    DatasetInfo dataset,
    Objective metric,
    List<Double> thresholds,
    int epochs) {
  private static final List<Double> THRESHOLDS = List.of(0.98, 0.99);

  public SweepDescription {
    thresholds = List.copyOf(thresholds);
    if (name.isBlank()) {
      throw new IllegalArgumentException("need a name for the sweep, found a blank one");
    }
    if (epochs < 1) {
      throw new IllegalArgumentException("need 1 epoch at least, found " + epochs);
    }
  }

  /** Runs compared by {@code val_accuracy} and against 98 and 99 %. */
  public static SweepDescription of(String name, String model, DatasetInfo dataset, int epochs) {
    return new SweepDescription(
        name,
        model,
        dataset,
        new Objective("val_accuracy", Goal.MAXIMIZE, null),
        THRESHOLDS,
        epochs);
  }
}
