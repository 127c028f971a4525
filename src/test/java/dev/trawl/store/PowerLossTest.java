package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.database.StoreSettings;
import dev.trawl.store.file.OrderedDisk;
import dev.trawl.store.file.RecordedDisk;
import dev.trawl.store.file.RecordedDisk.Failing;
import dev.trawl.testkit.Patience;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the power at random moments: of what was not flushed, any part may be missing. The disk is
 * {@link RecordedDisk}; everything else is as always.
 */
final class PowerLossTest {
  private static final int RUNS = 12;
  private static final int CUTS = Integer.getInteger("trawl.test.powercuts", 20);

  /** Of tests that record anew for each cut or two. */
  private static final int ROUNDS = Math.max(3, CUTS / 10);

  /** Of the file; an epoch makes about ten. */
  private static final int CHANGES = 60;

  private static final int FLUSHES = CHANGES / 3;
  private static final int MOST_FAILURES = 6;

  /** Of runs that are recorded until two writers' changes were flushed together. */
  private static final int MOST_PAIRS = 50;

  /** Recorded in turn with models of a run that is dropped. */
  private static final int MOVES = 2;

  private static final int DROPPED_BYTES = 300_000;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** To the store, this file system's files are another process's: one as slow as this machine. */
  private static final StoreSettings PATIENT =
      settings(StoreSettings.DEFAULT.patience(), Duration.ofMinutes(5));

  private static final StoreSettings IMPATIENT =
      settings(Duration.ofMillis(100), Duration.ofSeconds(3));
  private static final StoreSettings DYING =
      settings(Duration.ZERO, StoreSettings.DEFAULT.connectTimeout());

  private final Random random = new Random(7);
  private final List<String> failures = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @Test
  void store_powerCutAtAnyMoment_hasWhatItHadAcknowledged() throws IOException {
    AcknowledgedWork work = new AcknowledgedWork();
    begin();
    record(work, RUNS);
    cutAndCheck(CUTS, work);
  }

