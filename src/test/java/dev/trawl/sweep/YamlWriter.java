package dev.trawl.sweep;

import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** Writes a spec as the sweep file that says it. */
final class YamlWriter {
  private YamlWriter() {}

  static String write(SweepSpec spec) {
    Map<String, Object> file = new LinkedHashMap<>();
    put(file, "name", spec.name());
    put(file, "description", spec.description());
    put(file, "project", spec.project());
    put(file, "dataset", dataset(spec.dataset()));
    put(file, "model", spec.model());
    put(file, "method", spec.method().name().toLowerCase(Locale.ROOT));
    put(file, "seed", spec.seed());
    put(file, "run_cap", spec.runCap());
    Map<String, Object> metric = new LinkedHashMap<>();
    put(metric, "name", spec.metric().name());
    put(metric, "goal", spec.metric().goal().name().toLowerCase(Locale.ROOT));
    put(metric, "target", spec.metric().target());
    put(file, "metric", metric);
    put(file, "thresholds", spec.thresholds());
    Map<String, Object> parameters = new LinkedHashMap<>();
    spec.parameters().forEach((name, each) -> parameters.put(name, parameter(each)));
    put(file, "parameters", parameters);
    put(file, "training", training(spec.training()));
    put(file, "workers", spec.workers());
    put(file, "retries", spec.retries());
    put(file, "max_failures", spec.maxFailures());
    return new Yaml().dump(file);
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  private static Map<String, Object> dataset(DatasetSpec dataset) {
    Map<String, Object> map = new LinkedHashMap<>();
    put(map, "name", dataset.name());
    put(map, "path", dataset.path());
    put(map, "validation_split", dataset.validationSplit());
    put(map, "train_limit", dataset.trainLimit());
    put(map, "test_limit", dataset.testLimit());
    ChannelOrder channels = dataset.channels();
    put(
        map,
        "channels",
        channels == null ? null : channels == ChannelOrder.FIRST ? "first" : "last");
    return map;
  }

  private static Map<String, Object> training(TrainingSpec training) {
    Map<String, Object> map = new LinkedHashMap<>();
    put(map, "epochs", training.epochs());
    if (training.earlyStopping() != null) {
      map.put(
          "early_stopping",
          Map.of(
              "monitor", training.earlyStopping().monitor(),
              "patience", training.earlyStopping().patience(),
              "min_delta", training.earlyStopping().minDelta()));
    }
    if (training.reduceLr() != null) {
      map.put(
          "reduce_lr",
          Map.of(
              "monitor", training.reduceLr().monitor(),
              "factor", training.reduceLr().factor(),
              "patience", training.reduceLr().patience(),
              "min_delta", training.reduceLr().minDelta(),
              "min_lr", training.reduceLr().minLr()));
    }
    if (training.augmentation() != null) {
      map.put(
          "augmentation",
          Map.of(
              "rotation", training.augmentation().rotation(),
              "shift", training.augmentation().shift()));
    }
    int last = training.checkpoints().last();
    put(map, "checkpoints", last == 0 ? "best" : last);
    put(map, "timeout", training.timeout() == null ? null : training.timeout().toMillis() / 1000.0);
    return map;
  }

  private static Map<String, Object> parameter(Distribution distribution) {
    if (distribution instanceof Constant constant) {
      return Map.of("value", constant.value());
    }
    if (distribution instanceof Categorical categorical) {
      return Map.of("values", categorical.values());
    }
    if (distribution instanceof IntUniform range) {
      return Map.of("min", range.min(), "max", range.max());
    }
    if (distribution instanceof Uniform range) {
      return Map.of("min", range.min(), "max", range.max());
    }
    if (distribution instanceof LogUniformValues range) {
      return Map.of("distribution", "log_uniform_values", "min", range.min(), "max", range.max());
    }
    QUniform range = (QUniform) distribution;
    Object step = range.integral() ? (Object) (long) range.q() : (Object) range.q();
    return Map.of("distribution", "q_uniform", "min", range.min(), "max", range.max(), "q", step);
  }
}
