package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Epoch;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sweeps that are changed after their start. */
@Timeout(60)
class AdjustedSweepTest {
  private SweepFixture sweeps;

  @BeforeEach
  void open() {
    sweeps = new SweepFixture();
  }

  @AfterEach
  void close() {
    sweeps.close();
  }

  private static SpecBuilder spec(String method) {
    return SpecBuilder.searchedBy(Selection.of(method))
        .parameter("rate", new LogUniformValues(0.01, 0.05))
        .runCap(12)
        .workers(1);
  }

  /** The changes that the tests make. */
  private void readFrom(Supplier<SpecBuilder> file) {
    sweeps.reader = source -> read(source, file.get());
  }

  private static SweepSpec read(SweepSource source, SpecBuilder file) {
    for (String override : source.overrides()) {
      String value = override.substring(override.indexOf('=') + 1);
      switch (override.substring(0, override.indexOf('='))) {
        case "run_cap" -> file.runCap(Integer.parseInt(value));
        case "workers" -> file.workers(Integer.parseInt(value));
        case "parameters.rate.max" ->
            file.parameter("rate", new LogUniformValues(0.01, Double.parseDouble(value)));
        case "parameters.rate.values" ->
            file.parameter("rate", new Categorical(List.of(0.01, 0.02, 0.03, 0.04, 0.05)));
        default -> throw new IllegalArgumentException(override);
      }
    }
    return file.build();
  }

  private static Adjustment change(int job, String key, String value) {
    return new Adjustment(job, key, "", value, "ada", Instant.ofEpochMilli(5));
  }

  private static double rate(Run run) {
    return ((Number) run.parameters().getOrDefault("rate", Double.NaN)).doubleValue();
  }

  private boolean verified(Sweep sweep, SweepSpec spec) {
    return new SweepVerification(sweeps.store, sweeps.searches, sweeps.reader, sweep, spec)
        .verify()
        .difference()
        .isEmpty();
  }

  /** Whatever the workers and wherever it is killed: what holds from job 6 on holds from there. */
  @ParameterizedTest
  @ValueSource(strings = {"random", "qmc", "tpe"})
  void jobs_afterAChange_areTheSameForAnyWorkersAndAfterKills(String method) throws Exception {
    readFrom(() -> spec(method));
    Random random = new Random(20261128);
    List<SweepFixture.Jobs> found = new ArrayList<>();
    for (int workers : new int[] {1, 3}) {
      SweepSpec begun = spec(method).workers(workers).build();
      Sweep sweep = sweeps.killed(null, begun, 3);
      sweeps.store.recordAdjustments(
          sweep.id(), List.of(change(6, "parameters.rate.max", "0.3"), change(9, "run_cap", "15")));
      SweepSpec now = spec(method).workers(workers).runCap(15).build();
      while (sweep.status() != SweepStatus.FINISHED) {
        sweep = sweeps.killed(sweep, now, 10 + random.nextInt(workers == 1 ? 1000 : 60));
      }
      found.add(sweeps.jobs(sweep));
      assertThat(verified(sweep, begun)).isTrue();
      assertThat(sweep.plan().runs()).isEqualTo(15);
      assertThat(sweeps.runs(sweep)).hasSize(15);
      assertThat(sweeps.runs(sweep).subList(0, 5)).allMatch(run -> rate(run) <= 0.05);
      assertThat(sweeps.runs(sweep).subList(5, 15)).anyMatch(run -> rate(run) > 0.05);
    }
    assertThat(found).allMatch(found.get(0)::equals);
  }

  /** As if the file had had it. */
  @Test
  void runs_afterAChangeOfTheCap_areThoseOfAFileWithIt() throws Exception {
    readFrom(() -> spec("random"));
    Sweep sweep = sweeps.killed(null, spec("random").build(), 30);
    sweeps.store.recordAdjustments(sweep.id(), List.of(change(Adjustment.ASKED, "run_cap", "14")));
    Sweep changed = sweeps.resume(sweep, spec("random").runCap(14).build());
    Sweep whole = sweeps.run(spec("random").runCap(14).build());

    assertThat(sweeps.jobs(changed)).isEqualTo(sweeps.jobs(whole));
    assertThat(sweeps.store.adjustments(sweep.id()).get(0).job()).isBetween(2, 13);
  }

  @Test
  void cap_belowWhatHasBegun_leavesThatAndPlansNoMore() throws Exception {
    readFrom(() -> spec("random"));
    Sweep sweep = sweeps.killed(null, spec("random").build(), 40);
    int begun = sweeps.runs(sweep).size();
    sweeps.store.recordAdjustments(sweep.id(), List.of(change(Adjustment.ASKED, "run_cap", "1")));
    Sweep changed = sweeps.resume(sweep, spec("random").runCap(1).build());

    assertThat(begun).isBetween(2, 11);
    assertThat(sweeps.runs(changed)).hasSize(begun);
    assertThat(changed.plan().runs()).isEqualTo(begun);
    assertThat(verified(changed, spec("random").build())).isTrue();
  }

  @Test
  void grid_whoseValuesChange_goesOnWithThoseThatWereNotTried() throws Exception {
    Supplier<SpecBuilder> file =
        () -> SpecBuilder.grid().parameter("rate", new Categorical(List.of(0.02, 0.05, 0.3)));
    readFrom(file);
    Sweep sweep = sweeps.killed(null, file.get().workers(1).build(), 3);
    sweeps.store.recordAdjustments(sweep.id(), List.of(change(3, "parameters.rate.values", "[…]")));
    Sweep changed = sweeps.resume(sweep, file.get().build());

    assertThat(sweeps.runs(changed))
        .extracting(AdjustedSweepTest::rate)
        .containsExactly(0.02, 0.05, 0.01, 0.03, 0.04);
    assertThat(changed.plan().runs()).isEqualTo(5);
    assertThat(verified(changed, file.get().build())).isTrue();
  }

