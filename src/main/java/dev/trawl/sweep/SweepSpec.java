package dev.trawl.sweep;

import java.util.List;

/**
 * What a valid sweep file says, defaults filled in.
 *
 * @param title whose name is the file's without its extension by default
 * @param model the name of the architecture that its runs train
 * @param seed decides, with the file, every candidate and every run's own seed
 * @param thresholds accuracies as fractions, ascending; a run's band is how many of them its test
 *     accuracy reaches
 */
public record SweepSpec(
    Title title,
    DatasetSpec dataset,
    String model,
    SearchSpec search,
    long seed,
    Objective metric,
    List<Double> thresholds,
    TrainingSpec training,
    ExecutionSpec execution) {

  public SweepSpec {
    thresholds = List.copyOf(thresholds);
  }
}
