package dev.trawl.sweep.read;

import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.ParameterCatalog;
import dev.trawl.sweep.RunKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the parameters of a file may be: the hyperparameters of its models, the model, the seed and
 * the keys of training.
 *
 * @param models that a run may have; none when they aren't known, so that any name will do
 * @param hyperparameters by name, those of each model that has it, by the model
 * @param keys the names of those that aren't hyperparameters, dotted
 * @param others the keys that are checked like hyperparameters
 */
record Searchable(
    List<String> models,
    Map<String, Map<String, Hyperparameter>> hyperparameters,
    List<String> keys,
    Map<String, Hyperparameter> others) {

  /** JSON keeps integers up to this exact. */
  private static final double MOST_SEED = 0x1p53;

  /**
   * @param training the names of what training has
   */
  static Searchable of(ParameterCatalog catalog, Collection<String> models, List<String> training) {
    Map<String, Map<String, Hyperparameter>> hyperparameters = new LinkedHashMap<>();
    for (String model : models) {
      catalog
          .parameters(model)
          .forEach(
              (name, each) ->
                  hyperparameters
                      .computeIfAbsent(name, known -> new LinkedHashMap<>())
                      .put(model, each));
    }
    List<String> all = List.copyOf(catalog.models());
    Hyperparameter seed =
        new Hyperparameter(
            RunKeys.SEED, Hyperparameter.Type.INTEGER, -MOST_SEED, MOST_SEED, List.of(), 0L, "");
    Map<String, Hyperparameter> others =
        Map.of(
            RunKeys.MODEL,
            Hyperparameter.choice(RunKeys.MODEL, all, all.get(0), ""),
            RunKeys.SEED,
            seed);
    List<String> keys = new ArrayList<>(List.of(RunKeys.MODEL, RunKeys.SEED));
    keys.addAll(training);
    return new Searchable(List.copyOf(models), hyperparameters, List.copyOf(keys), others);
  }

  boolean has(String name) {
    return models.isEmpty() || hyperparameters.containsKey(name) || keys.contains(name);
  }

  /**
   * What a parameter has to be, once for each way in which models see it.
   *
   * @param among the models of the runs that have it
   */
  List<Hyperparameter> of(String name, Collection<String> among) {
    Hyperparameter key = others.get(name);
    return key == null
        ? hyperparameters.getOrDefault(name, Map.of()).entrySet().stream()
            .filter(each -> among.contains(each.getKey()))
            .map(Map.Entry::getValue)
            .distinct()
            .toList()
        : List.of(key);
  }

  /** The models that have a hyperparameter; all for what is none. */
  List<String> models(String name) {
    Map<String, Hyperparameter> having = hyperparameters.get(name);
    return having == null ? models : models.stream().filter(having::containsKey).toList();
  }
}