  @Test
  void runningSweep_obeysWithinAHeartbeatAndKeepsWhatWasDecided() throws Exception {
    readFrom(() -> spec("tpe"));
    CountDownLatch asked = new CountDownLatch(1);
    AtomicBoolean obeyed = new AtomicBoolean();
    CompletableFuture<String> id = new CompletableFuture<>();
    Set<String> atOnce = new HashSet<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void epochEnded(Run run, Epoch epoch) {
            if (run.number() == 3 && epoch.number() == 1) {
              sweeps.store.recordAdjustments(
                  id.join(),
                  List.of(
                      change(Adjustment.ASKED, "run_cap", "20"),
                      change(Adjustment.ASKED, "workers", "2")));
              asked.countDown();
              obeyed.set(await(() -> sweeps.store.adjustments(id.join()).get(0).job() > 0));
            }
            synchronized (atOnce) {
              atOnce.add(Thread.currentThread().getName());
            }
          }
        };
    ActiveSweep active = sweeps.start(spec("tpe").build(), listener);
    id.complete(active.sweep().id());
    Sweep sweep = active.await();

    assertThat(asked.await(0, TimeUnit.SECONDS)).isTrue();
    assertThat(obeyed).as("obeyed while run 3 trained").isTrue();
    assertThat(sweep.runs().values()).containsExactly(20);
    assertThat(sweep.plan().runs()).isEqualTo(20);
    assertThat(sweeps.store.adjustments(sweep.id())).extracting(Adjustment::job).containsOnly(4);
    assertThat(verified(sweep, spec("tpe").build())).isTrue();
    assertThat(sweeps.runs(sweep)).extracting(Run::parameters).doesNotHaveDuplicates();
  }

  /** Whether it came true within some seconds. */
  private static boolean await(Supplier<Boolean> condition) {
    long began = System.nanoTime();
    while (!condition.get()) {
      if (System.nanoTime() - began > 20_000_000_000L) {
        return false;
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  @Test
  void moreWorkers_startRunsWhileOthersTrain() throws Exception {
    readFrom(() -> spec("random"));
    CountDownLatch two = new CountDownLatch(2);
    AtomicInteger atOnce = new AtomicInteger();
    CompletableFuture<String> id = new CompletableFuture<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void epochEnded(Run run, Epoch epoch) {
            if (run.number() <= 2 && epoch.number() == 1) {
              if (run.number() == 1) {
                sweeps.store.recordAdjustments(
                    id.join(), List.of(change(Adjustment.ASKED, "workers", "2")));
              }
              two.countDown();
              if (await(() -> two.getCount() == 0)) {
                atOnce.incrementAndGet();
              }
            }
          }
        };
    ActiveSweep active = sweeps.start(spec("random").build(), listener);
    id.complete(active.sweep().id());

    assertThat(active.await().status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(atOnce).as("runs 1 and 2 trained at once").hasValue(2);
    assertThat(Map.copyOf(active.sweep().runs()).values()).containsExactly(12);
  }

  /** It was asked for while the sweep searched, and its owner heard of it when that was over. */
  @Test
  void cap_heardOfInTheFinals_changesNothing() throws Exception {
    readFrom(() -> spec("random").finals(3, 2));
    SweepSpec begun = spec("random").finals(3, 2).build();
    CompletableFuture<ActiveSweep> active = new CompletableFuture<>();
    RunListener stop =
        new RunListener() {
          @Override
          public void runEnded(Run run) {
            if (run.number() == 14) {
              active.join().stop("enough");
            }
          }
        };
    active.complete(sweeps.start(begun, stop));
    Sweep stopped = active.join().await();
    sweeps.store.recordAdjustments(
        stopped.id(), List.of(change(Adjustment.ASKED, "run_cap", "20")));
    Sweep ended = sweeps.resume(stopped, spec("random").finals(3, 2).runCap(20).build());

    assertThat(sweeps.jobs(ended)).isEqualTo(sweeps.jobs(sweeps.run(begun)));
    assertThat(ended.plan().runs()).isEqualTo(12);
    assertThat(sweeps.store.adjustments(ended.id()).get(0).job()).isGreaterThan(13);
    assertThat(verified(ended, begun)).isTrue();
  }

  @Test
  void workers_changedInTheFinals_areObeyedInThem() throws Exception {
    readFrom(() -> spec("random").finals(3, 2));
    CountDownLatch two = new CountDownLatch(2);
    AtomicInteger atOnce = new AtomicInteger();
    RunListener listener =
        new RunListener() {
          @Override
          public void epochEnded(Run run, Epoch epoch) {
            if ((run.number() == 13 || run.number() == 14) && epoch.number() == 1) {
              if (run.number() == 13) {
                sweeps.store.recordAdjustments(
                    run.sweepId(), List.of(change(Adjustment.ASKED, "workers", "2")));
              }
              two.countDown();
              if (await(() -> two.getCount() == 0)) {
                atOnce.incrementAndGet();
              }
            }
          }
        };
    Sweep sweep = sweeps.run(spec("random").finals(3, 2).build(), listener);

    assertThat(atOnce).as("runs 13 and 14 trained at once").hasValue(2);
    assertThat(sweeps.store.adjustments(sweep.id())).extracting(Adjustment::job).doesNotContain(0);
    assertThat(verified(sweep, spec("random").finals(3, 2).build())).isTrue();
  }
}
