package dev.trawl.sweep.read;

import dev.trawl.sweep.ChannelOrder;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.TrainingSpec;
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
    put(file, "name", spec.title().name());
    put(file, "description", spec.title().description());
    put(file, "project", spec.title().project());
    put(file, "dataset", dataset(spec.dataset()));
    put(file, "model", spec.model());
    put(file, "method", spec.search().method().name().toLowerCase(Locale.ROOT));
    put(file, "seed", spec.seed());
    put(file, "run_cap", spec.search().runCap());
    Map<String, Object> metric = new LinkedHashMap<>();
    put(metric, "name", spec.metric().name());
    put(metric, "goal", spec.metric().goal().name().toLowerCase(Locale.ROOT));
    put(metric, "target", spec.metric().target());
    put(file, "metric", metric);
    put(file, "thresholds", spec.thresholds());
    Map<String, Object> parameters = new LinkedHashMap<>();
    spec.search().parameters().forEach((name, each) -> parameters.put(name, parameter(each)));
    put(file, "parameters", parameters);
    put(file, "training", training(spec.training()));
    put(file, "workers", spec.execution().workers());
    put(file, "retries", spec.execution().retries());
    put(file, "max_failures", spec.execution().maxFailures());
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
    put(map, "labels", dataset.labels().isEmpty() ? null : dataset.labels());
    return map;
  }

  private static Map<String, Object> training(TrainingSpec training) {
    Map<String, Object> map = new LinkedHashMap<>();
    put(map, "epochs", training.epochs());
    training.rules().forEach(rule -> map.put(rule.name(), rule.values()));
    if (training.augmentation() != null) {
      map.put(
          "augmentation",
          Map.of(
              "rotation", training.augmentation().rotation(),
              "shift", training.augmentation().shift(),
              "scale", training.augmentation().scale()));
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
