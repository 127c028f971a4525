package dev.trawl.tracking;

import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.Title;
import dev.trawl.track.Measure;
import dev.trawl.track.Needed;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Provenance;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepPlan;
import dev.trawl.track.SweepStatus;
import java.time.Clock;

/**
 * Records the runs of a program that trains in its own loop. Several programs, Trawl itself and its
 * page may have the database open at once. Safe for use by many threads.
 */
public final class Tracker implements AutoCloseable {
  private final RunStore store;

  private Tracker(RunStore store) {
    this.store = store;
  }

  /**
   * Opens a database, which is created as needed.
   *
   * @param jdbcUrl such as {@code jdbc:h2:file:./.trawl/trawl}, Trawl's own in the working
   *     directory
   * @throws dev.trawl.track.StoreException when it can't be opened, or is a newer Trawl's
   */
  public static Tracker open(String jdbcUrl) {
    return new Tracker(
        H2RunStore.open(Needed.notNull("the URL of a database", jdbcUrl), Clock.systemUTC()));
  }

  /** A new sweep, RUNNING until it is closed. */
  public TrackedSweep begin(SweepDescription description) {
    Owner owner = Owner.ofThisProcess();
    Sweep sweep = store.createSweep(newSweep(Needed.notNull("a description", description)), owner);
    return new TrackedSweep(store, sweep, owner, SweepStatus.STOPPED);
  }

  private static NewSweep newSweep(SweepDescription description) {
    return new NewSweep(
        Title.of(description.name()),
        SweepPlan.external(description.model(), description.epochs()),
        Provenance.external(description.dataset()),
        new Measure(description.metric(), description.thresholds()));
  }

  /**
   * Adds runs to a finished sweep, of Trawl's or a program's: they stand beside its own, on the
   * same data and measured by the same metric. However the program ends, the sweep is FINISHED
   * again; a run that it was in is INTERRUPTED when it dies.
   *
   * @param nameOrId the sweep's id, or its name, for the newest of that name
   * @throws IllegalArgumentException when there is no such sweep
   * @throws dev.trawl.track.RefusedChangeException when it is not FINISHED
   * @throws dev.trawl.track.DamagedRecordException when a record of it or its runs is damaged
   */
  public TrackedSweep join(String nameOrId) {
    Sweep sweep =
        store
            .findSweep(Needed.notNull("the name or id of a recorded sweep", nameOrId))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "need the name or id of a recorded sweep, found " + nameOrId));
    store.needWholeSweep(sweep.id());
    Owner owner = Owner.ofThisProcess();
    return new TrackedSweep(store, store.joinSweep(sweep.id(), owner), owner, SweepStatus.FINISHED);
  }

  /** Close its sweeps first. */
  @Override
  public void close() {
    store.close();
  }
}
