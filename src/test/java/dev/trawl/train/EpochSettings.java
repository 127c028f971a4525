package dev.trawl.train;

import dev.trawl.sweep.Selection;
import java.util.Map;

/** Settings of epoch rules, as a sweep file gives them. */
final class EpochSettings {
  /** Trawl's, and the demonstration. */
  static final EpochRules RULES = EpochRules.standard().with(new StepDecayRule());

  private EpochSettings() {}

  static Selection earlyStopping(String monitor, int patience, double minDelta) {
    return new Selection(
        "early_stopping", Map.of("monitor", monitor, "patience", patience, "min_delta", minDelta));
  }

  static Selection reduceLr(
      String monitor, double factor, int patience, double minDelta, double minLr) {
    return new Selection(
        "reduce_lr",
        Map.of(
            "monitor", monitor,
            "factor", factor,
            "patience", patience,
            "min_delta", minDelta,
            "min_lr", minLr));
  }

  static Selection stepDecay(int epochs, double factor) {
    return new Selection("step_decay", Map.of("epochs", epochs, "factor", factor));
  }
}
