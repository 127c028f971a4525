package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trawl.store.database.StoreSettings;
import dev.trawl.testkit.Patience;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A small disk of its own, which takes root to make. */
@EnabledOnOs(OS.LINUX)
final class FullDiskTest {
  private static final int MODEL_BYTES = 500_000;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Path ballast;

  @BeforeEach
  void mount() throws Exception {
    int exit = run("mount", "-t", "tmpfs", "-o", "size=16m,mode=700", "tmpfs", folder.toString());
    assumeTrue(exit == 0, "need root to mount a small disk");
    ballast = folder.resolve("ballast");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", folder.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(List.of(command))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private RunStore open(Duration patience) {
    return H2RunStore.open(
        "jdbc:h2:file:" + folder.resolve(".trawl/trawl"),
        Clock.systemUTC(),
        new StoreSettings(
            patience,
            patience,
            Duration.ofSeconds(5),
            StoreSettings.DEFAULT.migrations(),
            StoreSettings.DEFAULT.schemaVersion()));
  }

  private static Run newRun(RunStore store) {
    String sweep = store.createSweep(Samples.sweep("full"), Owner.ofThisProcess()).id();
    return store.createRun(Samples.run(sweep, 1));
  }

  private static Run record(RunStore store, Run run, int epoch) {
    return store.recordEpoch(
        run.id(),
        Samples.epoch(
            epoch, Map.of(Metric.VAL_ACCURACY, 0.5), epoch == 1, Samples.model(epoch, MODEL_BYTES)),
        Set.copyOf(List.of(1, epoch)));
  }

  /** Leaves room for {@code free} bytes. */
  private void fill(long free) throws IOException {
    long size = Files.getFileStore(folder).getUsableSpace() - free;
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] block = new byte[4096];
      for (long written = 0; written < size; written += block.length) {
        out.write(block);
      }
    }
  }

  @Test
  void recordEpoch_diskFull_failsAndTheStoreGoesOnOnceThereIsRoom() throws Exception {
    try (RunStore store = open(Duration.ofMillis(200))) {
      Run run = newRun(store);
      record(store, run, 1);
      fill(100_000);
      assertThatThrownBy(() -> record(store, run, 2))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("the disk is full");

      Files.delete(ballast);

      assertThat(Patience.untilItAnswers(() -> store.run(run.id())).orElseThrow().epochs())
          .isEqualTo(1);
      assertThat(record(store, run, 2).epochs()).isEqualTo(2);
      for (int epoch = 1; epoch <= 2; epoch++) {
        assertThat(store.checkpoint(run.id(), epoch).orElseThrow().model())
            .isEqualTo(Samples.model(epoch, MODEL_BYTES));
      }
    }
  }

  @Test
  void recordEpoch_roomWithinItsPatience_succeedsOnce() throws Exception {
    try (RunStore store = open(Duration.ofSeconds(30))) {
      Run run = newRun(store);
      record(store, run, 1);
      long before = store.sequence();
      fill(100_000);
      CompletableFuture<Run> recorded = CompletableFuture.supplyAsync(() -> record(store, run, 2));
      Thread.sleep(500);
      assertThat(recorded).isNotDone();

      Files.delete(ballast);

      assertThat(recorded.get(10, TimeUnit.MINUTES).epochs()).isEqualTo(2);
      assertThat(store.changes(before, 100)).hasSize(1);
    }
  }
}
