package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.testkit.Samples;
import dev.trawl.track.Change;
import dev.trawl.track.Decision;
import dev.trawl.track.Decisions;
import dev.trawl.track.DecisionsContract;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Decisions in a database. */
final class H2DecisionsTest extends DecisionsContract {
  private final RunStore store = H2RunStore.open("jdbc:h2:mem:decisions", Clock.systemUTC());

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected Decisions decisions() {
    return store;
  }

  @Override
  protected String sweep() {
    return store.createSweep(Samples.sweep("decided"), Owner.ofThisProcess()).id();
  }

  @Override
  protected String run(String sweepId, int number) {
    return store.createRun(Samples.run(sweepId, number)).id();
  }

  @Test
  void decisions_ofADeletedRun_areStillThere() {
    String sweep = sweep();
    String run = run(sweep, 1);
    store.endRun(run, Samples.failed(), Set.of());
    Decision start = new Decision(1, Decision.Kind.START, run, 0, 0, null, Instant.ofEpochMilli(1));
    store.recordDecision(sweep, start);

    store.deleteRun(run);

    assertThat(store.decisions(sweep)).containsExactly(start);
  }

  @Test
  void recordDecision_new_isAChangeOfItsRun() {
    String sweep = sweep();
    String run = run(sweep, 1);
    long before = store.sequence();
    Decision start = new Decision(1, Decision.Kind.START, run, 0, 0, null, Instant.ofEpochMilli(1));

    store.recordDecision(sweep, start);
    store.recordDecision(sweep, start); // Known, and so no change.

    assertThat(store.changes(before, 10))
        .containsExactly(new Change(before + 1, Change.Kind.RUN, sweep, run));
    assertThat(store.run(run).orElseThrow().info().sequence()).isEqualTo(before + 1);
  }
}
