package dev.trawl.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a valid sweep file says, defaults filled in.
 *
 * @param name the sweep's name; by default the file's name without its extension
 * @param method how runs are proposed
 * @param earlyTermination the rule that ends runs before their time; null is none
 * @param seed decides, with the file, every candidate and every run's own seed
 * @param runCap how many runs the whole sweep may have, whatever the number of workers; null is no
 *     cap
 * @param thresholds accuracies as fractions, ascending; a run's band is how many of them its test
 *     accuracy reaches
 * @param parameters the search space, in the file's order
 * @param workers how many runs train at once; null leaves it to the machine: one a core
 * @param retries how often a run that failed is tried again
 * @param maxFailures how many failed runs in a row stop the sweep
 */
public record SweepSpec(
    String name,
    @Nullable String description,
    @Nullable String project,
    DatasetSpec dataset,
    String model,
    Selection method,
    @Nullable Selection earlyTermination,
    long seed,
    @Nullable Integer runCap,
    Objective metric,
    List<Double> thresholds,
    Map<String, Distribution> parameters,
    TrainingSpec training,
    @Nullable Integer workers,
    int retries,
    int maxFailures) {

  public SweepSpec {
    thresholds = List.copyOf(thresholds);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
