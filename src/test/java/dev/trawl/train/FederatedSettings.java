package dev.trawl.train;

import dev.trawl.sweep.Federation;
import dev.trawl.sweep.Selection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the reader makes of {@code training.federated}, for tests without a file. */
final class FederatedSettings {
  private static final Map<String, Object> DEFAULTS =
      Map.ofEntries(
          Map.entry("partition", "iid"),
          Map.entry("fraction", 1.0),
          Map.entry("local_epochs", 1),
          Map.entry("strategy", "fedavg"),
          Map.entry("proximal_mu", 0.0),
          Map.entry("clip_norm", 0.0),
          Map.entry("statistics", "averaged"),
          Map.entry("failing_clients", 0),
          Map.entry("nan_clients", 0),
          Map.entry("poisoned_clients", 0));

  private FederatedSettings() {}

  static Selection of(Map<String, Object> given) {
    Map<String, Object> all = new LinkedHashMap<>(DEFAULTS);
    all.putAll(given);
    return new Selection(Federation.NAME, all);
  }
}
