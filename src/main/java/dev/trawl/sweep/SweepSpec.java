package dev.trawl.sweep;

import java.util.List;
import java.util.Map;

/**
 * What a valid sweep file says, defaults filled in.
 *
 * @param title whose name is the file's without its extension by default
 * @param model the name of the architecture that its runs train; the first of those that it
 *     searches
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

  /** The architectures that its runs may have. */
  public List<String> models() {
    Distribution searched = search.parameters().get(RunKeys.MODEL);
    return searched == null
        ? List.of(model)
        : searched.samples().stream().map(Object::toString).distinct().toList();
  }

  /** How many epochs its longest runs have. */
  public int mostEpochs() {
    Distribution searched = search.parameters().get(RunKeys.training("epochs"));
    return searched == null
        ? training.epochs()
        : searched.samples().stream()
            .mapToInt(value -> ((Number) value).intValue())
            .max()
            .orElseThrow();
  }

  /** The same with another seed. */
  public SweepSpec withSeed(long other) {
    return new SweepSpec(
        title, dataset, model, search, other, metric, thresholds, training, execution);
  }

  /** The same with what the parameters of a run set of its keys: the model, and its training. */
  public SweepSpec forRun(Map<String, Object> parameters) {
    return new SweepSpec(
        title,
        dataset,
        parameters.getOrDefault(RunKeys.MODEL, model).toString(),
        search,
        seed,
        metric,
        thresholds,
        training.with(RunKeys.ofTraining(parameters)),
        execution);
  }
}
