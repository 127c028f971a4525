package dev.trawl.sweep;

import dev.trawl.search.Searches;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.train.EpochRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Small catalogs with the entries that the shipped sweep files name. */
public final class TestCatalogs {
  private static final List<Hyperparameter> CNN =
      List.of(
          hyperparameter("filters", Hyperparameter.Type.INTEGER_LIST, 1, 1024, List.of(32L, 64L)),
          hyperparameter("kernel_size", Hyperparameter.Type.INTEGER, 1, 11, 3L),
          hyperparameter("dense_units", Hyperparameter.Type.INTEGER, 1, 8192, 64L),
          hyperparameter("dropout", Hyperparameter.Type.REAL, 0, 0.95, 0.0),
          hyperparameter("l2", Hyperparameter.Type.REAL, 0, 1, 0.0),
          hyperparameter("batch_size", Hyperparameter.Type.INTEGER, 1, 4096, 64L),
          hyperparameter("learning_rate", Hyperparameter.Type.REAL, 1e-8, 10, 1e-3),
          Hyperparameter.choice("optimizer", List.of("adam", "sgd", "nesterov"), "adam", ""),
          hyperparameter("momentum", Hyperparameter.Type.REAL, 0, 0.999, 0.9),
          Hyperparameter.choice(
              "schedule", List.of("constant", "one_cycle", "cosine"), "constant", ""),
          hyperparameter("weight_decay", Hyperparameter.Type.REAL, 0, 1, 0.0),
          Hyperparameter.choice("precision", List.of("float32", "bfloat16"), "float32", ""),
          hyperparameter("threads", Hyperparameter.Type.INTEGER, 1, 64, 1L),
          hyperparameter("label_smoothing", Hyperparameter.Type.REAL, 0, 0.99, 0.0));

  private TestCatalogs() {}

  public static SweepFiles sweepFiles() {
    return new SweepFiles(
        () -> Set.of("mnist"), models(), Searches.standard(), EpochRules.standard());
  }

  static SweepFiles.Checked read(String text, String... overrides) throws InvalidSweepException {
    return sweepFiles().read(new SweepSource("x.yaml", text, List.of(overrides)));
  }

  public static SweepSpec spec(String text, String... overrides) throws InvalidSweepException {
    return read(text, overrides).spec();
  }

  static ParameterCatalog models() {
    return new ParameterCatalog() {
      @Override
      public Set<String> models() {
        return Set.of("cnn");
      }

      @Override
      public Map<String, Hyperparameter> parameters(String model) {
        Map<String, Hyperparameter> parameters = new LinkedHashMap<>();
        CNN.forEach(each -> parameters.put(each.name(), each));
        return parameters;
      }

      @Override
      public List<String> trainingParameters() {
        return CNN.stream().map(Hyperparameter::name).skip(6).toList();
      }

      @Override
      public Map<String, Needs> needs() {
        return Map.of("momentum", new Needs("optimizer", List.of("sgd", "nesterov")));
      }
    };
  }

  private static Hyperparameter hyperparameter(
      String name, Hyperparameter.Type type, double min, double max, Object value) {
    return new Hyperparameter(name, type, min, max, List.of(), value, "");
  }
}
