package dev.trawl.store;

import dev.trawl.track.RunStore;
import java.time.Clock;

/** The contract on a database in memory, which a URL may name. */
final class H2RunStoreMemoryTest extends RunStoreContract {
  @Override
  RunStore open(String name, Clock clock) {
    return H2RunStore.open("jdbc:h2:mem:" + name, clock);
  }
}
