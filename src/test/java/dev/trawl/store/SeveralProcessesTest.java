package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.database.StoreSettings;
import dev.trawl.sweep.Goal;
import dev.trawl.testkit.Patience;
import dev.trawl.testkit.Samples;
import dev.trawl.testkit.StoreProcess;
import dev.trawl.testkit.StoreProcess.Acknowledged;
import dev.trawl.track.Change;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepOwnedException;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several processes on one database, some of which are killed. */
final class SeveralProcessesTest {
  private static final int LAST_ANSWERS = 1000;

  /** After each epoch of a process that only has to be there. */
  private static final int PAUSE_MILLIS = 20;

  private static final Logger log = LoggerFactory.getLogger(SeveralProcessesTest.class);

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private String url() {
    return "jdbc:h2:file:" + folder.resolve(".trawl/trawl");
  }

  /** Two processes create the database at once and are killed, then a third one that found it. */
  @Test
  void kill_atAnyMoment_losesNothingThatWasReported() throws Exception {
    Random random = newRandom();
    for (int processes = 2; processes >= 1; processes--) {
      List<StoreProcess> started = new ArrayList<>();
      List<Acknowledged> acknowledged = new ArrayList<>();
      try {
        for (int i = 0; i < processes; i++) {
          started.add(StoreProcess.start(url()));
        }
        for (StoreProcess process : started) {
          acknowledged.add(process.next());
        }
        Thread.sleep(random.nextInt(500));
      } finally {
        for (StoreProcess process : started) {
          process.kill();
        }
      }
      started.forEach(process -> acknowledged.addAll(process.rest()));
      try (RunStore store = H2RunStore.open(url(), Clock.systemUTC())) {
        Set<String> sweeps =
            acknowledged.stream().map(Acknowledged::sweepId).collect(Collectors.toSet());
        assertThat(store.sweeps()).extracting(Sweep::id).containsAll(sweeps);
        assertThat(sweeps).hasSize(processes);
        someOf(acknowledged).forEach(epoch -> assertRecorded(store, epoch));
      }
    }
  }

  /** Of hundreds, each run's last ones and a few before. */
  private static List<Acknowledged> someOf(List<Acknowledged> acknowledged) {
    return IntStream.range(0, acknowledged.size())
        .filter(i -> i % 10 == 0 || i + 5 >= acknowledged.size())
        .mapToObj(acknowledged::get)
        .toList();
  }

  private static Random newRandom() {
    long seed = System.nanoTime();
    log.info("kills seed={}", seed);
    return new Random(seed);
  }

  private static void assertRecorded(RunStore store, Acknowledged acknowledged) {
    Run run = store.run(acknowledged.runId()).orElseThrow();
    assertThat(run.epochs()).isGreaterThanOrEqualTo(acknowledged.epoch());
    assertThat(store.metrics(run.id(), Set.of(Metric.VAL_ACCURACY)))
        .extracting(Metric::value)
        .hasSize(run.epochs())
        .element(acknowledged.epoch() - 1)
        .isEqualTo(StoreProcess.accuracy(acknowledged.epoch()));
    // Whole or not at all: each epoch keeps its own checkpoint alone.
    assertThat(store.checkpoint(run.id(), run.epochs()).orElseThrow().model())
        .isEqualTo(StoreProcess.model(run.epochs()));
    assertThat(store.checkpoints(run.id())).hasSize(1);
  }

  @Test
  void secondProcess_ownerRunsThenDies_followsLiveThenGoesOn() throws Exception {
    try (StoreProcess process = StoreProcess.start(url(), PAUSE_MILLIS)) {
      Acknowledged first = process.next();
      try (RunStore store = H2RunStore.open(url(), Clock.systemUTC())) {
        assertThat(store.run(first.runId()).orElseThrow().epochs()).isPositive();
        assertThatThrownBy(() -> store.claimSweep(first.sweepId(), Owner.ofThisProcess()))
            .isInstanceOf(SweepOwnedException.class)
            .hasMessageContaining("process " + process.pid());
        long seen = store.sequence();
        Acknowledged later = process.next();
        while (store.changes(seen, 1).isEmpty()) { // what it had printed before may be waiting
          later = process.next();
        }
        // What was reported elsewhere is seen here at once.
        assertThat(store.run(later.runId()).orElseThrow().epochs())
            .isGreaterThanOrEqualTo(later.epoch());
        assertThat(store.changes(seen, 1000)).extracting(Change::sequence).contains(seen + 1);

        process.kill();
        List<Acknowledged> rest = process.rest();

        store.markInterrupted();
        Sweep sweep = store.sweep(first.sweepId()).orElseThrow();
        assertThat(sweep.status()).isEqualTo(SweepStatus.INTERRUPTED);
        rest.forEach(epoch -> assertRecorded(store, epoch));
        resume(store, sweep);
      }
    }
  }

