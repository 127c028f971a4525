package dev.trawl.sweep.read;

import dev.trawl.sweep.yaml.MappingReader;
import java.util.List;

/** The keys of W&B's sweep files that Trawl ignores or refuses, and all that nobody knows. */
final class OtherKeys {
  static final List<String> IGNORED =
      List.of(
          "program", "command", "entity", "job", "image_uri", "controller", "apiVersion", "kind");

  private OtherKeys() {}

  /** To be asked once all keys of the sweep were read. */
  static void check(MappingReader keys) {
    IGNORED.forEach(key -> keys.ignore(key, "nothing: Trawl ignores this key of W&B"));
    keys.refuse(
        "metrics",
        "metric, with the one that runs are ranked by; what else a run measures is recorded too");
    keys.refuse(
        "scheduler",
        "method: bayes, with when: for parameters that depend on others and workers: for how many"
            + " runs train at once; Trawl schedules the runs itself");
    keys.finish();
  }
}
