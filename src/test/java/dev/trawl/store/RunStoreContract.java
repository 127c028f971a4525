package dev.trawl.store;

import dev.trawl.testkit.FakeClock;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** What every {@link RunStore} does; the tests are those of the interfaces. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RunStoreContract
    implements SweepContract,
        OwnerContract,
        RunContract,
        RunCreationContract,
        LoggedMetricsContract,
        RunRecordsContract,
        CheckpointContract,
        ArtifactContract,
        SharedRecordsContract,
        ModelRegistryContract,
        TagContract,
        DeletingContract,
        ErasingContract,
        ListContract,
        FollowingContract {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-02T03:04:05.678Z"));
  private final Owner owner = Owner.ofThisProcess();

  @SuppressWarnings("NullAway.Init")
  private RunStore store;

  @BeforeAll
  final void openStore() {
    store = open("contract", clock);
  }

  @AfterAll
  final void closeStore() {
    store.close();
  }

  @Override
  public RunStore store() {
    return store;
  }

  @Override
  public FakeClock clock() {
    return clock;
  }

  @Override
  public Owner owner() {
    return owner;
  }
}