  /** A process whose clock is off reads and writes by the clock of the one that serves. */
  @Test
  void secondProcess_clockHoursOff_findsALivingOwnerAndWritesItsTimes() throws Exception {
    try (StoreProcess process = StoreProcess.start(url(), PAUSE_MILLIS)) {
      Acknowledged first = process.next();
      for (int hours : new int[] {2, -2}) {
        Clock off = Clock.offset(Clock.systemUTC(), Duration.ofHours(hours));
        try (RunStore store = H2RunStore.open(url(), off)) {
          store.markInterrupted();

          Sweep sweep = store.sweep(first.sweepId()).orElseThrow();
          assertThat(sweep.status()).isEqualTo(SweepStatus.RUNNING);
          assertThatThrownBy(() -> store.claimSweep(sweep.id(), Owner.ofThisProcess()))
              .isInstanceOf(SweepOwnedException.class);
          Sweep mine = store.createSweep(Samples.sweep("mine"), Owner.ofThisProcess());
          assertThat(mine.info().createdAt())
              .isBetween(sweep.info().createdAt(), Instant.now().plusSeconds(60));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, -2})
  void secondProcess_ownerWithItsClockHoursOff_isFoundAlive(int hours) throws Exception {
    try (RunStore store = H2RunStore.open(url(), Clock.systemUTC());
        StoreProcess process = StoreProcess.start(url(), PAUSE_MILLIS, Duration.ofHours(hours))) {
      Acknowledged first = process.next();

      store.markInterrupted();

      assertThat(store.sweep(first.sweepId()).orElseThrow().status())
          .isEqualTo(SweepStatus.RUNNING);
    }
  }

  private static void resume(RunStore store, Sweep sweep) {
    Sweep claimed = store.claimSweep(sweep.id(), Owner.ofThisProcess());
    assertThat(claimed.status()).isEqualTo(SweepStatus.RUNNING);
    assertThat(claimed.metric().orElseThrow().goal()).isEqualTo(Goal.MAXIMIZE);
    List<Run> runs = store.runs(sweep.id(), RunQuery.ALL);
    Run last = runs.get(runs.size() - 1);
    Run goesOn =
        store.recordEpoch(last.id(), Samples.epoch(last.epochs() + 1, 0.5, false), Set.of());
    assertThat(goesOn.epochs()).isEqualTo(last.epochs() + 1);
    assertThat(goesOn.status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void write_ownerDiesMeanwhile_takesEffectOnce() throws Exception {
    int writes = 60;
    try (StoreProcess process = StoreProcess.start(url(), PAUSE_MILLIS)) {
      process.next();
      try (RunStore store = H2RunStore.open(url(), Clock.systemUTC())) {
        Sweep sweep = store.createSweep(Samples.sweep("mine"), Owner.ofThisProcess());
        Run run = store.createRun(Samples.run(sweep.id(), 1));
        CompletableFuture<Void> kill =
            CompletableFuture.runAsync(
                process::kill,
                CompletableFuture.delayedExecutor(newRandom().nextInt(100), TimeUnit.MILLISECONDS));
        for (int i = 0; i < writes; i++) {
          store.tagRun(run.id(), "i", "" + i);
        }
        kill.join();
        assertThat(store.changes(run.info().sequence(), Integer.MAX_VALUE))
            .filteredOn(change -> run.id().equals(change.runId()))
            .hasSize(writes);
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void secondProcess_ownerIsStoppedForAWhile_failsInTimeAndGoesOnAfterwards() throws Exception {
    StoreSettings impatient =
        new StoreSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            StoreSettings.DEFAULT.migrations(),
            StoreSettings.DEFAULT.schemaVersion());
    String quick = url() + ";NETWORK_TIMEOUT=1000";
    try (StoreProcess process = StoreProcess.start(url(), PAUSE_MILLIS)) {
      Acknowledged first = process.next();
      try (RunStore store =
          Patience.untilItAnswers(() -> H2RunStore.open(quick, Clock.systemUTC(), impatient))) {
        assertThat(Patience.untilItAnswers(() -> store.run(first.runId()))).isPresent();
        signal("STOP", process);
        assertThatThrownBy(() -> readUntilItFails(store, first.runId()))
            .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> H2RunStore.open(quick, Clock.systemUTC(), impatient))
            .isInstanceOf(StoreException.class);
        signal("CONT", process);
        process.next();
        assertThat(Patience.untilItAnswers(() -> store.run(first.runId()))).isPresent();
      }
    }
  }

  /** A thread of the owner may answer a little longer. */
  private static void readUntilItFails(RunStore store, String runId) {
    for (int i = 0; i < LAST_ANSWERS; i++) {
      var unused = store.run(runId);
    }
  }

  private static void signal(String name, StoreProcess process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
