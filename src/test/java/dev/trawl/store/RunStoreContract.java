package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.trawl.FakeClock;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Change;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Erased;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Phase;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepOwnedException;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Tag;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunOrder;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every {@link RunStore} does. One store serves all tests: each has sweeps of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RunStoreContract {
  private static final int ALL = Integer.MAX_VALUE;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-02T03:04:05.678Z"));
  private final Owner owner = Owner.ofThisProcess();

  @SuppressWarnings("NullAway.Init")
  private RunStore store;

  /** A new store under a name. */
  abstract RunStore open(String name, Clock clock);

  @BeforeAll
  final void openStore() {
    store = open("contract", clock);
  }

  @AfterAll
  final void closeStore() {
    store.close();
  }

  private Sweep newSweep() {
    return store.createSweep(Samples.sweep("sweep-" + UUID.randomUUID()), owner);
  }

  private Run newRun(Sweep sweep, int number) {
    return store.createRun(Samples.run(sweep.id(), number));
  }

  private Run finishedRun(Sweep sweep, int number, double accuracy, long correct) {
    Run run = newRun(sweep, number);
    store.startRun(run.id());
    store.recordEpoch(run.id(), Samples.epoch(1, accuracy, true), Set.of(1));
    return store.endRun(run.id(), Samples.finished(correct), Set.of(1));
  }

  private Sweep read(Sweep sweep) {
    return store.sweep(sweep.id()).orElseThrow();
  }

  // Sweeps

  @Test
  void createSweep_new_isRecordedWhole() {
    NewSweep wanted = Samples.sweep("whole", new Objective(Metric.VAL_LOSS, Goal.MINIMIZE, 0.0625));
    Sweep sweep = store.createSweep(wanted, owner);
    assertThat(sweep)
        .isEqualTo(
            new Sweep(
                sweep.id(),
                "whole",
                "what it is for",
                SweepStatus.RUNNING,
                null,
                wanted.source(),
                wanted.spec().method(),
                "cnn",
                42,
                wanted.spec().metric(),
                Samples.THRESHOLDS,
                8,
                5,
                wanted.dataset(),
                Map.of(),
                List.of(0, 0, 0),
                null,
                Map.of(),
                clock.instant(),
                null,
                null,
                store.sequence()));
    assertThat(store.sweep(sweep.id())).contains(sweep);
  }

  @Test
  void sweeps_several_areNewestFirst() {
    Sweep first = newSweep();
    Sweep second = newSweep();
    assertThat(store.sweeps().stream().limit(2)).containsExactly(second, first);
  }

  @Test
  void sweep_unknownId_isEmpty() {
    assertThat(store.sweep("nope")).isEmpty();
  }

  @Test
  void findSweep_name_isTheNewestOfThatName() {
    store.createSweep(Samples.sweep("twice"), owner);
    Sweep newest = store.createSweep(Samples.sweep("twice"), owner);
    assertThat(store.findSweep("twice")).contains(newest);
  }

  @Test
  void findSweep_idOrItsPrefix_isThatSweep() {
    Sweep sweep = newSweep();
    assertThat(store.findSweep(sweep.id())).contains(sweep);
    assertThat(store.findSweep(sweep.id().substring(0, 16))).contains(sweep);
  }

  @Test
  void findSweep_idThatIsAnothersName_isTheOneWithTheId() {
    Sweep sweep = newSweep();
    store.createSweep(Samples.sweep(sweep.id()), owner);
    assertThat(store.findSweep(sweep.id())).contains(sweep);
  }

  @Test
  void findSweep_ambiguousOrEmpty_isEmpty() {
    List<Sweep> many = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      many.add(newSweep()); // of 17 ids, two begin with the same digit
    }
    String shared =
        many.stream()
            .map(sweep -> sweep.id().substring(0, 1))
            .filter(digit -> many.stream().filter(s -> s.id().startsWith(digit)).count() > 1)
            .findFirst()
            .orElseThrow();
    assertThat(store.findSweep(shared)).isEmpty();
    assertThat(store.findSweep("")).isEmpty();
    assertThat(store.findSweep("no such sweep")).isEmpty();
  }

  @Test
  void endSweep_unfinishedRuns_areInterrupted() {
    Sweep sweep = newSweep();
    Run finished = finishedRun(sweep, 1, 0.5, 990);
    Run scheduled = newRun(sweep, 2);
    Run running = store.startRun(newRun(sweep, 3).id());

    Sweep ended = store.endSweep(sweep.id(), SweepStatus.STOPPED, "time is up");

    assertThat(ended.status()).isEqualTo(SweepStatus.STOPPED);
    assertThat(ended.reason()).isEqualTo("time is up");
    assertThat(ended.endedAt()).isEqualTo(clock.instant());
    assertThat(ended.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 1, RunStatus.INTERRUPTED, 2));
    assertThat(store.run(finished.id())).contains(finished);
    assertThat(store.run(scheduled.id()).orElseThrow().status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(store.run(running.id()).orElseThrow().endedAt()).isEqualTo(clock.instant());
  }

  @Test
  void endSweep_emptyReason_isNone() {
    assertThat(store.endSweep(newSweep().id(), SweepStatus.FINISHED, "").reason()).isNull();
  }

  @Test
  void endSweep_running_isRefused() {
    Sweep sweep = newSweep();
    assertThatThrownBy(() -> store.endSweep(sweep.id(), SweepStatus.RUNNING, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need the status of an ended sweep, found RUNNING");
  }

  // Owners

  @Test
  void claimSweep_livingOwner_isRefusedNamingIt() {
    Sweep sweep = newSweep();
    clock.advance(Duration.ofSeconds(4));
    assertThatThrownBy(() -> store.claimSweep(sweep.id(), Owner.ofThisProcess()))
        .isInstanceOf(SweepOwnedException.class)
        .hasMessage(
            "need a sweep whose owner is gone, found %s run by process %d on %s, last heard of 4 s ago"
                .formatted(sweep.id(), owner.pid(), owner.host()));
  }

  @Test
  void joinSweep_finished_takesOneMoreRunAndEndsAgain() {
    Sweep sweep = store.createSweep(Samples.sweep("a"), Owner.ofThisProcess());
    assertThatThrownBy(() -> store.joinSweep(sweep.id(), Owner.ofThisProcess()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need a sweep that is FINISHED, found %s RUNNING".formatted(sweep.id()));
    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");

    Sweep joined = store.joinSweep(sweep.id(), Owner.ofThisProcess());

    assertThat(joined.status()).isEqualTo(SweepStatus.RUNNING);
    Run run = store.startRun(store.createRun(Samples.run(sweep.id(), 9)).id());
    store.recordEpoch(run.id(), Samples.epoch(1, 0.99, true), Set.of(1));
    store.endRun(run.id(), Samples.finished(990), Set.of(1));
    Sweep ended = store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    assertThat(ended.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(ended.bestRunId()).isEqualTo(run.id());
  }

  @Test
  void claimSweep_ownerSilentTooLong_isTakenOver() {
    Sweep sweep = newSweep();
    Run run = store.startRun(newRun(sweep, 1).id());
    store.requestStop(new StopRequest(sweep.id(), null));
    clock.advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
    Owner next = Owner.ofThisProcess();

    Sweep claimed = store.claimSweep(sweep.id(), next);

    assertThat(claimed.status()).isEqualTo(SweepStatus.RUNNING);
    assertThat(store.run(run.id()).orElseThrow().status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(store.heartbeat(sweep.id(), next)).isEmpty();
    assertThatThrownBy(() -> store.heartbeat(sweep.id(), owner))
        .isInstanceOf(SweepOwnedException.class)
        .hasMessageContaining("found it run by process %d on %s", next.pid(), next.host());
  }

  @Test
  void claimSweep_ownersProcessGone_isTakenOverAtOnce() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Owner dead = new Owner("dead", Owner.thisHost(), gone.pid(), clock.instant());
    Sweep sweep = store.createSweep(Samples.sweep("orphan"), dead);
    assertThat(store.claimSweep(sweep.id(), owner).status()).isEqualTo(SweepStatus.RUNNING);
  }

  @Test
  void claimSweep_pidOfALaterProcess_isTakenOverAtOnce() {
    Owner earlier =
        new Owner("x", owner.host(), owner.pid(), owner.startedAt().minus(Duration.ofHours(1)));
    Sweep sweep = store.createSweep(Samples.sweep("reused pid"), earlier);
    assertThat(store.claimSweep(sweep.id(), owner).status()).isEqualTo(SweepStatus.RUNNING);
  }

  @Test
  void claimSweep_ownerElsewhere_isAliveWhileItsHeartIsHeard() {
    Owner elsewhere = new Owner("e", "elsewhere", 999_999_999, clock.instant());
    Sweep sweep = store.createSweep(Samples.sweep("remote"), elsewhere);
    assertThatThrownBy(() -> store.claimSweep(sweep.id(), owner))
        .isInstanceOf(SweepOwnedException.class);
  }

  @Test
  void claimSweep_endedSweep_isRunningAgainUnlessItFinished() {
    Sweep sweep = newSweep();
    store.endSweep(sweep.id(), SweepStatus.STOPPED, "enough");
    Sweep claimed = store.claimSweep(sweep.id(), owner);
    assertThat(claimed.status()).isEqualTo(SweepStatus.RUNNING);
    assertThat(claimed.reason()).isNull();
    assertThat(claimed.endedAt()).isNull();

    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    assertThatThrownBy(() -> store.claimSweep(sweep.id(), owner))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("need an unfinished or stopped sweep");
  }

  @Test
  void heartbeat_endedSweep_isRefused() {
    Sweep sweep = newSweep();
    store.endSweep(sweep.id(), SweepStatus.STOPPED, "");
    assertThatThrownBy(() -> store.heartbeat(sweep.id(), owner))
        .isInstanceOf(SweepOwnedException.class)
        .hasMessageContaining("found it STOPPED");
  }

  @Test
  void heartbeat_always_isNoChange() {
    Sweep sweep = newSweep();
    long before = store.sequence();
    store.heartbeat(sweep.id(), owner);
    assertThat(store.sequence()).isEqualTo(before);
    assertThat(read(sweep)).isEqualTo(sweep);
  }

  @Test
  void markInterrupted_deadOwner_interruptsItsSweepAndRuns() {
    Sweep sweep = newSweep();
    Run run = store.startRun(newRun(sweep, 1).id());
    clock.advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
    Sweep alive = newSweep();

    store.markInterrupted();

    assertThat(read(sweep).status()).isEqualTo(SweepStatus.INTERRUPTED);
    assertThat(read(sweep).reason())
        .isEqualTo(
            "its owner is gone: process %d on %s, last heard of 16 s ago",
            owner.pid(), owner.host());
    assertThat(store.run(run.id()).orElseThrow().status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(read(alive)).isEqualTo(alive);
    long after = store.sequence();
    store.markInterrupted();
    assertThat(store.sequence()).isEqualTo(after);
  }

  @Test
  void heartbeat_ownerTakenForDeadWhileItSlept_goesOn() {
    Sweep sweep = newSweep();
    Run run = store.startRun(newRun(sweep, 1).id());
    clock.advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
    store.markInterrupted();

    store.heartbeat(sweep.id(), owner);

    assertThat(read(sweep).status()).isEqualTo(SweepStatus.RUNNING);
    assertThat(read(sweep).endedAt()).isNull();
    Run goesOn = store.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    assertThat(goesOn.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(goesOn.endedAt()).isNull();
    assertThat(goesOn.reason()).isNull();
  }

  @Test
  void recordEpoch_sweepTakenOverByAnother_isRefused() {
    try (RunStore first = open("fencing", clock);
        RunStore second = open("fencing", clock)) {
      Sweep sweep = first.createSweep(Samples.sweep("fenced"), owner);
      Run run = first.createRun(Samples.run(sweep.id(), 1));
      first.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
      clock.advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
      second.claimSweep(sweep.id(), Owner.ofThisProcess());
      Run theirs = second.recordEpoch(run.id(), Samples.epoch(2, 0.6, true), Set.of(2));

      assertThatThrownBy(() -> first.recordEpoch(run.id(), Samples.epoch(1, 0.7, true), Set.of(1)))
          .isInstanceOf(SweepOwnedException.class)
          .hasMessageContaining("taken over");
      assertThat(second.run(run.id())).contains(theirs);
    }
  }

  @Test
  void requestStop_sweepAndRun_reachTheOwnerUntilDone() {
    Sweep sweep = newSweep();
    Run run = store.startRun(newRun(sweep, 1).id());
    StopRequest one = new StopRequest(sweep.id(), run.id());
    StopRequest whole = new StopRequest(sweep.id(), null);
    store.requestStop(one);
    store.requestStop(whole);
    store.requestStop(one);

    assertThat(store.heartbeat(sweep.id(), owner)).containsExactly(one, whole);
    store.endRun(run.id(), new RunEnd(RunStatus.KILLED, "by a person", 0, null), Set.of());
    assertThat(store.heartbeat(sweep.id(), owner)).containsExactly(whole);
  }

  @Test
  void requestStop_nothingToStop_isRefused() {
    Sweep sweep = newSweep();
    Run finished = finishedRun(sweep, 1, 0.5, 1);
    Run other = newRun(newSweep(), 1);
    for (String runId : List.of(finished.id(), other.id(), "nope")) {
      assertThatThrownBy(() -> store.requestStop(new StopRequest(sweep.id(), runId)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("found");
    }
    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    assertThatThrownBy(() -> store.requestStop(new StopRequest(sweep.id(), null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("need a running sweep");
  }

  // Runs

  @Test
  void createRun_new_isScheduledAndRecordedWhole() {
    Sweep sweep = newSweep();
    NewRun wanted = Samples.run(sweep.id(), 7);
    Run run = store.createRun(wanted);
    assertThat(run)
        .isEqualTo(
            new Run(
                run.id(),
                sweep.id(),
                7,
                1,
                RunStatus.SCHEDULED,
                null,
                wanted.parameters(),
                1007,
                Map.of(),
                0,
                null,
                0,
                Map.of(),
                null,
                wanted.environment(),
                Map.of(),
                clock.instant(),
                null,
                null,
                null,
                store.sequence()));
    assertThat(store.run(run.id())).contains(run);
    assertThat(read(sweep).runs()).isEqualTo(Map.of(RunStatus.SCHEDULED, 1));
  }

  @Test
  void createRun_parametersOfEveryType_comeBackExactly() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("one", 1L);
    parameters.put("one_point_zero", 1.0);
    parameters.put("tenth", 0.1);
    parameters.put("tiny", Double.MIN_VALUE);
    parameters.put("next_to_one", Math.nextUp(1.0));
    parameters.put("negative_zero", -0.0);
    parameters.put("huge", 1e300);
    parameters.put("long", Long.MIN_VALUE);
    parameters.put("text", "1.0 \"quoted\" ä\n");
    parameters.put("flag", false);
    parameters.put("list", List.of(16L, 32.0, "x", true, List.of(1L, 1.5)));
    Run run = store.createRun(Samples.run(newSweep().id(), 1, 1, parameters));
    assertThat(run.parameters()).isEqualTo(parameters);
    assertThat(run.parameters().keySet()).containsExactlyElementsOf(parameters.keySet());
    assertThat(store.run(run.id()).orElseThrow().parameters()).isEqualTo(parameters);
  }

  @Test
  void createRun_parameterThatWouldComeBackDifferent_isRefused() {
    Sweep sweep = newSweep();
    for (Object value : List.of(1, 1.5f, Double.NaN, Map.of(), List.of(1))) {
      assertThatThrownBy(() -> store.createRun(Samples.run(sweep.id(), 1, 1, Map.of("bad", value))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("for bad, found");
    }
    assertThat(store.runs(sweep.id(), RunQuery.ALL)).isEmpty();
  }

  @Test
  void createRun_newAttempt_takesThePlaceOfTheEarlierOne() {
    Sweep sweep = newSweep();
    Run first = newRun(sweep, 1);
    store.recordEpoch(first.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    first = store.endRun(first.id(), new RunEnd(RunStatus.FAILED, "diverged", 0, null), Set.of());
    Run second = store.createRun(Samples.run(sweep.id(), 1, 2, Map.of("dropout", 0.25)));

    assertThat(store.runs(sweep.id(), RunQuery.ALL)).containsExactly(second);
    assertThat(store.run(first.id())).contains(first);
    assertThat(store.findRuns(first.id())).containsExactly(first);
    assertThat(read(sweep).runs()).isEqualTo(Map.of(RunStatus.SCHEDULED, 1));
    assertThat(store.sweepMetrics(sweep.id(), Metric.VAL_ACCURACY)).isEmpty();
  }

  @Test
  void startRun_afterAnInterruption_keepsItsFirstStart() {
    Sweep sweep = newSweep();
    Run run = store.startRun(newRun(sweep, 1).id());
    assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(run.startedAt()).isEqualTo(clock.instant());
    clock.advance(Duration.ofSeconds(1));
    store.endRun(run.id(), new RunEnd(RunStatus.INTERRUPTED, "Ctrl-C", 0, null), Set.of());
    clock.advance(Duration.ofSeconds(1));

    Run again = store.startRun(run.id());

    assertThat(again.startedAt()).isEqualTo(run.startedAt());
    assertThat(again.endedAt()).isNull();
    assertThat(again.reason()).isNull();
  }

  @Test
  void finalRun_anyFurtherRecord_isRefused() {
    Run run = finishedRun(newSweep(), 1, 0.5, 500);
    List<Callable<?>> further =
        List.of(
            () -> store.startRun(run.id()),
            () -> store.recordEpoch(run.id(), Samples.epoch(2, 0.6, true), Set.of()),
            () -> store.endRun(run.id(), Samples.finished(900), Set.of()));
    for (Callable<?> call : further) {
      assertThatThrownBy(call::call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("need a run that has not ended, found run %s FINISHED", run.id());
    }
    assertThat(store.run(run.id())).contains(run);
  }

  @Test
  void recordEpoch_first_isRecordedWhole() throws Exception {
    Sweep sweep = newSweep();
    Run run = store.startRun(newRun(sweep, 1).id());
    byte[] model = Samples.model(5, 300_000);
    Map<String, Double> metrics =
        Map.of(
            Metric.TRAIN_LOSS, Double.NaN,
            Metric.VAL_LOSS, Double.POSITIVE_INFINITY,
            Metric.LEARNING_RATE, Double.MIN_VALUE,
            Metric.TRAIN_ACCURACY, Double.NEGATIVE_INFINITY,
            Metric.VAL_ACCURACY, 0.1);
    clock.advance(Duration.ofMillis(1));

    Run after = store.recordEpoch(run.id(), Samples.epoch(1, metrics, true, model), Set.of(1));

    assertThat(after.metrics()).isEqualTo(metrics);
    assertThat(after.epochs()).isEqualTo(1);
    assertThat(after.bestEpoch()).isEqualTo(1);
    assertThat(after.seconds()).isEqualTo(2.5);
    assertThat(store.run(run.id())).contains(after);
    assertThat(store.metrics(run.id(), Set.of()))
        .extracting(Metric::key, Metric::value, Metric::step, Metric::timestamp)
        .containsExactlyElementsOf(
            metrics.keySet().stream()
                .sorted()
                .map(key -> tuple(key, metrics.get(key), 1, clock.instant()))
                .toList());
    assertThat(store.checkpoints(run.id()))
        .containsExactly(
            new Checkpoint(run.id(), 1, 300_000, Digest.sha256(model), true, clock.instant()));
    CheckpointData data = store.checkpoint(run.id(), 1).orElseThrow();
    assertThat(data.model()).isEqualTo(model);
    assertThat(data.state()).isEqualTo(Samples.state(1));
    try (InputStream stream = store.openCheckpoint(run.id(), 1).orElseThrow()) {
      assertThat(stream.readAllBytes()).isEqualTo(model);
    }
  }

  @Test
  void recordEpoch_worseEpoch_keepsTheBestOnesMetrics() {
    Run run = newRun(newSweep(), 1);
    store.recordEpoch(run.id(), Samples.epoch(1, 0.75, true), Set.of(1));
    Run after = store.recordEpoch(run.id(), Samples.epoch(2, 0.5, false), Set.of(1, 2));
    assertThat(after.bestEpoch()).isEqualTo(1);
    assertThat(after.metrics()).isEqualTo(Map.of(Metric.VAL_ACCURACY, 0.75));
    assertThat(after.epochs()).isEqualTo(2);
    assertThat(after.seconds()).isEqualTo(5.0);
    assertThat(store.checkpoints(run.id()))
        .extracting(Checkpoint::epoch, Checkpoint::best)
        .containsExactly(tuple(1, true), tuple(2, false));
  }

  @Test
  void recordEpoch_epochsNotKept_loseTheirCheckpointsOnly() {
    Run run = newRun(newSweep(), 1);
    for (int epoch = 1; epoch <= 4; epoch++) {
      store.recordEpoch(
          run.id(), Samples.epoch(epoch, 0.1 * epoch, epoch == 1), Set.copyOf(List.of(1, epoch)));
    }
    assertThat(store.checkpoints(run.id())).extracting(Checkpoint::epoch).containsExactly(1, 4);
    assertThat(store.checkpoint(run.id(), 2)).isEmpty();
    assertThat(store.openCheckpoint(run.id(), 3)).isEmpty();
    assertThat(store.checkpoint(run.id(), 1).orElseThrow().model())
        .isEqualTo(Samples.model(1, 2000));
    assertThat(store.metrics(run.id(), Set.of())).hasSize(4);
  }

  @Test
  void recordEpoch_recordedAlready_replacesItAndLaterOnes() {
    Run run = newRun(newSweep(), 1);
    for (int epoch = 1; epoch <= 4; epoch++) {
      store.recordEpoch(run.id(), Samples.epoch(epoch, 0.1 * epoch, true), Set.of(1, 2, 3, 4));
    }
    Run after = store.recordEpoch(run.id(), Samples.epoch(3, 0.05, false), Set.of(1, 2, 3));
    assertThat(after.epochs()).isEqualTo(3);
    assertThat(after.bestEpoch()).isEqualTo(2);
    assertThat(after.metrics()).isEqualTo(Map.of(Metric.VAL_ACCURACY, 0.2));
    assertThat(after.seconds()).isEqualTo(7.5);
    assertThat(store.metrics(run.id(), Set.of()))
        .extracting(Metric::value)
        .containsExactly(0.1, 0.2, 0.05);
    assertThat(store.checkpoints(run.id())).extracting(Checkpoint::epoch).containsExactly(1, 2, 3);
  }

  @Test
  void recordEpoch_gap_isRefused() {
    Run run = newRun(newSweep(), 1);
    for (int number : List.of(0, 2)) {
      assertThatThrownBy(
              () -> store.recordEpoch(run.id(), Samples.epoch(number, 0.5, true), Set.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("need epoch 1 to 1 of run %s, found %d", run.id(), number);
    }
  }

  @Test
  void endRun_finished_recordsTheTest() {
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    store.recordEpoch(run.id(), Samples.epoch(1, 0.75, true), Set.of(1));
    store.recordEpoch(run.id(), Samples.epoch(2, 0.5, false), Set.of(1, 2));

    Run ended = store.endRun(run.id(), Samples.finished(985), Set.of(1));

    assertThat(ended.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(ended.endedAt()).isEqualTo(clock.instant());
    assertThat(ended.seconds()).isEqualTo(6.5);
    assertThat(ended.band()).isEqualTo(1);
    assertThat(ended.metrics())
        .isEqualTo(
            Map.of(
                Metric.VAL_ACCURACY, 0.75, Metric.TEST_ACCURACY, 0.985, Metric.TEST_LOSS, 0.0625));
    assertThat(store.metrics(run.id(), Set.of(Metric.TEST_ACCURACY)))
        .extracting(Metric::value, Metric::step)
        .containsExactly(tuple(0.985, 1));
    assertThat(store.evaluation(run.id())).contains(Samples.evaluation(985));
    assertThat(store.checkpoints(run.id())).extracting(Checkpoint::epoch).containsExactly(1);
  }

  @Test
  void endRun_severalSessions_addsUpTheirSeconds() {
    Run run = newRun(newSweep(), 1);
    store.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    store.endRun(
        run.id(),
        new RunEnd(RunStatus.INTERRUPTED, "Ctrl-C", 0.25, Map.of(Phase.DATA, 0.25), null),
        Set.of(1));
    store.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    store.recordEpoch(run.id(), Samples.epoch(2, 0.6, true), Set.of(2));
    Run ended = store.endRun(run.id(), Samples.finished(1), Set.of(2));
    assertThat(ended.seconds()).isEqualTo(2.5 + 2.5 + 0.25 + 1.5);
    assertThat(ended.phases())
        .as("the first epoch was trained twice")
        .isEqualTo(
            Map.of(Phase.DATA, 0.25, Phase.FORWARD, 4.5, Phase.EVALUATION, 1.5, Phase.OTHER, 3.0));
  }

  @Test
  void endRun_statusThatIsNoEnd_isRefused() {
    Run run = newRun(newSweep(), 1);
    for (RunStatus status : List.of(RunStatus.SCHEDULED, RunStatus.RUNNING)) {
      assertThatThrownBy(() -> store.endRun(run.id(), new RunEnd(status, null, 0, null), Set.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("need the status of an ended run, found %s", status);
    }
  }

  @Test
  void tagRun_setAndRemoved_isSeen() {
    Run run = newRun(newSweep(), 1);
    store.tagRun(run.id(), "note", "good ä");
    assertThat(store.tagRun(run.id(), "by", "me").tags())
        .isEqualTo(Map.of("note", "good ä", "by", "me"));
    assertThat(store.tagRun(run.id(), "note", "").tags()).isEqualTo(Map.of("by", "me"));
    assertThat(store.run(run.id()).orElseThrow().tags()).isEqualTo(Map.of("by", "me"));
  }

  @Test
  void tagSweep_setAndRemoved_isSeenAndIsAChangeOfTheSweep() {
    Sweep sweep = newSweep();
    store.tagSweep(sweep.id(), Tag.NOTE, "zwei Zeilen:\r\n\"Größe\" \\ \t😀\n");
    assertThat(store.tagSweep(sweep.id(), "by", "me").tags())
        .isEqualTo(Map.of(Tag.NOTE, "zwei Zeilen:\n\"Größe\" \\ \t😀\n", "by", "me"));
    Sweep after = store.tagSweep(sweep.id(), Tag.NOTE, "");
    assertThat(after.tags()).isEqualTo(Map.of("by", "me"));
    assertThat(after.sequence()).isEqualTo(sweep.sequence() + 3).isEqualTo(store.sequence());
    assertThat(read(sweep)).isEqualTo(after);
  }

  @Test
  void tag_thatIsNone_isRefused() {
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    Map<String, String> refused =
        Map.of(
            "",
            "x",
            " space",
            "x",
            "line\nbreak",
            "x",
            "n".repeat(251),
            "x",
            "escape",
            "\u001b[31mred",
            "long",
            "x".repeat(8001));
    refused.forEach(
        (name, value) -> {
          assertThatThrownBy(() -> store.tagRun(run.id(), name, value))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageStartingWith("need ");
          assertThatThrownBy(() -> store.tagSweep(sweep.id(), name, value))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining(", found ");
        });
    assertThat(store.run(run.id())).contains(run);
    assertThat(read(sweep).tags()).isEmpty();
  }

  // Deleting

  @Test
  void deleteSweep_ended_isInNoListAndStillFoundByItsId() {
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.5, 990);
    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    clock.advance(Duration.ofSeconds(1));

    Sweep deleted = store.deleteSweep(sweep.id());

    assertThat(deleted.deletedAt()).isEqualTo(clock.instant());
    assertThat(store.sweeps()).extracting(Sweep::id).doesNotContain(sweep.id());
    assertThat(store.deletedSweeps()).startsWith(deleted);
    assertThat(store.findSweep(sweep.name())).isEmpty();
    assertThat(store.findSweep(sweep.id())).contains(deleted);
    assertThat(store.findSweep(sweep.id().substring(0, 16))).contains(deleted);
    assertThat(store.run(run.id())).contains(run);
    assertThat(store.changes(deleted.sequence() - 1, ALL))
        .containsExactly(new Change(deleted.sequence(), Change.Kind.DELETE, sweep.id(), null));
  }

  @Test
  void deleteSweep_newestOfItsName_leavesTheOneBefore() {
    Sweep older = store.createSweep(Samples.sweep("renewed"), owner);
    Sweep newer = store.createSweep(Samples.sweep("renewed"), owner);
    store.endSweep(newer.id(), SweepStatus.STOPPED, "");
    store.deleteSweep(newer.id());
    assertThat(store.findSweep("renewed")).contains(older);
    store.undeleteSweep(newer.id());
    assertThat(store.findSweep("renewed")).map(Sweep::id).contains(newer.id());
  }

  @Test
  void undeleteSweep_deleted_isBackWithAllOfIt() throws Exception {
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.5, 990);
    store.tagSweep(sweep.id(), Tag.NOTE, "keep");
    Sweep before = store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    store.deleteSweep(sweep.id());

    Sweep back = store.undeleteSweep(sweep.id());

    assertThat(back).usingRecursiveComparison().ignoringFields("sequence").isEqualTo(before);
    assertThat(store.sweeps()).contains(back);
    assertThat(store.deletedSweeps()).extracting(Sweep::id).doesNotContain(sweep.id());
    assertThat(store.runs(sweep.id(), RunQuery.ALL)).containsExactly(run);
    assertThat(store.checkpoint(run.id(), 1).orElseThrow().model())
        .isEqualTo(Samples.model(1, 2000));
  }

  @Test
  void deleteSweep_running_isRefused() {
    Sweep sweep = newSweep();
    assertThatThrownBy(() -> store.deleteSweep(sweep.id()))
        .isInstanceOf(SweepOwnedException.class)
        .hasMessage(
            "need a sweep that is not RUNNING, found %s RUNNING: stop it first", sweep.id());
    assertThat(read(sweep)).isEqualTo(sweep);
  }

  @Test
  void deletedSweep_toGoOnWith_isRefused() {
    Sweep sweep = newSweep();
    store.endSweep(sweep.id(), SweepStatus.STOPPED, "");
    store.deleteSweep(sweep.id());
    List<Callable<?>> further =
        List.of(
            () -> store.claimSweep(sweep.id(), owner),
            () -> store.createRun(Samples.run(sweep.id(), 1)),
            () -> store.importRuns(sweep.id(), List.of()));
    for (Callable<?> call : further) {
      assertThatThrownBy(call::call)
          .isInstanceOf(SweepOwnedException.class)
          .hasMessageEndingWith("found %s deleted: undelete it first", sweep.id());
    }
    assertThatThrownBy(() -> store.heartbeat(sweep.id(), owner))
        .isInstanceOf(SweepOwnedException.class)
        .hasMessageEndingWith("found it deleted");
  }

  @Test
  void deleteRun_best_isLeftOutOfAllListsAndCounts() {
    Sweep sweep = newSweep();
    Run second = finishedRun(sweep, 1, 0.5, 980);
    Run best = finishedRun(sweep, 2, 0.75, 990);
    clock.advance(Duration.ofSeconds(1));

    Run deleted = store.deleteRun(best.id());

    assertThat(deleted.deletedAt()).isEqualTo(clock.instant());
    assertThat(store.run(best.id())).contains(deleted);
    assertThat(store.findRuns(best.id())).containsExactly(deleted);
    assertThat(store.deletedRuns(sweep.id(), RunQuery.ALL)).containsExactly(deleted);
    Sweep left = read(sweep);
    assertThat(left.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 1));
    assertThat(left.bands()).containsExactly(0, 1, 0);
    assertThat(left.bestRunId()).isEqualTo(second.id());
    assertThat(left.sequence()).isEqualTo(deleted.sequence());
    assertThat(store.sweepMetrics(sweep.id(), Metric.VAL_ACCURACY)).containsOnlyKeys(second.id());
    for (String order :
        List.of("number", "status", "metrics.val_accuracy", "metrics.none", "params.dropout")) {
      assertThat(numbers(sweep, order, false)).as(order).containsExactly(1);
    }
    assertThat(store.runs(sweep.id(), RunQuery.ALL.withAfter(second.sequence()))).isEmpty();
    assertThat(store.changes(deleted.sequence() - 1, ALL))
        .containsExactly(new Change(deleted.sequence(), Change.Kind.DELETE, sweep.id(), best.id()));
  }

  @Test
  void deletedRuns_filteredAndOrdered_areThoseAsked() throws Exception {
    Sweep sweep = newSweep();
    for (int number = 1; number <= 4; number++) {
      store.deleteRun(finishedRun(sweep, number, number / 8.0, 980).id());
    }
    finishedRun(sweep, 5, 0.75, 980);
    RunQuery above =
        RunQuery.ALL.withFilter(RunFilter.parse("metrics.val_accuracy > 0.2", "filter"));
    for (String order : List.of("metrics.val_accuracy", "number", "seconds, number")) {
      List<RunOrder> descending = RunOrder.parse(order + " DESC", "order");
      assertThat(store.deletedRuns(sweep.id(), above.withOrder(descending).withLimit(2)))
          .as(order)
          .extracting(Run::number)
          .containsExactly(4, 3);
    }
    assertThat(store.deletedRuns(sweep.id(), above)).hasSize(3);
    assertThat(store.runs(sweep.id(), above)).extracting(Run::number).containsExactly(5);
  }

  @Test
  void undeleteRun_deleted_isBackWithAllOfIt() {
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.5, 990);
    store.deleteRun(run.id());

    Run back = store.undeleteRun(run.id());

    assertThat(back).usingRecursiveComparison().ignoringFields("sequence").isEqualTo(run);
    assertThat(store.runs(sweep.id(), RunQuery.ALL)).containsExactly(back);
    assertThat(store.runs(sweep.id(), RunQuery.ALL.withAfter(run.sequence())))
        .containsExactly(back);
    assertThat(store.deletedRuns(sweep.id(), RunQuery.ALL)).isEmpty();
    assertThat(read(sweep).bestRunId()).isEqualTo(run.id());
    assertThat(store.checkpoint(run.id(), 1).orElseThrow().model())
        .isEqualTo(Samples.model(1, 2000));
  }

  @Test
  void undeleteRun_laterAttemptThere_staysUnlisted() {
    Sweep sweep = newSweep();
    Run first = newRun(sweep, 1);
    store.endRun(first.id(), new RunEnd(RunStatus.FAILED, "diverged", 0, null), Set.of());
    Run second = store.createRun(Samples.run(sweep.id(), 1, 2, Map.of("dropout", 0.25)));
    store.deleteRun(first.id());
    assertThat(store.undeleteRun(first.id()).deletedAt()).isNull();
    assertThat(store.runs(sweep.id(), RunQuery.ALL)).containsExactly(second);
  }

  @Test
  void deleteRun_unfinishedInARunningSweep_isRefused() {
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    for (RunStatus status : List.of(RunStatus.SCHEDULED, RunStatus.RUNNING)) {
      assertThatThrownBy(() -> store.deleteRun(run.id()))
          .isInstanceOf(SweepOwnedException.class)
          .hasMessage(
              "need a run that has ended, found run %s %s in a sweep that is RUNNING: stop it first",
              run.id(), status);
      store.startRun(run.id());
    }
    store.endSweep(sweep.id(), SweepStatus.STOPPED, "");
    assertThat(store.deleteRun(run.id()).deletedAt()).isNotNull();
  }

  @Test
  void deleteAndUndelete_asItIsAlready_changeNothing() {
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.5, 990);
    Sweep ended = store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    long before = store.sequence();
    assertThat(store.undeleteRun(run.id())).isEqualTo(run);
    assertThat(store.undeleteSweep(sweep.id())).isEqualTo(ended);
    assertThat(store.sequence()).isEqualTo(before);

    Run deletedRun = store.deleteRun(run.id());
    Sweep deletedSweep = store.deleteSweep(sweep.id());
    clock.advance(Duration.ofSeconds(1));
    assertThat(store.deleteRun(run.id())).isEqualTo(deletedRun);
    assertThat(store.deleteSweep(sweep.id())).isEqualTo(deletedSweep);
    assertThat(store.sequence()).isEqualTo(before + 2);
    assertThatThrownBy(() -> store.deleteRun("nope")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.deleteSweep("nope"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // Erasing

  private Erased erase(Sweep sweep, Duration age) {
    return store.eraseDeleted(sweep.id(), clock.instant().minus(age), false);
  }

  @Test
  void eraseDeleted_sweepDeletedLongAgo_isGoneWithAllOfIt() {
    Sweep kept = newSweep();
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.5, 990);
    Run sharing = finishedRun(kept, 1, 0.5, 990);
    Run second = finishedRun(sweep, 2, 0.5, 990);
    store.endSweep(sweep.id(), SweepStatus.STOPPED, "");
    long deleted = store.deleteSweep(sweep.id()).sequence();
    clock.advance(Duration.ofDays(1));

    assertThat(erase(sweep, Duration.ofDays(1))).isEqualTo(new Erased(1, 2, 2, 0));

    assertThat(store.sweep(sweep.id())).isEmpty();
    assertThat(store.deletedSweeps()).extracting(Sweep::id).doesNotContain(sweep.id());
    for (Run gone : List.of(run, second)) {
      assertThat(store.run(gone.id())).isEmpty();
      assertThat(store.findRuns(gone.id())).isEmpty();
      assertThatThrownBy(() -> store.metrics(gone.id(), Set.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(store.changes(0, ALL))
        .noneMatch(change -> change.sweepId().equals(sweep.id()))
        .anyMatch(change -> change.sweepId().equals(kept.id()));
    assertThat(store.sequence()).isGreaterThanOrEqualTo(deleted);
    assertThat(store.checkpoint(sharing.id(), 1).orElseThrow().model())
        .isEqualTo(Samples.model(1, 2000));
    assertThat(store.run(sharing.id())).contains(sharing);
    assertThatThrownBy(() -> store.undeleteSweep(sweep.id()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> erase(sweep, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eraseDeleted_withinTheGracePeriodOrNotDeleted_isLeft() {
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.5, 990);
    finishedRun(sweep, 2, 0.5, 990);
    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    assertThat(erase(sweep, Duration.ZERO)).isEqualTo(Erased.NOTHING);
    store.deleteRun(run.id());
    store.deleteSweep(sweep.id());
    clock.advance(Duration.ofDays(1).minusMillis(1));

    assertThat(erase(sweep, Duration.ofDays(1))).isEqualTo(Erased.NOTHING);

    assertThat(store.undeleteSweep(sweep.id()).deletedAt()).isNull();
    assertThat(store.undeleteRun(run.id()).deletedAt()).isNull();
    assertThat(store.checkpoint(run.id(), 1)).isPresent();
  }

  @Test
  void eraseDeleted_deletedRuns_goWithTheAttemptsBeforeThem() {
    Sweep sweep = newSweep();
    Run failed = newRun(sweep, 1);
    store.endRun(failed.id(), new RunEnd(RunStatus.FAILED, "diverged", 0, null), Set.of());
    Run retried = store.createRun(Samples.run(sweep.id(), 1, 2, Map.of("dropout", 0.25)));
    store.endRun(retried.id(), new RunEnd(RunStatus.FAILED, "diverged", 0, null), Set.of());
    Run kept = finishedRun(sweep, 2, 0.5, 980);
    Run last = finishedRun(sweep, 3, 0.75, 990);
    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    store.deleteRun(retried.id());
    Run deleted = store.deleteRun(last.id());

    assertThat(store.eraseDeleted(sweep.id(), clock.instant(), true))
        .isEqualTo(new Erased(0, 3, 1, 0));
    assertThat(store.deletedRuns(sweep.id(), RunQuery.ALL)).hasSize(2);
    assertThat(erase(sweep, Duration.ZERO)).isEqualTo(new Erased(0, 3, 1, 0));

    for (Run gone : List.of(failed, retried, last)) {
      assertThat(store.run(gone.id())).isEmpty();
    }
    assertThat(store.deletedRuns(sweep.id(), RunQuery.ALL)).isEmpty();
    assertThat(store.runs(sweep.id(), RunQuery.ALL)).containsExactly(kept);
    Sweep left = read(sweep);
    assertThat(left.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 1));
    assertThat(left.sequence()).isGreaterThan(deleted.sequence());
    assertThat(store.changes(deleted.sequence(), ALL))
        .containsExactly(new Change(left.sequence(), Change.Kind.SWEEP, sweep.id(), null));
    assertThat(erase(sweep, Duration.ZERO)).isEqualTo(Erased.NOTHING);
    assertThat(store.sequence()).isEqualTo(left.sequence());
  }

  @Test
  void eraseDeleted_earlierAttemptOfAKeptRun_goesAlone() {
    Sweep sweep = newSweep();
    Run failed = newRun(sweep, 1);
    store.endRun(failed.id(), new RunEnd(RunStatus.FAILED, "diverged", 0, null), Set.of());
    Run retried = store.createRun(Samples.run(sweep.id(), 1, 2, Map.of("dropout", 0.25)));
    Run done = store.endRun(retried.id(), new RunEnd(RunStatus.FAILED, "again", 0, null), Set.of());
    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    store.deleteRun(failed.id());
    assertThat(erase(sweep, Duration.ZERO).runs()).isOne();
    assertThat(store.runs(sweep.id(), RunQuery.ALL)).containsExactly(done);
  }

  @Test
  void eraseDeleted_sweepThatIsRunningOrMayGoOn_keepsWhatAResumeNeeds() {
    Sweep sweep = newSweep();
    Run first = finishedRun(sweep, 1, 0.5, 980);
    Run last = finishedRun(sweep, 2, 0.5, 980);
    store.deleteRun(first.id());
    store.deleteRun(last.id());
    assertThat(erase(sweep, Duration.ZERO)).isEqualTo(Erased.NOTHING);
    store.endSweep(sweep.id(), SweepStatus.INTERRUPTED, "Ctrl-C");

    assertThat(erase(sweep, Duration.ZERO).runs()).isOne();

    assertThat(store.deletedRuns(sweep.id(), RunQuery.ALL))
        .extracting(Run::id)
        .containsExactly(last.id());
  }

  @Test
  void findRuns_prefix_areThoseThatBeginSo() {
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    assertThat(store.findRuns(run.id().substring(0, 16))).containsExactly(run);
    assertThat(store.findRuns("no such run")).isEmpty();
    assertThat(store.findRuns("%")).isEmpty();
    assertThat(store.findRuns("")).contains(run);
  }

  // Lists

  @Test
  void runs_sorted_putThoseWithoutAValueLast() {
    Sweep sweep = newSweep();
    Run a = store.createRun(Samples.run(sweep.id(), 1, 1, Map.of("size", 10L)));
    Run b = store.createRun(Samples.run(sweep.id(), 2, 1, Map.of("size", 9.5)));
    Run c = store.createRun(Samples.run(sweep.id(), 3, 1, Map.of("size", "big")));
    Run d = store.createRun(Samples.run(sweep.id(), 4, 1, Map.of()));
    store.recordEpoch(a.id(), Samples.epoch(1, 0.5, true), Set.of());
    store.recordEpoch(a.id(), Samples.epoch(2, 0.4, false), Set.of());
    store.recordEpoch(b.id(), Samples.epoch(1, Double.NaN, true), Set.of());
    store.recordEpoch(c.id(), Samples.epoch(1, 0.7, true), Set.of());
    store.endRun(d.id(), new RunEnd(RunStatus.FAILED, "bad", 99, null), Set.of());

    assertThat(numbers(sweep, "number", false)).containsExactly(1, 2, 3, 4);
    assertThat(numbers(sweep, "number", true)).containsExactly(4, 3, 2, 1);
    assertThat(numbers(sweep, "status", false)).containsExactly(4, 1, 2, 3);
    assertThat(numbers(sweep, "epochs", true)).containsExactly(1, 2, 3, 4);
    assertThat(numbers(sweep, "seconds", true)).containsExactly(4, 1, 2, 3);
    assertThat(numbers(sweep, "metrics.val_accuracy", false)).containsExactly(1, 3, 2, 4);
    assertThat(numbers(sweep, "metrics.val_accuracy", true)).containsExactly(3, 1, 2, 4);
    assertThat(numbers(sweep, "metrics.unknown", true)).containsExactly(1, 2, 3, 4);
    assertThat(numbers(sweep, "parameters.size", false)).containsExactly(2, 1, 3, 4);
    assertThat(numbers(sweep, "parameters.size", true)).containsExactly(1, 2, 3, 4);
  }

  private List<Integer> numbers(Sweep sweep, String sort, boolean descending) {
    return store.runs(sweep.id(), RunQuery.ALL.withOrder(Samples.order(sort, descending))).stream()
        .map(Run::number)
        .toList();
  }

  @Test
  void runs_afterAndLimit_areThoseChangedSince() {
    Sweep sweep = newSweep();
    Run first = newRun(sweep, 1);
    Run second = newRun(sweep, 2);
    first = store.startRun(first.id());
    RunQuery since = RunQuery.ALL.withAfter(second.sequence());
    assertThat(store.runs(sweep.id(), since)).containsExactly(first);
    assertThat(
            store.runs(
                sweep.id(), RunQuery.ALL.withLimit(1).withOrder(Samples.order("number", true))))
        .containsExactly(second);
  }

  @Test
  void sweepMetrics_key_isEachRunsValuesByStep() {
    Sweep sweep = newSweep();
    Run first = newRun(sweep, 1);
    Run second = newRun(sweep, 2);
    newRun(sweep, 3);
    store.recordEpoch(second.id(), Samples.epoch(1, 0.3, true), Set.of());
    store.recordEpoch(first.id(), Samples.epoch(1, 0.1, true), Set.of());
    store.recordEpoch(first.id(), Samples.epoch(2, 0.2, true), Set.of());
    Map<String, List<Metric>> metrics = store.sweepMetrics(sweep.id(), Metric.VAL_ACCURACY);
    assertThat(metrics.keySet()).containsExactly(first.id(), second.id());
    assertThat(metrics.get(first.id())).extracting(Metric::value).containsExactly(0.1, 0.2);
    assertThat(store.sweepMetrics(sweep.id(), "unknown")).isEmpty();
  }

  @Test
  void sweep_finishedRuns_areCountedByBandAndTheBestIsChosen() {
    Sweep sweep = newSweep();
    finishedRun(sweep, 1, 0.5, 979);
    Run best = finishedRun(sweep, 2, 0.75, 980);
    finishedRun(sweep, 3, 0.75, 990);
    Run unfinished = newRun(sweep, 4);
    store.recordEpoch(unfinished.id(), Samples.epoch(1, 0.99, true), Set.of());
    Run diverged = newRun(sweep, 5);
    store.recordEpoch(diverged.id(), Samples.epoch(1, Double.NaN, true), Set.of());
    store.endRun(diverged.id(), new RunEnd(RunStatus.FINISHED, null, 0, null), Set.of());

    Sweep read = read(sweep);

    assertThat(read.bands()).containsExactly(1, 1, 1);
    assertThat(read.bestRunId()).isEqualTo(best.id());
    assertThat(read.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 4, RunStatus.RUNNING, 1));
    assertThat(read.sequence()).isEqualTo(store.sequence());
  }

  @Test
  void sweep_minimizedMetric_hasTheLeastAsBest() {
    Sweep sweep =
        store.createSweep(
            Samples.sweep("least", new Objective(Metric.VAL_LOSS, Goal.MINIMIZE, null)), owner);
    String best = "";
    for (int number = 1; number <= 3; number++) {
      Run run = newRun(sweep, number);
      Map<String, Double> loss = Map.of(Metric.VAL_LOSS, List.of(0.3, 0.1, 0.2).get(number - 1));
      store.recordEpoch(run.id(), Samples.epoch(1, loss, true, Samples.model(1, 10)), Set.of());
      store.endRun(run.id(), Samples.finished(900), Set.of());
      best = number == 2 ? run.id() : best;
    }
    assertThat(read(sweep).bestRunId()).isEqualTo(best);
  }

  // Following

  @Test
  void changes_eachOperation_areRecordedInOrder() {
    long start = store.sequence();
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    Run other = newRun(sweep, 2);
    store.startRun(run.id());
    store.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    store.tagRun(run.id(), "a", "b");
    store.endRun(run.id(), Samples.finished(1), Set.of(1));
    store.endSweep(sweep.id(), SweepStatus.STOPPED, "");

    assertThat(store.changes(start, ALL))
        .extracting(Change::kind, Change::sweepId, Change::runId)
        .containsExactly(
            tuple(Change.Kind.SWEEP, sweep.id(), null),
            tuple(Change.Kind.RUN, sweep.id(), run.id()),
            tuple(Change.Kind.RUN, sweep.id(), other.id()),
            tuple(Change.Kind.RUN, sweep.id(), run.id()),
            tuple(Change.Kind.EPOCH, sweep.id(), run.id()),
            tuple(Change.Kind.RUN, sweep.id(), run.id()),
            tuple(Change.Kind.RUN, sweep.id(), run.id()),
            tuple(Change.Kind.RUN, sweep.id(), other.id()),
            tuple(Change.Kind.SWEEP, sweep.id(), null));
    assertThat(store.changes(start, 2))
        .extracting(Change::sequence)
        .containsExactly(start + 1, start + 2);
    assertThat(store.changes(store.sequence(), ALL)).isEmpty();
    assertThat(store.run(run.id()).orElseThrow().sequence()).isEqualTo(start + 7);
  }

  /** A reader that has seen a number never finds a new change below it. */
  @Test
  void changes_readWhileManyWrite_neverAppearBehindTheReader() throws Exception {
    int writers = 3;
    int each = 25;
    Sweep sweep = newSweep();
    long start = store.sequence();
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> writing = new ArrayList<>();
      for (int writer = 1; writer <= writers; writer++) {
        Run run = newRun(sweep, writer);
        writing.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    store.tagRun(run.id(), "i", "" + i);
                  }
                }));
      }
      List<Long> seen = new ArrayList<>();
      long last = start;
      while (seen.size() < writers + writers * each) {
        for (Change change : store.changes(last, 7)) {
          seen.add(change.sequence());
          last = change.sequence();
        }
      }
      for (Future<?> writer : writing) {
        writer.get();
      }
      assertThat(seen).doesNotHaveDuplicates().isSorted();
      assertThat(store.changes(start, ALL))
          .extracting(Change::sequence)
          .containsExactlyElementsOf(seen);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void write_interruptedThread_isRecordedAndStaysInterrupted() {
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    Thread.currentThread().interrupt();
    try {
      store.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(store.run(run.id()).orElseThrow().epochs()).isEqualTo(1);
  }

  @Test
  void unknownId_everywhere_isRefused() {
    List<Callable<?>> calls =
        List.of(
            () -> store.claimSweep("nope", owner),
            () -> store.heartbeat("nope", owner),
            () -> store.endSweep("nope", SweepStatus.FINISHED, ""),
            () -> store.createRun(Samples.run("nope", 1)),
            () -> store.startRun("nope"),
            () -> store.recordEpoch("nope", Samples.epoch(1, 0.5, true), Set.of()),
            () -> store.endRun("nope", Samples.finished(1), Set.of()),
            () -> store.tagRun("nope", "a", "b"),
            () -> store.runs("nope", RunQuery.ALL),
            () -> store.metrics("nope", Set.of()),
            () -> store.sweepMetrics("nope", Metric.VAL_LOSS),
            () -> store.checkpoints("nope"),
            () -> store.checkpoint("nope", 1),
            () -> store.openCheckpoint("nope", 1),
            () -> store.evaluation("nope"));
    for (Callable<?> call : calls) {
      assertThatThrownBy(call::call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("need the id of a recorded (sweep|run), found nope");
    }
    assertThat(store.run("nope")).isEmpty();
  }
}
