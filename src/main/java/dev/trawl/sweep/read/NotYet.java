package dev.trawl.sweep.read;

import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.List;

/**
 * The keys that nothing obeys yet. They are read and checked like all others, and then refused:
 * whoever builds what obeys one takes its line out.
 */
final class NotYet {
  static final List<String> KEYS = List.of("training.federated");

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
}
