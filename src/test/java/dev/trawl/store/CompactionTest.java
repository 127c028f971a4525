package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.backup.Compaction;
import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an unused database takes of the disk. */
final class CompactionTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private Path file(String name) {
    return folder.resolve(".trawl").resolve(name);
  }

  private String url() {
    return "jdbc:h2:file:" + file("trawl");
  }

  private RunStore open() {
    return H2RunStore.open(url(), Clock.systemUTC());
  }

  @Test
  void compact_afterCheckpointsWereDropped_givesTheirSpaceBack() throws IOException {
    Run run;
    try (RunStore store = open()) {
      run = runOfFiveCheckpoints(store);
      assertThat(Compaction.run(url())).as("in use").isEmpty();
      store.keepCheckpoints(run.id(), CheckpointRetention.BEST, false);
    }

    long size = Files.size(file("trawl.mv.db"));
    Compaction sizes = Compaction.run(url()).orElseThrow();

    assertThat(sizes.before()).isEqualTo(size);
    assertThat(sizes.after()).isEqualTo(Files.size(file("trawl.mv.db"))).isLessThan(2_300_000);
    try (RunStore store = open()) {
      assertThat(store.checkpoints()).extracting(Checkpoint::epoch).containsExactly(2, 5);
      assertThat(store.checkpoint(run.id(), 2).orElseThrow().model())
          .isEqualTo(Samples.model(2, 1_000_000));
      assertThat(store.run(run.id()).orElseThrow().epochs()).isEqualTo(5);
    }
  }

  @Test
  void compact_ofModelsThatCompress_leavesADatabaseThatOpens() throws IOException {
    Run run;
    try (RunStore store = open()) {
      Sweep sweep = store.createSweep(Samples.sweep("small"), Owner.ofThisProcess());
      run = store.createRun(Samples.run(sweep.id(), 1));
      for (int epoch = 1; epoch <= 4; epoch++) {
        store.recordEpoch(
            run.id(),
            Samples.epoch(epoch, Map.of(), false, partlyZeros(epoch)),
            Set.of(1, 2, 3, 4));
      }
      store.endSweep(sweep.id(), SweepStatus.INTERRUPTED, "");
    }

    assertThat(Compaction.run(url())).isPresent();

    try (RunStore store = open()) {
      assertThat(store.checkpoints()).hasSize(4);
      assertThat(store.checkpoint(run.id(), 3).orElseThrow().model()).isEqualTo(partlyZeros(3));
      assertThat(store.check()).isEmpty();
    }
  }

  private static byte[] partlyZeros(int seed) {
    return Arrays.copyOf(Samples.model(seed, 15_000), 40_000);
  }

  private static Run runOfFiveCheckpoints(RunStore store) {
    Sweep sweep = store.createSweep(Samples.sweep("large"), Owner.ofThisProcess());
    Run run = store.createRun(Samples.run(sweep.id(), 1));
    store.startRun(run.id());
    for (int epoch = 1; epoch <= 5; epoch++) {
      byte[] model = Samples.model(epoch, 1_000_000);
      store.recordEpoch(
          run.id(), Samples.epoch(epoch, Map.of(), epoch == 2, model), Set.of(1, 2, 3, 4, 5));
    }
    store.endSweep(sweep.id(), SweepStatus.INTERRUPTED, "");
    return run;
  }
}
