package dev.trawl.sweep.read;

import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that nothing obeys yet. They are read and checked like all others, and then refused:
 * whoever builds what obeys one takes its line out.
 */
final class NotYet {
  static final List<String> KEYS =
      List.of(
          "budget", "metric.impute", "metric.impute_while_running", "notify", "training.federated");

  /** The only values of some hyperparameters that something obeys. */
  private static final Map<String, Object> ONLY = Map.of("threads", 1L);

  private NotYet() {}

  /** Reports those that the file has. */
  static void refuse(Mapping file, Problems problems) {
    for (String key : KEYS) {
      file.find(key)
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
}
