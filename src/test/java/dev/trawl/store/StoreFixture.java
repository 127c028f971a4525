package dev.trawl.store;

import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A store for tests of {@link RunStore}, and small records in it. */
interface StoreFixture {
  int ALL = Integer.MAX_VALUE;

  /** All tests share it: each has sweeps of its own. */
  RunStore store();

  /** The store's. */
  FakeClock clock();

  Owner owner();

  /** A new store under a name. */
  RunStore open(String name, Clock clock);

  default Sweep newSweep() {
    return store().createSweep(Samples.sweep("sweep-" + UUID.randomUUID()), owner());
  }

  default Run newRun(Sweep sweep, int number) {
    return store().createRun(Samples.run(sweep.id(), number));
  }

  default Run finishedRun(Sweep sweep, int number, double accuracy, long correct) {
    Run run = newRun(sweep, number);
    store().startRun(run.id());
    store().recordEpoch(run.id(), Samples.epoch(1, accuracy, true), Set.of(1));
    return store().endRun(run.id(), Samples.finished(correct), Set.of(1));
  }

  default Sweep read(Sweep sweep) {
    return store().sweep(sweep.id()).orElseThrow();
  }

  default List<Integer> numbers(Sweep sweep, String sort, boolean descending) {
    return store()
        .runs(sweep.id(), RunQuery.ALL.withOrder(Samples.order(sort, descending)))
        .stream()
        .map(Run::number)
        .toList();
  }
}
