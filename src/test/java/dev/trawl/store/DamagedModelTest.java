package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.track.DamagedCheckpointException;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models whose bytes in the database are not those that were recorded. */
final class DamagedModelTest {
  private static final String URL = "jdbc:h2:mem:damaged-models;USER=sa;PASSWORD=x";

  /** More than one piece that is read at a time. */
  private static final byte[] MODEL = Samples.model(2, 1_500_000);

  @SuppressWarnings("NullAway.Init")
  private RunStore store;

  @SuppressWarnings("NullAway.Init")
  private Sweep sweep;

  @BeforeEach
  void open() {
    store = H2RunStore.open(URL, Clock.systemUTC());
    sweep = store.createSweep(Samples.sweep("damaged"), Owner.ofThisProcess());
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Two epochs, of which the second has the model. */
  private Run record(int number) {
    Run run = store.createRun(Samples.run(sweep.id(), number));
    store.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    return recordSecond(run);
  }

  private Run recordSecond(Run run) {
    return store.recordEpoch(run.id(), Samples.epoch(2, Map.of(), true, MODEL), Set.of(1, 2));
  }

  private void damage() {
    byte[] damaged = MODEL.clone();
    damaged[1_400_000] ^= 1;
    try (Handle handle = Jdbi.open(URL)) {
      int changed =
          handle.execute(
              """
              UPDATE checkpoint_model SET data = ?
              WHERE id IN (SELECT model_id FROM checkpoint WHERE epoch = 2)
              """,
              damaged);
      assertThat(changed).isOne();
    }
    assertThatThrownBy(() -> read(store.findRuns("").get(0)))
        .isInstanceOf(DamagedCheckpointException.class);
  }

  private byte[] read(Run run) {
    return store.checkpoint(run.id(), 2).orElseThrow().model();
  }

  private static int models() {
    try (Handle handle = Jdbi.open(URL)) {
      return handle.createQuery("SELECT COUNT(*) FROM checkpoint_model").mapTo(int.class).one();
    }
  }

  /** What a resume does that went on from the epoch before. */
  @Test
  void recordEpoch_againWhereItsModelWasDamaged_isWhole() {
    Run run = record(1);
    damage();

    recordSecond(run);

    assertThat(read(run)).isEqualTo(MODEL);
    assertThat(models()).isEqualTo(2);
  }

  @Test
  void recordEpoch_withTheModelOfADamagedCheckpoint_makesThatOneWholeToo() {
    Run first = record(1);
    damage();

    Run again = record(2);

    assertThat(read(again)).isEqualTo(MODEL);
    assertThat(read(first)).isEqualTo(MODEL);
    assertThat(models()).isEqualTo(2);
  }
}
