package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Checkpoint;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How large the file gets while many write and read. */
final class FileGrowthTest {
  private static final int SECONDS = Integer.getInteger("trawl.test.growth", 20);
  private static final int WRITERS = 3;
  private static final int READERS = 8;
  private static final int EPOCHS = 10;
  private static final int LEAST_BYTES = 300_000;
  private static final int MORE_BYTES = 1_200_000;

  /** A file below that is left as it is. */
  private static final long SMALL_BYTES = 4 << 20;

  /** Each writer has a new model beside the old one until it is recorded. */
  private static final long IN_FLIGHT_BYTES = (long) WRITERS * (LEAST_BYTES + MORE_BYTES);

  private static final int LATEST_SECONDS = 60;

  private final String url;
  private final Path file;

  FileGrowthTest(@TempDir Path folder) {
    url = "jdbc:h2:file:" + folder.resolve("t");
    file = folder.resolve("t.mv.db");
  }

  @Test
  void file_manyWriteAndRead_staysBelowThreeTimesWhatItHolds() throws Exception {
    try (RunStore store = H2RunStore.open(url, Clock.systemUTC())) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      List<CompletableFuture<Void>> work = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int seed = writer;
        work.add(run(() -> write(store, seed, end)));
      }
      for (int reader = 0; reader < READERS; reader++) {
        work.add(run(() -> read(store, end)));
      }
      CompletableFuture<Void> all = CompletableFuture.allOf(work.toArray(CompletableFuture[]::new));
      long most = 0;
      while (!all.isDone()) {
        Thread.sleep(200);
        most = Math.max(most, models(store));
        assertThat(Files.size(file)).isLessThan(3 * (most + IN_FLIGHT_BYTES));
      }
      all.join();
      while (Files.size(file) > 3 * models(store) + SMALL_BYTES) {
        assertThat(System.nanoTime()).isLessThan(end + TimeUnit.SECONDS.toNanos(LATEST_SECONDS));
        Thread.sleep(100);
      }
    }
    assertThat(Files.size(file))
        .isLessThan(3 * H2RunStore.compact(url).orElseThrow().after() + SMALL_BYTES);
  }

  private static long models(RunStore store) {
    return store.checkpoints().stream().mapToLong(Checkpoint::bytes).sum();
  }

  private static CompletableFuture<Void> run(Runnable work) {
    return CompletableFuture.runAsync(work, task -> new Thread(task).start());
  }

  private static void write(RunStore store, int seed, long end) {
    Random random = new Random(seed);
    Sweep sweep = store.createSweep(Samples.sweep("w" + seed), Owner.ofThisProcess());
    for (int number = 1; System.nanoTime() < end; number++) {
      Run run = store.createRun(Samples.run(sweep.id(), number));
      for (int epoch = 1; epoch <= EPOCHS && System.nanoTime() < end; epoch++) {
        byte[] model = Samples.model(random.nextLong(), LEAST_BYTES + random.nextInt(MORE_BYTES));
        store.recordEpoch(
            run.id(),
            Samples.epoch(epoch, Map.of(Metric.VAL_ACCURACY, 0.9), true, model),
            Set.of(epoch));
      }
      store.endRun(run.id(), Samples.finished(990), number == 1 ? Set.of(EPOCHS) : Set.of());
    }
  }

  private static void read(RunStore store, long end) {
    while (System.nanoTime() < end) {
      for (Sweep sweep : store.sweeps()) {
        for (Run run : store.runs(sweep.id(), RunQuery.ALL)) {
          store.metrics(run.id(), Set.of());
          store.checkpoints(run.id());
        }
      }
    }
  }
}
