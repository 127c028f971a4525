package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.Samples;
import dev.trawl.track.Decision;
import dev.trawl.track.Owner;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepOwnedException;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.SweepTakenOverException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Who may record in a sweep, and how a dead owner and a request to stop are noticed. */
interface OwnerContract extends StoreFixture {
  @Test
  default void claimSweep_livingOwner_isRefusedNamingIt() {
    Sweep sweep = newSweep();
    clock().advance(Duration.ofSeconds(4));
    assertThatThrownBy(() -> store().claimSweep(sweep.id(), Owner.ofThisProcess()))
        .isInstanceOf(SweepOwnedException.class)
        .hasMessage(
            ("need a sweep whose owner is gone, found %s run by process %d on %s,"
                    + " last heard of 4 s ago")
                .formatted(sweep.id(), owner().pid(), owner().host()));
  }

  @Test
  default void joinSweep_finished_takesOneMoreRunAndEndsAgain() {
    Sweep sweep = store().createSweep(Samples.sweep("a"), Owner.ofThisProcess());
    assertThatThrownBy(() -> store().joinSweep(sweep.id(), Owner.ofThisProcess()))
        .isExactlyInstanceOf(RefusedChangeException.class)
        .hasMessage("need a sweep that is FINISHED, found %s RUNNING".formatted(sweep.id()));
    store().endSweep(sweep.id(), SweepStatus.FINISHED, "");

    Sweep joined = store().joinSweep(sweep.id(), Owner.ofThisProcess());

    assertThat(joined.status()).isEqualTo(SweepStatus.RUNNING);
    Run run = store().startRun(store().createRun(Samples.run(sweep.id(), 9)).id());
    store().recordEpoch(run.id(), Samples.epoch(1, 0.99, true), Set.of(1));
    store().endRun(run.id(), Samples.finished(990), Set.of(1));
    Sweep ended = store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    assertThat(ended.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(ended.bestRunId()).isEqualTo(run.id());
  }

  @Test
  default void claimSweep_ownerSilentTooLong_isTakenOver() {
    Sweep sweep = newSweep();
    Run run = store().startRun(newRun(sweep, 1).id());
    store().requestStop(new StopRequest(sweep.id(), null));
    clock().advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
    Owner next = Owner.ofThisProcess();

    Sweep claimed = store().claimSweep(sweep.id(), next);

    assertThat(claimed.status()).isEqualTo(SweepStatus.RUNNING);
    assertThat(store().run(run.id()).orElseThrow().status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(store().heartbeat(sweep.id(), next)).isEmpty();
    assertThatThrownBy(() -> store().heartbeat(sweep.id(), owner()))
        .isInstanceOf(SweepTakenOverException.class)
        .hasMessageContaining("found it run by process %d on %s", next.pid(), next.host());
  }

  @Test
  default void records_ofARunOfASweepThatWasTakenOver_areRefused() {
    try (RunStore first = open("taken over", clock());
        RunStore second = open("taken over", clock())) {
      Sweep sweep = first.createSweep(Samples.sweep("taken over"), owner());
      String run = first.createRun(Samples.run(sweep.id(), 1)).id();
      RunLog log = RunLog.EMPTY.plus("first\n");
      first.recordLog(run, log);
      clock().advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
      Owner next = Owner.ofThisProcess();
      second.claimSweep(sweep.id(), next);

      Instant now = clock().instant();
      Decision start = new Decision(1, Decision.Kind.START, run, 0, 0, null, now);
      assertTakenOver(next, () -> first.recordLog(run, log.plus("late\n")));
      assertTakenOver(
          next, () -> first.recordEnvironment(run, new RunEnvironment(now, Map.of("host", "a"))));
      assertTakenOver(next, () -> first.putArtifact(run, "late.txt", new byte[1]));
      assertTakenOver(next, () -> first.recordDecision(sweep.id(), start));

      assertThat(second.log(run)).contains(log);
      assertThat(second.environments(run)).isEmpty();
      assertThat(second.artifacts(run)).isEmpty();
      assertThat(second.decisions(sweep.id())).isEmpty();
    }
  }

  private static void assertTakenOver(Owner next, ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOf(SweepTakenOverException.class)
        .hasMessageContaining(
            "found it taken over by process %d on %s, last heard of 0 s ago",
            next.pid(), next.host());
  }

  @Test
  default void claimSweep_deadOwnerNobodyLookedAt_endsRunsWithItsLastSignOfLife() {
    Sweep sweep = newSweep();
    Run run = store().startRun(newRun(sweep, 1).id());
    clock().advance(Duration.ofSeconds(7));
    store().recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    Instant last = clock().instant();
    clock().advance(Duration.ofHours(3));

    store().claimSweep(sweep.id(), Owner.ofThisProcess());

    assertThat(store().run(run.id()).orElseThrow().info().endedAt()).isEqualTo(last);
  }

  @Test
  default void claimSweep_ownersProcessGone_isTakenOverAtOnce() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Owner dead = new Owner("dead", Owner.thisHost(), gone.pid(), clock().instant());
    Sweep sweep = store().createSweep(Samples.sweep("orphan"), dead);
    assertThat(store().claimSweep(sweep.id(), owner()).status()).isEqualTo(SweepStatus.RUNNING);
  }

  @Test
  default void claimSweep_pidOfALaterProcess_isTakenOverAtOnce() {
    Owner earlier =
        new Owner(
            "x", owner().host(), owner().pid(), owner().startedAt().minus(Duration.ofHours(1)));
    Sweep sweep = store().createSweep(Samples.sweep("reused pid"), earlier);
    assertThat(store().claimSweep(sweep.id(), owner()).status()).isEqualTo(SweepStatus.RUNNING);
  }

  @Test
  default void claimSweep_ownerElsewhere_isAliveWhileItsHeartIsHeard() {
    Owner elsewhere = new Owner("e", "elsewhere", 999_999_999, clock().instant());
    Sweep sweep = store().createSweep(Samples.sweep("remote"), elsewhere);
    assertThatThrownBy(() -> store().claimSweep(sweep.id(), owner()))
        .isInstanceOf(SweepOwnedException.class);
  }

  @Test
  default void claimSweep_endedSweep_isRunningAgainUnlessItFinished() {
    Sweep sweep = newSweep();
    store().endSweep(sweep.id(), SweepStatus.STOPPED, "enough");
    Sweep claimed = store().claimSweep(sweep.id(), owner());
    assertThat(claimed.status()).isEqualTo(SweepStatus.RUNNING);
    assertThat(claimed.reason()).isNull();
    assertThat(claimed.info().endedAt()).isNull();

    store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    assertThatThrownBy(() -> store().claimSweep(sweep.id(), owner()))
        .isExactlyInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("need an unfinished or stopped sweep");
  }

  @Test
  default void heartbeat_endedSweep_isRefused() {
    Sweep sweep = newSweep();
    store().endSweep(sweep.id(), SweepStatus.STOPPED, "");
    assertThatThrownBy(() -> store().heartbeat(sweep.id(), owner()))
        .isInstanceOf(SweepTakenOverException.class)
        .hasMessageContaining("found it STOPPED");
  }

  @Test
  default void heartbeat_always_isNoChange() {
    Sweep sweep = newSweep();
    long before = store().sequence();
    store().heartbeat(sweep.id(), owner());
    assertThat(store().sequence()).isEqualTo(before);
    assertThat(read(sweep)).isEqualTo(sweep);
  }

  @Test
  default void markInterrupted_deadOwner_interruptsItsSweepAndRuns() {
    Sweep sweep = newSweep();
    Run run = store().startRun(newRun(sweep, 1).id());
    clock().advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
    Sweep alive = newSweep();

    store().markInterrupted();

    assertThat(read(sweep).status()).isEqualTo(SweepStatus.INTERRUPTED);
    assertThat(read(sweep).reason())
        .isEqualTo(
            "its owner is gone: process %d on %s, last heard of at %s",
            owner().pid(),
            owner().host(),
            sweep.info().createdAt().truncatedTo(ChronoUnit.SECONDS));
    assertThat(store().run(run.id()).orElseThrow().status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(read(alive)).isEqualTo(alive);
    long after = store().sequence();
    store().markInterrupted();
    assertThat(store().sequence()).isEqualTo(after);
  }

  @Test
  default void markInterrupted_ownerThatJoinedIsDead_leavesTheSweepFinishedAsItWas() {
    Sweep sweep = newSweep();
    Sweep finished = store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    clock().advance(Duration.ofHours(1));
    Sweep joined = store().joinSweep(sweep.id(), owner());
    assertThat(joined.info().endedAt()).isNull();
    Run run = store().startRun(newRun(sweep, 1).id());
    clock().advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));

    store().markInterrupted();

    assertThat(read(sweep).status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(read(sweep).reason()).isNull();
    assertThat(read(sweep).info().endedAt()).isEqualTo(finished.info().endedAt());
    assertThat(store().run(run.id()).orElseThrow().status()).isEqualTo(RunStatus.INTERRUPTED);

    store().heartbeat(sweep.id(), owner()); // it only slept
    assertThat(read(sweep).status()).isEqualTo(SweepStatus.RUNNING);
    clock().advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
    store().markInterrupted();
    assertThat(read(sweep).status()).isEqualTo(SweepStatus.FINISHED);
  }

  @Test
  default void heartbeat_ownerTakenForDeadWhileItSlept_goesOn() {
    Sweep sweep = newSweep();
    Run run = store().startRun(newRun(sweep, 1).id());
    clock().advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
    store().markInterrupted();

    store().heartbeat(sweep.id(), owner());

    assertThat(read(sweep).status()).isEqualTo(SweepStatus.RUNNING);
    assertThat(read(sweep).info().endedAt()).isNull();
    Run goesOn = store().recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    assertThat(goesOn.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(goesOn.info().endedAt()).isNull();
    assertThat(goesOn.reason()).isNull();
  }

  /** A kill before its next heartbeat would leave what else is said of the run for ever. */
  @Test
  default void createAndStartRun_ownerTakenForDeadWhileItSlept_areInterruptedUntilItGoesOn() {
    Sweep sweep = newSweep();
    Run before = newRun(sweep, 1);
    Instant last = clock().instant();
    clock().advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
    store().markInterrupted();

    Run started = store().startRun(before.id());
    Run created = newRun(sweep, 2);

    assertThat(List.of(started, created))
        .allSatisfy(run -> assertThat(run.status()).isEqualTo(RunStatus.INTERRUPTED));
    assertThat(started.info().endedAt()).isEqualTo(last);
    assertThat(created.info().endedAt()).isEqualTo(clock().instant());
    assertThat(read(sweep).runs()).isEqualTo(Map.of(RunStatus.INTERRUPTED, 2));
    store().heartbeat(sweep.id(), owner());
    Run goesOn = store().recordEpoch(started.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    assertThat(goesOn.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(goesOn.timing().startedAt()).isEqualTo(clock().instant());
    assertThat(store().startRun(created.id()).status()).isEqualTo(RunStatus.RUNNING);
  }

  /** Nobody would notice that such a sweep is dead: it has no owner. */
  @Test
  default void heartbeat_whileItsSweepEnds_neverLeavesItRunning() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < 20; i++) {
        Sweep sweep = newSweep();
        clock().advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
        store().markInterrupted();
        Future<Sweep> end =
            threads.submit(() -> store().endSweep(sweep.id(), SweepStatus.STOPPED, ""));
        try {
          store().heartbeat(sweep.id(), owner());
        } catch (SweepTakenOverException e) {
          assertThat(e).hasMessageEndingWith("found it STOPPED");
        }
        end.get();
        assertThat(read(sweep).status()).isEqualTo(SweepStatus.STOPPED);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void recordEpoch_sweepTakenOverByAnother_isRefused() {
    try (RunStore first = open("fencing", clock());
        RunStore second = open("fencing", clock())) {
      Sweep sweep = first.createSweep(Samples.sweep("fenced"), owner());
      Run run = first.createRun(Samples.run(sweep.id(), 1));
      first.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
      clock().advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
      second.claimSweep(sweep.id(), Owner.ofThisProcess());
      Run theirs = second.recordEpoch(run.id(), Samples.epoch(2, 0.6, true), Set.of(2));

      assertThatThrownBy(() -> first.recordEpoch(run.id(), Samples.epoch(1, 0.7, true), Set.of(1)))
          .isInstanceOf(SweepTakenOverException.class)
          .hasMessage(
              "need sweep %s run by this process, found it taken over by process %d on %s,"
                  + " last heard of 0 s ago",
              sweep.id(), owner().pid(), owner().host());
      assertThat(second.run(run.id())).contains(theirs);
    }
  }

  @Test
  default void createRun_sweepTakenOverAndEndedByAnother_isRefused() {
    try (RunStore first = open("ended", clock());
        RunStore second = open("ended", clock())) {
      Sweep sweep = first.createSweep(Samples.sweep("fenced"), owner());
      clock().advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
      second.claimSweep(sweep.id(), Owner.ofThisProcess());
      second.endSweep(sweep.id(), SweepStatus.FINISHED, "");

      assertThatThrownBy(() -> first.createRun(Samples.run(sweep.id(), 1)))
          .isInstanceOf(SweepTakenOverException.class)
          .hasMessage(
              "need sweep %s run by this process, found it taken over and ended by another",
              sweep.id());
      assertThat(second.runs(sweep.id(), RunQuery.ALL)).isEmpty();
    }
  }

  @Test
  default void endSweep_twiceByItsOwner_isEndedAsTheSecondTime() {
    Sweep sweep = newSweep();
    store().endSweep(sweep.id(), SweepStatus.INTERRUPTED, "Ctrl-C");
    store().endSweep(sweep.id(), SweepStatus.STOPPED, "");
    assertThat(read(sweep).status()).isEqualTo(SweepStatus.STOPPED);
  }

  @Test
  default void requestStop_sweepAndRun_reachTheOwnerUntilDone() {
    Sweep sweep = newSweep();
    Run run = store().startRun(newRun(sweep, 1).id());
    StopRequest one = new StopRequest(sweep.id(), run.id());
    StopRequest whole = new StopRequest(sweep.id(), null);
    store().requestStop(one);
    store().requestStop(whole);
    store().requestStop(one);

    assertThat(store().heartbeat(sweep.id(), owner())).containsExactly(one, whole);
    store().endRun(run.id(), new RunEnd(RunStatus.KILLED, "by a person", 0, null), Set.of());
    assertThat(store().heartbeat(sweep.id(), owner())).containsExactly(whole);
  }

  @Test
  default void requestStop_nothingToStop_isRefused() {
    Sweep sweep = newSweep();
    Run finished = finishedRun(sweep, 1, 0.5, 1);
    Run other = newRun(newSweep(), 1);
    for (String runId : List.of(other.id(), "nope")) {
      assertThatThrownBy(() -> store().requestStop(new StopRequest(sweep.id(), runId)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("found");
    }
    assertThatThrownBy(() -> store().requestStop(new StopRequest(sweep.id(), finished.id())))
        .isExactlyInstanceOf(RefusedChangeException.class)
        .hasMessage("need a run that has not ended, found run %s FINISHED", finished.id());
    store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    assertThatThrownBy(() -> store().requestStop(new StopRequest(sweep.id(), null)))
        .isExactlyInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("need a running sweep");
  }
}
