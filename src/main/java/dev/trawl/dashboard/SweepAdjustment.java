package dev.trawl.dashboard;

import dev.trawl.search.SearchSpace;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.read.SpecChanges;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Adjustment;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Asks for changes of a sweep that has begun. Safe for use by many threads. */
public final class SweepAdjustment {
  private final RunStore store;
  private final SweepFiles files;

  public SweepAdjustment(RunStore store, SweepFiles files) {
    this.store = store;
    this.files = files;
  }

  /**
   * Checks changes and records them, for the sweep's owner to obey, now or when it is resumed.
   *
   * @param changes {@code key=value}
   * @throws InvalidSweepException with every problem of these
   * @throws RefusedChangeException for a sweep that has nothing left to change
   */
  public List<Adjustment> ask(Sweep sweep, List<String> changes, String by)
      throws InvalidSweepException {
    if (sweep.isExternal()) {
      throw new RefusedChangeException(
          "need a sweep that Trawl trains, found %s, whose runs a program trains"
              .formatted(sweep.name()));
    }
    List<Adjustment> before = store.adjustments(sweep.id());
    SweepSource source = Adjustment.changed(sweep.source(), before);
    if (before.isEmpty() && Objects.equals(sweep.plan().runs(), 1) && !isOfOneRun(source)) {
      throw new RefusedChangeException(
          "need a whole sweep, found %s, which was started for one run".formatted(sweep.name()));
    }
    List<SpecChanges.Change> checked = SpecChanges.of(files, source, changes);
    checked.stream()
        .filter(SpecChanges.Change::isOfSearch)
        .findFirst()
        .filter(change -> isInFinals(sweep))
        .ifPresent(
            change -> {
              throw new RefusedChangeException(
                  "need a sweep that still searches, or a change of %s alone, found %s of %s, whose finals have begun"
                      .formatted(SpecChanges.BEYOND_SEARCH, change.key(), sweep.name()));
            });
    List<Adjustment> asked =
        checked.stream()
            .map(
                change ->
                    new Adjustment(
                        Adjustment.ASKED,
                        change.key(),
                        change.before(),
                        change.after(),
                        by,
                        Instant.now()))
            .toList();
    store.recordAdjustments(sweep.id(), asked);
    return asked;
  }

  private boolean isInFinals(Sweep sweep) {
    return store.streamRuns(sweep.id(), RunQuery.ALL).anyMatch(Run::isOfFinals);
  }

  private boolean isOfOneRun(SweepSource source) throws InvalidSweepException {
    Integer planned = SearchSpace.of(files.read(source).spec()).plannedRuns();
    return Objects.equals(planned, 1);
  }
}
