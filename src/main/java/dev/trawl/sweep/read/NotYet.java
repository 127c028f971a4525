package dev.trawl.sweep.read;

import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys that nothing obeys yet. They are read and checked like all others, and then refused:
 * whoever builds what obeys one takes its line out.
 */
final class NotYet {
  private static final List<String> KEYS =
      List.of(
          "budget",
          "dataset.labels",
          "early_terminate.audit",
          "finals",
          "metric.impute",
          "metric.impute_while_running",
          "notify",
          "training.federated");

  /** The only values of some hyperparameters that something obeys. */
  private static final Map<String, Object> ONLY = Map.of("precision", "float32", "threads", 1L);

  private static final Pattern DOT = Pattern.compile("\\.");

  private NotYet() {}

  /** Reports those that the file has. */
  static void refuse(Mapping file, Problems problems) {
    for (String key : KEYS) {
      entry(file, DOT.splitAsStream(key).toList())
          .ifPresent(
              entry ->
                  problems.error(
                      entry.place(),
                      "the key " + key,
                      "a sweep without it: %s is not supported yet".formatted(key)));
    }
  }

  /** The only value of a hyperparameter that is supported; empty where all are. */
  static Optional<Object> only(String hyperparameter) {
    return Optional.ofNullable(ONLY.get(hyperparameter));
  }

  private static Optional<Entry> entry(Mapping mapping, List<String> path) {
    Entry entry = mapping.entries().get(path.get(0));
    if (entry == null || path.size() == 1) {
      return Optional.ofNullable(entry);
    }
    return entry.value().mapping().flatMap(below -> entry(below, path.subList(1, path.size())));
  }
}
