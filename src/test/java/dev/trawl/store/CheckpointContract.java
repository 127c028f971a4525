package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which checkpoints stay, and how one is read that does not. */
interface CheckpointContract extends StoreFixture {
  /** Of four epochs with a checkpoint each, the second the best. */
  private Run fourEpochs() {
    Run run = newRun(newSweep(), 1);
    store().startRun(run.id());
    for (int epoch = 1; epoch <= 4; epoch++) {
      store().recordEpoch(run.id(), Samples.epoch(epoch, 0.5, epoch == 2), Set.of(1, 2, 3, 4));
    }
    return store().run(run.id()).orElseThrow();
  }

  private Run fourEpochs(RunStatus end) {
    return store().endRun(fourEpochs().id(), new RunEnd(end, null, 0.5, null), Set.of(1, 2, 3, 4));
  }

  private List<Integer> epochs(Run run) {
    return store().checkpoints(run.id()).stream().map(Checkpoint::epoch).toList();
  }

  @Test
  default void keepCheckpoints_endedRun_dropsAllButTheBestAndSaysWhich() {
    Run run = fourEpochs(RunStatus.FAILED);
    List<Checkpoint> before = store().checkpoints(run.id());

    assertThat(store().keepCheckpoints(run.id(), CheckpointRetention.BEST, true))
        .isEqualTo(List.of(before.get(0), before.get(2), before.get(3)));
    assertThat(store().checkpoints(run.id())).isEqualTo(before);
    assertThat(store().keepCheckpoints(run.id(), CheckpointRetention.BEST, false))
        .isEqualTo(List.of(before.get(0), before.get(2), before.get(3)));

    assertThat(epochs(run)).containsExactly(2);
    Run after = store().run(run.id()).orElseThrow();
    assertThat(after.info().sequence()).isGreaterThan(run.info().sequence());
    assertThat(store().keepCheckpoints(run.id(), CheckpointRetention.BEST, false)).isEmpty();
    assertThat(store().run(run.id())).contains(after);
  }

  @Test
  default void keepCheckpoints_unfinishedRun_keepsItsLastOne() {
    Run run = fourEpochs(RunStatus.INTERRUPTED);
    store().keepCheckpoints(run.id(), CheckpointRetention.BEST, false);
    assertThat(epochs(run)).containsExactly(2, 4);
  }

  @Test
  default void keepCheckpoints_runBeingTrained_dropsNothing() {
    Run run = fourEpochs();
    assertThat(store().keepCheckpoints(run.id(), CheckpointRetention.BEST, false)).isEmpty();
    assertThat(epochs(run)).containsExactly(1, 2, 3, 4);
  }

  @Test
  default void openCheckpoint_droppedMeanwhile_isNotReadToItsEnd() throws Exception {
    Run run = newRun(newSweep(), 1);
    byte[] model = Samples.model(7, 9_000_000);
    store().recordEpoch(run.id(), Samples.epoch(1, Map.of(), true, model), Set.of(1));
    try (InputStream stream = store().openCheckpoint(run.id(), 1).orElseThrow()) {
      assertThat(stream.read()).isEqualTo(model[0] & 0xff);

      store().endRun(run.id(), new RunEnd(RunStatus.FAILED, "diverged", 0.5, null), Set.of());

      assertThatThrownBy(stream::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessage("need checkpoint %s/1 while it is read, found it dropped", run.id());
    }
  }
}
