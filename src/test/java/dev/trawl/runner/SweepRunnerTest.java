package dev.trawl.runner;

import static dev.trawl.runner.SweepFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.SearchSpace;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Epoch;
import dev.trawl.track.Phase;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SweepRunnerTest {
  private static SweepFixture sweeps;

  private final Set<Object> refused = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void open() {
    sweeps = new SweepFixture();
  }

  @AfterEach
  void everyTraining_isClosed() {
    assertThat(sweeps.trainings).allMatch(training -> training.open() == 0);
  }

  @AfterAll
  static void close() {
    sweeps.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void runCap_anyWorkers_isExact(int workers) throws InterruptedException {
    Sweep sweep = sweeps.run(spec().runCap(7).workers(workers).build());

    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 7));
    assertThat(sweeps.runs(sweep).stream().map(Run::number)).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void run_whoseMachineIsLost_goesOnAsTheSameAttempt() throws Exception {
    Sweep whole = sweeps.run(spec().runCap(1).build());
    Sweep lost =
        sweeps.run(
            spec().parameter("fault", new Categorical(List.of("lost once"))).runCap(1).build());

    Run run = sweeps.runs(lost).get(0);
    assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(run.attempt()).isEqualTo(1);
    assertThat(run.epochs()).isEqualTo(sweeps.runs(whole).get(0).epochs());
  }

  @Test
  void run_thatLosesOneMachineAfterTheOther_fails() throws Exception {
    Sweep sweep =
        sweeps.run(spec().parameter("fault", new Categorical(List.of("lost"))).runCap(1).build());

    Run run = sweeps.runs(sweep).get(0);
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.reason())
        .isEqualTo("3 machines were lost in epoch 3, the last one so: no word from the machine");
    assertThat(run.epochs()).isEqualTo(2);
    assertThat(run.attempt()).isEqualTo(1);
  }

  @Test
  void run_thatLosesAMachineInEachEpoch_goesOn() throws Exception {
    Sweep sweep =
        sweeps.run(
            spec()
                .parameter("fault", new Categorical(List.of("lost each time")))
                .runCap(1)
                .build());

    Run run = sweeps.runs(sweep).get(0);
    assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(run.attempt()).isEqualTo(1);
  }

  @Test
  void sweep_withoutAnyMachineLeft_isInterruptedAndGoesOn() throws Exception {
    SweepSpec spec =
        spec()
            .parameter("fault", new Categorical(List.of("none left")))
            .runCap(2)
            .workers(1)
            .build();

    Sweep sweep = sweeps.run(spec);
    assertThat(sweep.status()).isEqualTo(SweepStatus.INTERRUPTED);
    assertThat(sweep.reason()).isEqualTo("the cluster is gone");
    assertThat(sweeps.runs(sweep))
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.status()).isEqualTo(RunStatus.INTERRUPTED);
              assertThat(run.reason()).isEqualTo("the cluster is gone");
              assertThat(run.epochs()).isEqualTo(2);
            });

    Sweep resumed = sweeps.resume(sweep, spec);
    assertThat(sweeps.runs(resumed).get(0).status()).isEqualTo(RunStatus.FINISHED);
    assertThat(sweeps.runs(resumed)).extracting(Run::attempt).containsExactly(1, 1);
  }

  @Test
  void grid_withoutCap_runsEachPointOnceAndEnds() throws InterruptedException {
    SweepSpec spec =
        SpecBuilder.grid()
            .parameter("rate", new Categorical(List.of(0.1, 0.2)))
            .parameter("units", new IntUniform(1, 2))
            .workers(3)
            .build();

    Sweep sweep = sweeps.run(spec);

    assertThat(sweep.plan().runs()).isEqualTo(4);
    assertThat(sweeps.runs(sweep).stream().map(Run::parameters))
        .containsExactly(
            Map.of("rate", 0.1, "units", 1L),
            Map.of("rate", 0.1, "units", 2L),
            Map.of("rate", 0.2, "units", 1L),
            Map.of("rate", 0.2, "units", 2L));
  }

  @Test
  void workers_oneTwoOrFour_giveTheSameParametersAndMetrics() throws InterruptedException {
    Map<Integer, SweepFixture.Outcome> alone =
        sweeps.outcomes(sweeps.run(spec().workers(1).build()));

    assertThat(alone).hasSize(6);
    assertThat(sweeps.outcomes(sweeps.run(spec().workers(2).build()))).isEqualTo(alone);
    assertThat(sweeps.outcomes(sweeps.run(spec().workers(4).build()))).isEqualTo(alone);
    assertThat(sweeps.outcomes(sweeps.run(spec().seed(43).build()))).isNotEqualTo(alone);
  }

  @Test
  void run_seedAndEnvironment_areRecorded() throws InterruptedException {
    SweepSpec spec = spec().runCap(1).build();
    Run run = sweeps.runs(sweeps.run(spec)).get(0);

    assertThat(run.provenance().seed()).isEqualTo(SearchSpace.of(spec).runSeed(1, 1));
    assertThat(run.provenance().environment()).isEqualTo(Map.of("backend", "quadratic"));
  }

  @Test
  void run_ended_saysWhatRecordingTook() throws InterruptedException {
    Run run = sweeps.runs(sweeps.run(spec().runCap(1).build())).get(0);

    assertThat(run.timing().phases()).containsOnlyKeys(Phase.RECORDING);
    assertThat(run.timing().phases().get(Phase.RECORDING)).isPositive();
  }

  @Test
  void listeners_hearOfAnEpoch_onlyOnceItIsRecorded() throws InterruptedException {
    List<Integer> recordedWhenHeard = Collections.synchronizedList(new ArrayList<>());
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    RunListener listener =
        new RunListener() {
          @Override
          public void sweepStarted(Sweep sweep) {
            heard.add("sweep started");
          }

          @Override
          public void runStarted(Run run, int after) {
            heard.add("run " + run.status());
          }

          @Override
          public void epochEnded(Run run, Epoch epoch) {
            heard.add("epoch " + epoch.number() + " of " + run.epochs());
            recordedWhenHeard.add(sweeps.store.run(run.id()).orElseThrow().epochs());
          }

          @Override
          public void runEnded(Run run) {
            heard.add("run " + run.status());
          }

          @Override
          public void sweepEnded(Sweep sweep) {
            heard.add("sweep " + sweep.status());
          }
        };

    sweeps.run(spec().runCap(1).epochs(2).build(), listener);

    assertThat(recordedWhenHeard).containsExactly(1, 2);
    assertThat(heard)
        .containsExactly(
            "sweep started",
            "run RUNNING",
            "epoch 1 of 1",
            "epoch 2 of 2",
            "run FINISHED",
            "sweep FINISHED");
  }

  @Test
  void listenerThatThrows_disturbsNobody() throws InterruptedException {
    RunListener broken =
        new RunListener() {
          @Override
          public void epochEnded(Run run, Epoch epoch) {
            throw new IllegalStateException("listener");
          }
        };

    assertThat(sweeps.run(spec().runCap(2).build(), broken).runs())
        .isEqualTo(Map.of(RunStatus.FINISHED, 2));
  }

  @Test
  void checkpoints_ofFinishedRuns_onlyTheBestIsKept() throws InterruptedException {
    for (Run run : sweeps.runs(sweeps.run(spec().build()))) {
      assertThat(sweeps.store.checkpoints(run.id()))
          .singleElement()
          .matches(checkpoint -> Integer.valueOf(checkpoint.epoch()).equals(run.bestEpoch()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "throw | IllegalStateException: broken layer",
        "refuse | need a rate below 1, found 2",
        "memory | OutOfMemoryError: Java heap space",
        "late | IllegalStateException: broken at epoch 3",
        "diverge | diverged"
      })
  void failingRun_isRecordedWithItsReason_andTheSweepGoesOn(String fault, String reason)
      throws InterruptedException {
    SweepSpec spec =
        SpecBuilder.grid()
            .parameter("fault", new Categorical(List.of("none", fault, "no")))
            .workers(2)
            .build();

    Sweep sweep = sweeps.run(spec);

    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 2, RunStatus.FAILED, 1));
    Run failed = sweeps.runs(sweep).get(1);
    assertThat(failed.reason()).isEqualTo(reason);
    assertThat(failed.epochs()).isEqualTo(fault.equals("late") ? 2 : 0);
  }

  /** A step of a half can't give integers: every other candidate has no value. */
  @Test
  void candidateThatCannotBeGenerated_isRecordedAsFailed_andTheSweepGoesOn()
      throws InterruptedException {
    SweepSpec spec =
        SpecBuilder.grid().parameter("units", new QUniform(0, 1, 0.5, true)).retries(2).build();

    Sweep sweep = sweeps.run(spec);

    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 2, RunStatus.FAILED, 1));
    Run failed = sweeps.runs(sweep).get(1);
    assertThat(failed.number()).isEqualTo(2);
    assertThat(failed.parameters()).isEmpty();
    assertThat(failed.reason()).isEqualTo("ArithmeticException: Rounding necessary");
  }

  @Test
  void allRunsFailed_sweepFails() throws InterruptedException {
    Sweep sweep = sweeps.run(spec().parameter("fault", new Constant("diverge")).runCap(3).build());

    assertThat(sweep.status()).isEqualTo(SweepStatus.FAILED);
    assertThat(sweep.reason()).isEqualTo("all runs failed, the last: diverged");
    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.FAILED, 3));
  }

  @Test
  void maxFailures_inARow_stopTheSweep() throws InterruptedException {
    SweepSpec spec =
        spec()
            .parameter("fault", new Constant("throw"))
            .runCap(50)
            .maxFailures(3)
            .workers(1)
            .build();

    Sweep sweep = sweeps.run(spec);

    assertThat(sweep.status()).isEqualTo(SweepStatus.FAILED);
    assertThat(sweep.reason())
        .isEqualTo(
            "3 failed runs in a row (max_failures), the last: IllegalStateException: broken layer");
    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.FAILED, 3));
  }

  @Test
  void failures_notInARow_changeNothing() throws InterruptedException {
    List<Object> faults = List.of("throw", "throw ", "none", "throw", "diverge", "no");
    SweepSpec spec =
        SpecBuilder.grid()
            .parameter("fault", new Categorical(faults))
            .maxFailures(3)
            .workers(1)
            .build();

    assertThat(sweeps.run(spec).status()).isEqualTo(SweepStatus.FINISHED);
  }

  @Test
  void retries_failedRun_isTriedAgainWithItsOwnSeed_outsideTheCap() throws InterruptedException {
    SweepSpec spec =
        spec().parameter("fault", new Constant("first attempt")).runCap(3).retries(2).build();

    Sweep sweep = sweeps.run(spec);

    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 3));
    assertThat(sweeps.runs(sweep))
        .allMatch(run -> run.attempt() == 2)
        .allMatch(run -> run.provenance().seed() == SearchSpace.of(spec).runSeed(run.number(), 2));
  }

  @Test
  void retries_usedUp_runStaysFailed() throws InterruptedException {
    SweepSpec spec = spec().parameter("fault", new Constant("throw")).runCap(1).retries(2).build();

    Sweep sweep = sweeps.run(spec);

    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.FAILED, 1));
    assertThat(sweeps.runs(sweep).get(0).attempt()).isEqualTo(3);
  }

  @Test
  void target_reachedAtAnEpoch_noNewRunStarts_andTheRunFinishes() throws InterruptedException {
    SweepSpec spec = spec().runCap(50).epochs(8).target(8.0).workers(1).build();

    Sweep sweep = sweeps.run(spec);

    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(sweep.reason()).isEqualTo("target reached");
    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 1));
    assertThat(sweeps.runs(sweep).get(0).epochs()).isEqualTo(8);
  }

  @Test
  void target_reachedByARunThatFailsLater_doesNotCount() throws InterruptedException {
    SweepSpec spec =
        SpecBuilder.grid()
            .parameter("fault", new Categorical(List.of("late", "none", "no")))
            .target(8.9)
            .workers(1)
            .build();

    assertThat(sweeps.run(spec).runs())
        .isEqualTo(Map.of(RunStatus.FAILED, 1, RunStatus.FINISHED, 1));
  }

  @Test
  void timeout_overdueRun_failsWithThatReason() throws InterruptedException {
    SweepSpec spec = spec().runCap(1).epochs(1_000_000).timeout(Duration.ofMillis(300)).build();

    Sweep sweep = sweeps.run(spec);

    Run run = sweeps.runs(sweep).get(0);
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.reason()).isEqualTo("timeout: trained longer than training.timeout");
  }

  @Test
  void stopRequest_forTheSweep_isObeyed() throws InterruptedException {
    FirstEpochs first = new FirstEpochs(2);
    ActiveSweep active = sweeps.start(endless(), first);
    first.await();

    sweeps.store.requestStop(new StopRequest(active.sweep().id(), null));
    Sweep sweep = active.await();

    assertThat(sweep.status()).isEqualTo(SweepStatus.STOPPED);
    assertThat(sweep.reason()).isEqualTo("stopped by a person");
    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.INTERRUPTED, 2));
  }

  @Test
  void stopRequest_forOneRun_killsItAndTheSweepGoesOn() throws InterruptedException {
    FirstEpochs first = new FirstEpochs(1);
    ActiveSweep active =
        sweeps.start(spec().epochs(1_000_000).runCap(2).workers(1).retries(3).build(), first);
    String runId = first.await();

    sweeps.store.requestStop(new StopRequest(active.sweep().id(), runId));
    first.awaitRuns(2).stream()
        .filter(id -> !id.equals(runId))
        .forEach(id -> sweeps.store.requestStop(new StopRequest(active.sweep().id(), id)));
    Sweep sweep = active.await();

    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.KILLED, 2));
    assertThat(sweeps.runs(sweep)).allMatch(run -> "stopped by a person".equals(run.reason()));
  }

  @Test
  void stop_fromThisProcess_endsStopped() throws InterruptedException {
    FirstEpochs first = new FirstEpochs(1);
    ActiveSweep active = sweeps.start(endless(), first);
    first.await();

    active.stop("enough");

    assertThat(active.await().reason()).isEqualTo("enough");
    assertThat(active.sweep().status()).isEqualTo(SweepStatus.STOPPED);
  }

  private static SweepSpec endless() {
    return spec().epochs(1_000_000).workers(2).build();
  }

  /** Waits for the first epochs of so many runs. */
  static final class FirstEpochs implements RunListener {
    private final Set<String> runIds = ConcurrentHashMap.newKeySet();
    private final CountDownLatch wanted;

    FirstEpochs(int runs) {
      wanted = new CountDownLatch(runs);
    }

    @Override
    public void epochEnded(Run run, Epoch epoch) {
      if (epoch.number() == 1 && runIds.add(run.id())) {
        wanted.countDown();
      }
    }

    String await() throws InterruptedException {
      wanted.await();
      return runIds.iterator().next();
    }

    Set<String> awaitRuns(int count) {
      while (runIds.size() < count) {
        Thread.onSpinWait();
      }
      return Set.copyOf(runIds);
    }
  }

  /** Nor do they stop the sweep, of which they say nothing, or get another attempt. */
  @Test
  void points_thatCantBeTrained_areNotStarted() throws Exception {
    List<Integer> started = Collections.synchronizedList(new ArrayList<>());
    SweepSpec spec =
        SpecBuilder.grid()
            .parameter("fault", new Categorical(List.of("too small", "none")))
            .parameter("units", new IntUniform(1, 3))
            .maxFailures(2)
            .retries(2)
            .build();

    Sweep sweep =
        sweeps.run(
            spec,
            new RunListener() {
              @Override
              public void runStarted(Run run, int after) {
                started.add(run.number());
              }
            });

    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(started).containsExactlyInAnyOrder(4, 5, 6);
    assertThat(sweeps.runs(sweep).subList(0, 3))
        .allSatisfy(
            run -> {
              assertThat(run.status()).isEqualTo(RunStatus.FAILED);
              assertThat(run.reason()).isEqualTo("need larger images");
              assertThat(run.attempt()).isOne();
              assertThat(run.timing().startedAt()).isNull();
            });
    assertThat(sweeps.resume(sweep, spec).runs()).isEqualTo(sweep.runs());
  }

  /** Without being told, the other run would go on for ever. */
  @Test
  void fatalError_ofOneRun_endsTheOthersAndTheSweep() throws InterruptedException {
    SweepSpec spec =
        SpecBuilder.grid()
            .parameter("fault", new Categorical(List.of("endless", "fatal")))
            .workers(2)
            .build();

    Sweep sweep = sweeps.run(spec);

    assertThat(sweep.status()).isEqualTo(SweepStatus.FAILED);
    assertThat(sweep.reason()).isEqualTo("InternalError: broken JVM");
    assertThat(sweeps.runs(sweep).get(0).status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(sweeps.runs(sweep).get(0).reason()).isEqualTo("InternalError: broken JVM");
  }

  /** With failures and retries the time would grow with the square of the runs. */
  @Test
  void failuresAndRetries_lookForTheirOwnRun_notThroughAll() throws Exception {
    List<RunQuery> queries = Collections.synchronizedList(new ArrayList<>());
    RunStore watched =
        sweeps.troubled(
            (operation, arguments) -> {
              if (operation.equals("runs")) {
                queries.add((RunQuery) arguments[1]);
              } else if (operation.equals("createRun")) {
                troubleOnce(arguments[0]);
              }
            });
    SweepSpec spec =
        spec()
            .parameter("fault", new Constant("first attempt"))
            .runCap(4)
            .retries(1)
            .workers(1)
            .build();

    Sweep sweep = sweeps.start(watched, spec).await();

    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 4));
    assertThat(queries.stream().filter(RunQuery.ALL::equals)).hasSizeLessThanOrEqualTo(1);
    assertThat(queries).hasSizeGreaterThan(4);
  }

  /** Each run is created at the second try, after a look at what the first one did. */
  private void troubleOnce(Object run) {
    if (refused.add(run)) {
      throw new StoreException("not now", null);
    }
  }
}
