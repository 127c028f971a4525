package dev.trawl.export;

import dev.trawl.analysis.ModelComparison;
import dev.trawl.track.AliasMove;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.Verified;
import dev.trawl.track.PairedTest;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.RegisteredModel;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves an alias to a version of a registered model, on request only to a better one. Safe for use
 * by many threads.
 */
public final class AliasPromotion {
  private static final ModelFormats FORMATS = new ModelFormats();

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
   * Lets an alias stand for a version. Where it does already nothing is recorded, and the test by
   * which it was moved there stays the last word.
   *
   * @param by who does
   * @param ifBetter only when it is better than the version that the alias stands for, by more than
   *     chance; there need be none
   * @throws RefusedChangeException when they can't be compared: see {@link ModelComparison#test};
   *     when the version has a format of 8 bits without the floats that the test is of; or when
   *     somebody else moved the alias meanwhile
   */
  public Outcome move(ModelVersion version, String alias, String by, boolean ifBetter) {
    ModelVersion before = store.modelAliases(version.name()).get(alias);
    if (before != null && before.version() == version.version()) {
      return new Outcome(true, before, null);
    }
    PairedTest test = ifBetter && before != null ? test(before, version) : null;
    if (test != null && !test.showsBetter()) {
      return new Outcome(false, before, test);
    }
    AliasMove move =
        new AliasMove(version.name(), alias, version.version(), by, test, clock.instant());
    if (ifBetter) {
      store.moveAliasFrom(before == null ? null : before.version(), move);
    } else {
      store.moveAlias(move);
    }
    return new Outcome(true, before, test);
  }

  private PairedTest test(ModelVersion before, ModelVersion version) {
    needFloats(version);
    return ModelComparison.test(candidate(before), candidate(version), store);
  }

  /** The test is of what the run predicted, and the floats predict that; 8 bits may not. */
  private static void needFloats(ModelVersion version) {
    List<String> formats = version.verified().stream().map(Verified::format).toList();
    for (String format : formats) {
      boolean hasFloats = formats.stream().anyMatch(other -> format.startsWith(other + "-"));
      if (!hasFloats && FORMATS.find(format).filter(ModelFormat::isQuantised).isPresent()) {
        throw new RefusedChangeException(
            "need floats beside %s to compare %s by what its run predicted, found %s"
                .formatted(format, version.describe(), String.join(", ", formats)));
      }
    }
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