  @Test
  void store_powerCutAgainAfterOpening_hasWhatItHadAcknowledged() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      AcknowledgedWork work = new AcknowledgedWork();
      beginAnew();
      record(work, 1);
      int first = cutPower(work);
      AcknowledgedWork later = new AcknowledgedWork();
      begin();
      record(later, 1);
      int second = cutPower(later);
      check(
          "round %d, cuts after %d and %d changes".formatted(round, first, second),
          store -> {
            work.check(store, first);
            later.check(store, second);
          });
    }
  }

  @Test
  void store_powerCutWhileSeveralWrite_hasWhatItHadAcknowledged() throws IOException {
    AcknowledgedWork work = new AcknowledgedWork();
    begin();
    try (RunStore store = open(PATIENT)) {
      for (int i = 0; i < MOST_PAIRS && RecordedDisk.mostChunksOfAFlush() < 3; i++) {
        recordTwoRuns(store, work);
      }
    }
    RecordedDisk.stop();
    assertThat(RecordedDisk.mostChunksOfAFlush()).isGreaterThanOrEqualTo(3);
    cutAndCheck(CUTS, work);
  }

  /** Besides, one of them gets tags and the sweep heartbeats, which are not flushed at once. */
  private static void recordTwoRuns(RunStore store, AcknowledgedWork work) {
    Owner owner = Owner.ofThisProcess();
    String sweep = store.createSweep(Samples.sweep("several"), owner).id();
    String first = store.createRun(Samples.run(sweep, 1)).id();
    String second = store.createRun(Samples.run(sweep, 2)).id();
    CompletableFuture<Void> recorded =
        CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> work.run(store, first, 1)),
            CompletableFuture.runAsync(() -> work.run(store, second, 1)));
    for (int tag = 1; !recorded.isDone(); tag++) {
      store.heartbeat(sweep, owner);
      store.heartbeat(sweep, owner);
      work.tag(store, first, tag);
    }
    recorded.join();
  }

  @Test
  void store_powerCutWhileChunksAreMoved_hasWhatItHadAcknowledged() throws IOException {
    AcknowledgedWork work = new AcknowledgedWork();
    begin();
    try (RunStore store = open(PATIENT)) {
      String first = newRun(store, 1);
      work.epoch(store, first, 1);
      int tags = 0;
      for (int moves = 0; moves < MOVES; moves++) {
        String dropped = newRun(store, 1);
        String run = newRun(store, 1);
        for (int epoch = 1; epoch < AcknowledgedWork.EPOCHS; epoch++) {
          recordDropped(store, dropped, epoch);
          work.epoch(store, run, epoch);
        }
        int before = RecordedDisk.movedChunks();
        store.endRun(dropped, Samples.finished(990), Set.of());
        work.run(store, run, AcknowledgedWork.EPOCHS);
        long dropping = System.nanoTime();
        while (RecordedDisk.movedChunks() == before) {
          assertThat(Duration.ofNanos(System.nanoTime() - dropping)).isLessThan(LONGEST);
          work.tag(store, first, ++tags);
        }
      }
    }
    RecordedDisk.stop();
    cutAndCheck(CUTS / 2, work);
  }

  /** All models are kept until the run ends. */
  private static void recordDropped(RunStore store, String run, int epoch) {
    store.recordEpoch(
        run,
        Samples.epoch(
            epoch,
            Map.of(Metric.VAL_ACCURACY, 0.9),
            epoch == 1,
            Samples.model(epoch, DROPPED_BYTES)),
        IntStream.rangeClosed(1, epoch).boxed().collect(Collectors.toSet()));
  }

  @Test
  void store_diskFailsForAWhileThenPowerCut_hasWhatItHadAcknowledged() throws IOException {
    int failed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      AcknowledgedWork work = new AcknowledgedWork();
      beginAnew();
      try (RunStore store = open(PATIENT)) {
        String run = newRun(store, 1);
        work.epoch(store, run, 1);
        failSoon(anyFailure(), 1 + random.nextInt(MOST_FAILURES));
        work.run(store, run, 2);
        failed += RecordedDisk.hasFailed() ? 1 : 0;
      }
      RecordedDisk.stop();
      cutAndCheck(2, work);
    }
    assertThat(failed).isPositive();
  }

  @Test
  void store_diskFailsForGoodThenPowerCut_acknowledgesNothingUntilItWorks() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      AcknowledgedWork work = new AcknowledgedWork();
      beginAnew();
      open(PATIENT).close(); // a new database takes long
      try (RunStore store = Patience.untilItAnswers(() -> open(IMPATIENT))) {
        String run = newRun(store, 1);
        int epoch = recordUntil(anyFailure(), store, run, work);
        int size = work.size();
        assertThatThrownBy(() -> work.epoch(store, run, epoch)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> work.tag(store, run, 1)).isInstanceOf(StoreException.class);
        assertThat(work.size()).isEqualTo(size);
        RecordedDisk.repair();
        Patience.untilItAnswers(store::sweeps);
        work.run(store, run, epoch);
      }
      RecordedDisk.stop();
      cutAndCheck(2, work);
    }
  }

  private void failSoon(Failing what, int times) {
    RecordedDisk.fail(what, random.nextInt(what == Failing.FLUSHES ? FLUSHES : CHANGES), times);
  }

  private Failing anyFailure() {
    return random.nextBoolean() ? Failing.CHANGES : Failing.FLUSHES;
  }

  /** The epoch at which the disk failed. */
  private int recordUntil(Failing what, RunStore store, String run, AcknowledgedWork work) {
    int epoch = 1;
    work.epoch(store, run, epoch);
    failSoon(what, Integer.MAX_VALUE);
    try {
      while (true) {
        epoch++;
        work.epoch(store, run, epoch);
      }
    } catch (StoreException e) {
      return epoch;
    }
  }

  /** What it had written, flushed or not, is in the file; what it withheld is not. */
  @Test
  void store_killedThenPowerCut_hasWhatBothProcessesHadAcknowledged() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      AcknowledgedWork work = new AcknowledgedWork();
      beginAnew();
      String run;
      int epoch;
      try (RunStore store = open(DYING)) {
        run = newRun(store, 1);
        epoch = recordUntil(Failing.CHANGES, store, run, work);
      }
      RecordedDisk.repair();
      try (RunStore store = open(PATIENT)) {
        work.run(store, run, epoch);
      }
      RecordedDisk.stop();
      cutAndCheck(2, work);
    }
  }

  private void cutAndCheck(int cuts, AcknowledgedWork work) throws IOException {
    for (int cut = 0; cut < cuts; cut++) {
      int length = cutPower(work);
      check(
          "power cut %d after %d changes".formatted(cut, length),
          store -> work.check(store, length));
    }
  }

  /** Leaves the file as a power cut does: after how many changes of it. */
  private int cutPower(AcknowledgedWork work) throws IOException {
    int length = work.begin() + random.nextInt(RecordedDisk.length() - work.begin());
    Files.write(file(), RecordedDisk.afterPowerCut(length, random));
    return length;
  }

  private void check(String name, Consumer<RunStore> check) {
    try (RunStore store = open(PATIENT)) {
      check.accept(store);
    } catch (AssertionError | RuntimeException e) {
      failures.add(name + ": " + e);
    }
  }

  @AfterEach
  void assertNothingLost() {
    assertThat(failures).isEmpty();
  }

  private Path file() {
    return folder.resolve("trawl.mv.db");
  }

  private void beginAnew() throws IOException {
    Files.deleteIfExists(file());
    begin();
  }

  private void begin() throws IOException {
    RecordedDisk.start(Files.exists(file()) ? Files.readAllBytes(file()) : new byte[0]);
  }

  private RunStore open(StoreSettings settings) {
    OrderedDisk.register();
    String defaults = DatabaseUrl.parse("jdbc:h2:file:/any").jdbc().replaceFirst("^[^;]*", "");
    return H2RunStore.open(
        "jdbc:h2:ordered:recorded:"
            + folder.resolve("trawl")
            + defaults.replace(";AUTO_SERVER=TRUE", ""),
        Clock.systemUTC(),
        settings);
  }

  private static StoreSettings settings(Duration patience, Duration connectTimeout) {
    return new StoreSettings(
        patience,
        patience,
        connectTimeout,
        StoreSettings.DEFAULT.migrations(),
        StoreSettings.DEFAULT.schemaVersion());
  }

  private void record(AcknowledgedWork work, int runs) {
    try (RunStore store = open(PATIENT)) {
      for (int number = 1; number <= runs; number++) {
        work.run(store, newRun(store, number), 1);
      }
    }
    RecordedDisk.stop();
  }

  private static String newRun(RunStore store, int number) {
    String sweep = store.createSweep(Samples.sweep("cut"), Owner.ofThisProcess()).id();
    return store.createRun(Samples.run(sweep, number)).id();
  }
}
