package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.NewRun;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a sweep does while its checkpoints are cleaned: before its first run's are. */
final class CheckpointCleaningTest {
  private static final Set<Integer> ALL = Set.of(1, 2, 3);

  /** Two epochs, the first of them the best. */
  private static Run newRun(RunStore store, Sweep sweep, int number) {
    Run run = store.createRun(new NewRun(sweep.id(), number, 1, Map.of(), number, Map.of()));
    record(store, run, 1, true);
    return record(store, run, 2, false);
  }

  private static Run record(RunStore store, Run run, int epoch, boolean best) {
    CheckpointData model = new CheckpointData(new byte[100 * run.number() + epoch], "{}");
    return store.recordEpoch(
        run.id(), new Epoch(epoch, Map.of("val_accuracy", 0.9), 2, best, model), ALL);
  }

  private static void end(RunStore store, Run run, RunStatus status) {
    store.endRun(run.id(), new RunEnd(status, null, 1, null), ALL);
  }

  private static DroppedCheckpoints clean(RunStore store, Sweep sweep, Runnable meanwhile) {
    return new CheckpointCleaning(
            store,
            chosen -> {
              meanwhile.run();
              return Optional.of(CheckpointRetention.BEST);
            },
            false)
        .clean(List.of(sweep));
  }

  private static List<Integer> kept(RunStore store, Run run) {
    return store.checkpoints(run.id()).stream().map(Checkpoint::epoch).toList();
  }

  @Test
  void clean_runThatEndsMeanwhileWithANewBest_keepsThat() throws Exception {
    try (RunStore store = H2RunStore.open("jdbc:h2:mem:cleaned-end", Clock.systemUTC())) {
      Sweep sweep = store.createSweep(GcCommandTest.digits(), Owner.ofThisProcess());
      Run ended = newRun(store, sweep, 1);
      end(store, ended, RunStatus.FINISHED);
      Run running = newRun(store, sweep, 2);

      DroppedCheckpoints dropped =
          clean(
              store,
              sweep,
              () -> {
                record(store, running, 3, true);
                end(store, running, RunStatus.FINISHED);
              });

      assertThat(kept(store, running)).containsExactly(3);
      assertThat(dropped).isEqualTo(new DroppedCheckpoints(2, 3, 102 + 201 + 202));
    }
  }

  @Test
  void clean_runThatGoesOnMeanwhile_isLeftToItsTraining() throws Exception {
    try (RunStore store = H2RunStore.open("jdbc:h2:mem:cleaned-resume", Clock.systemUTC())) {
      Sweep sweep = store.createSweep(GcCommandTest.digits(), Owner.ofThisProcess());
      Run interrupted = newRun(store, sweep, 1);
      end(store, interrupted, RunStatus.INTERRUPTED);

      clean(store, sweep, () -> record(store, interrupted, 3, false));

      assertThat(kept(store, interrupted)).containsExactly(1, 2, 3);
    }
  }
}
