package dev.trawl.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.Samples;
import dev.trawl.testkit.StoreProcess;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How large the file is while many write and read. */
final class FileGrowthTest {
  /** Of each writer. */
  private static final int RUNS = Integer.getInteger("trawl.test.growth", 2);

  private static final int EPOCHS = 6;
  private static final int WRITERS = 3;
  private static final int READERS = 3;
  private static final int LEAST_BYTES = 300_000;
  private static final int MORE_BYTES = 1_200_000;

  private static final int QUIET_RUNS = 40;

  /** Ten times as long as what looks after the file waits. */
  private static final int QUIET_MILLIS = 1000;

  /** Until the file is as small as it has to be: on a machine that has much else to do. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final int SENT_EPOCHS = 30;
  private static final int SENT_PAUSE_MILLIS = 20;

  private final RunStore store;
  private final String url;
  private final Path file;

  FileGrowthTest(@TempDir Path folder) {
    url = "jdbc:h2:file:" + folder.resolve("t");
    store = H2RunStore.open(url, Clock.systemUTC());
    file = folder.resolve("t.mv.db");
  }

  /** Each writer waits after each epoch until it is, while the others go on. */
  @Test
  void file_manyWriteAndRead_isBelowThreeTimesWhatItHolds() {
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<?>[] reading =
        IntStream.range(0, READERS)
            .mapToObj(i -> run(() -> read(done)))
            .toArray(CompletableFuture[]::new);
    CompletableFuture<?>[] writing =
        IntStream.range(0, WRITERS)
            .mapToObj(i -> run(() -> write(i)))
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(writing).join();
    } finally {
      done.set(true);
      CompletableFuture.allOf(reading).join();
      store.close();
    }
  }

  /** It sends its models to this process, which has the file open. */
  @Test
  void file_anotherProcessWrites_isBelowThreeTimesWhatItHolds() throws IOException {
    try (StoreProcess other = StoreProcess.start(url, SENT_PAUSE_MILLIS)) {
      for (int epoch = 1; epoch <= SENT_EPOCHS; epoch++) {
        other.next();
        waitUntilSmall();
      }
    } finally {
      store.close();
    }
  }

  private static CompletableFuture<Void> run(Runnable work) {
    return CompletableFuture.runAsync(work, task -> new Thread(task).start());
  }

  private void write(int writer) {
    Random random = new Random(writer);
    Sweep sweep = store.createSweep(Samples.sweep("writer " + writer), Owner.ofThisProcess());
    for (int number = 1; number <= RUNS; number++) {
      Run run = store.createRun(Samples.run(sweep.id(), number));
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        byte[] model = Samples.model(random.nextLong(), LEAST_BYTES + random.nextInt(MORE_BYTES));
        store.recordEpoch(
            run.id(),
            Samples.epoch(epoch, Map.of(Metric.VAL_ACCURACY, 0.9), true, model),
            Set.of(epoch));
        waitUntilSmall();
      }
      store.endRun(run.id(), Samples.finished(990), number == 1 ? Set.of(EPOCHS) : Set.of());
      waitUntilSmall();
    }
  }

  /** Though some of it may be unused. */
  @Test
  void file_nobodyWrites_isNotWrittenEither() throws Exception {
    Sweep sweep = store.createSweep(Samples.sweep("quiet"), Owner.ofThisProcess());
    for (int number = 1; number <= QUIET_RUNS; number++) {
      Run run = store.createRun(Samples.run(sweep.id(), number));
      byte[] model = Samples.model(number, LEAST_BYTES / 4);
      store.recordEpoch(
          run.id(), Samples.epoch(1, Map.of(Metric.VAL_ACCURACY, 0.9), true, model), Set.of(1));
    }
    long begin = System.nanoTime();
    FileTime before;
    FileTime after = Files.getLastModifiedTime(file);
    do {
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST);
      before = after;
      Thread.sleep(QUIET_MILLIS);
      after = Files.getLastModifiedTime(file);
    } while (!after.equals(before));
    store.close();
  }

  private void waitUntilSmall() {
    long begin = System.nanoTime();
    while (true) {
      long models = store.checkpoints().stream().mapToLong(Checkpoint::bytes).sum();
      long size = size();
      if (size < 3 * models + DataFile.SMALL_BYTES) {
        return;
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .as("for how long %d bytes of models take %d", models, size)
          .isLessThan(LONGEST);
    }
  }

  private long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(AtomicBoolean done) {
    while (!done.get()) {
      for (Sweep sweep : store.sweeps()) {
        for (Run run : store.runs(sweep.id(), RunQuery.ALL)) {
          store.metrics(run.id(), Set.of());
          store.checkpoints(run.id());
        }
      }
    }
  }
}
