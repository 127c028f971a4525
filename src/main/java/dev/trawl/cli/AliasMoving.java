package dev.trawl.cli;

import dev.trawl.analysis.ModelComparison;
import dev.trawl.export.AliasPromotion;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.PairedTest;
import dev.trawl.track.RunStore;

/** Moves an alias, and says what became of it. */
final class AliasMoving {
  private final Output output;
  private final Wiring wiring;
  private final RunStore store;

  AliasMoving(Output output, Wiring wiring, RunStore store) {
    this.output = output;
    this.wiring = wiring;
    this.store = store;
  }

  /** Returns the command's exit code: that of a requirement when the version is not better. */
  int move(ModelVersion version, String alias, String by, boolean ifBetter) {
    AliasPromotion.Outcome outcome = wiring.aliases(store).move(version, alias, by, ifBetter);
    PairedTest test = outcome.test();
    if (test != null) {
      output.err().println(ModelComparison.sentence(test));
    }
    ModelVersion before = outcome.before();
    if (!outcome.moved()) {
      output
          .err()
          .printf(
              "%s stays at version %s of model %s%n",
              alias, before == null ? "none" : before.version(), version.name());
      return ExitCode.REQUIREMENT;
    }
    boolean stayed = before != null && before.version() == version.version();
    output
        .err()
        .printf(
            "%s %s for %s%s%n",
            alias,
            stayed ? "stands already" : "stands",
            version.describe(),
            before == null || stayed ? "" : ", it was version " + before.version());
    return ExitCode.OK;
  }
}
