package dev.trawl.export;

import dev.trawl.analysis.ModelComparison;
import dev.trawl.track.AliasMove;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.PairedTest;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.RegisteredModel;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Moves an alias to a version of a registered model, on request only to a better one. Safe for use
 * by many threads.
 */
public final class AliasPromotion {
  private final RunStore store;
  private final Clock clock;

  public AliasPromotion(RunStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * What became of a move.
   *
   * @param moved whether the alias stands for the version now
   * @param before what it stood for; null for none
   * @param test by which it was decided; null without
   */
  public record Outcome(boolean moved, @Nullable ModelVersion before, @Nullable PairedTest test) {}

  /**
   * Lets an alias stand for a version.
   *
   * @param by who does
   * @param ifBetter only when it is better than the version that the alias stands for, by more than
   *     chance; there need be none
   * @throws RefusedChangeException when they can't be compared: see {@link ModelComparison#test};
   *     or when somebody else moved the alias meanwhile
   */
  public Outcome move(ModelVersion version, String alias, String by, boolean ifBetter) {
    ModelVersion before = store.modelAliases(version.name()).get(alias);
    boolean isThere = before != null && before.version() == version.version();
    if (isThere && ifBetter) {
      return new Outcome(true, before, null);
    }
    PairedTest test =
        ifBetter && before != null
            ? ModelComparison.test(candidate(before), candidate(version), store)
            : null;
    if (test != null && !test.showsBetter()) {
      return new Outcome(false, before, test);
    }
    store.moveAlias(
        new AliasMove(version.name(), alias, version.version(), by, test, clock.instant()));
    return new Outcome(true, before, test);
  }

  private ModelComparison.Candidate candidate(ModelVersion version) {
    RegisteredModel.Version lineage = RegisteredModel.lineage(store, version);
    Run run = lineage.run();
    Sweep sweep = lineage.sweep();
    if (run == null || sweep == null) {
      throw new RefusedChangeException(
          "need the run of %s to compare it, found it lost".formatted(version.describe()));
    }
    return new ModelComparison.Candidate(version, run, sweep);
  }
}
