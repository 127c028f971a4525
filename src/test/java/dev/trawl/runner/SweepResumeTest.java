package dev.trawl.runner;

import static dev.trawl.runner.SweepFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.runner.SweepFixture.Outcome;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Epoch;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepOwnedException;
import dev.trawl.track.SweepStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sweeps that are interrupted or stopped, and go on. */
@Timeout(60)
final class SweepResumeTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();

  @Test
  void interrupt_whileRunsTrain_savesAllThatWasReported() throws InterruptedException {
    Map<String, Integer> reported = new ConcurrentHashMap<>();
    FirstEpochs first = new FirstEpochs(2);
    RunListener reports =
        new RunListener() {
          @Override
          public void epochEnded(Run run, Epoch epoch) {
            reported.put(run.id(), epoch.number());
          }
        };
    ActiveSweep active = sweeps.start(spec().epochs(1_000_000).workers(2).build(), first, reports);
    first.await();

    active.interrupt();

    Sweep sweep = sweeps.store.sweep(active.sweep().id()).orElseThrow();
    assertThat(sweep.status()).isEqualTo(SweepStatus.INTERRUPTED);
    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.INTERRUPTED, 2));
    for (Run run : sweeps.runs(sweep)) {
      assertThat(run.epochs()).isEqualTo(reported.get(run.id()));
      assertThat(sweeps.store.checkpoint(run.id(), run.epochs())).isPresent();
    }
  }

  @Test
  void resume_withDeletedRuns_trainsThemNeitherFurtherNorAgain() throws Exception {
    StopAt stopAt = new StopAt(3, 1);
    ActiveSweep active = sweeps.start(spec().workers(1).build(), stopAt);
    stopAt.sweep.set(active);
    Sweep stopped = active.await();
    List<Run> recorded = sweeps.runs(stopped);
    Run unfinished = recorded.get(recorded.size() - 1);
    assertThat(unfinished.status()).isEqualTo(RunStatus.INTERRUPTED);
    sweeps.store.deleteRun(recorded.get(0).id());
    sweeps.store.deleteRun(unfinished.id());

    Sweep resumed = sweeps.resume(stopped, spec().workers(1).build());

    assertThat(resumed.status()).isEqualTo(SweepStatus.FINISHED);
    Map<Integer, Outcome> left = new HashMap<>(sweeps.whole());
    left.keySet().removeAll(List.of(recorded.get(0).number(), unfinished.number()));
    assertThat(sweeps.outcomes(resumed)).isEqualTo(left);
  }

  /** Stopped at that epoch of that run, resumed with that many workers. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1", "1, 5, 1, 2", "2, 3, 2, 1", "4, 2, 3, 2", "6, 4, 2, 4"})
  void resume_afterAStopAnywhere_equalsAnUninterruptedSweep(
      int number, int epoch, int workers, int workersAfter) throws Exception {
    StopAt stopAt = new StopAt(number, epoch);
    ActiveSweep active = sweeps.start(spec().workers(workers).build(), stopAt);
    stopAt.sweep.set(active);
    Sweep stopped = active.await();
    assertThat(stopped.status()).isEqualTo(SweepStatus.STOPPED);

    Sweep resumed = sweeps.resume(stopped, spec().workers(workersAfter).build());

    assertThat(resumed.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(sweeps.outcomes(resumed)).isEqualTo(sweeps.whole());
  }

  @Test
  void resume_interruptedAgainAndAgain_equalsAnUninterruptedSweep() throws Exception {
    StopAt stopAt = new StopAt(1, 2);
    ActiveSweep active = sweeps.start(spec().workers(1).build(), stopAt);
    stopAt.sweep.set(active);
    Sweep sweep = active.await();

    for (int number = 2; number <= 6; number++) {
      StopAt next = new StopAt(number, 3);
      active = sweeps.runner().resume(sweep.id(), spec().workers(1).build(), List.of(next));
      next.sweep.set(active);
      sweep = active.await();
    }

    assertThat(sweeps.outcomes(sweeps.resume(sweep, spec().build()))).isEqualTo(sweeps.whole());
  }

  @Test
  void resume_goesOnAfterTheLastRecordedEpoch_andKeepsFinishedRuns() throws Exception {
    StopAt stopAt = new StopAt(2, 3);
    ActiveSweep active = sweeps.start(spec().workers(1).build(), stopAt);
    stopAt.sweep.set(active);
    Sweep stopped = active.await();
    AtomicInteger epochs = new AtomicInteger();
    RunListener count =
        new RunListener() {
          @Override
          public void epochEnded(Run run, Epoch epoch) {
            epochs.incrementAndGet();
          }
        };

    sweeps.resume(stopped, spec().workers(1).build(), count);

    assertThat(epochs).hasValue(2 + 4 * 5);
  }

  @Test
  void resume_failedAttemptBeforeTheStop_getsTheAttemptsItHasLeft() throws Exception {
    SweepSpec once = spec().parameter("fault", new Constant("first attempt")).runCap(2).build();
    SweepSpec twice =
        spec().parameter("fault", new Constant("first attempt")).runCap(2).retries(1).build();
    Sweep failed = sweeps.run(once);
    assertThat(failed.status()).isEqualTo(SweepStatus.FAILED);

    Sweep resumed = sweeps.resume(failed, twice);

    assertThat(sweeps.outcomes(resumed)).isEqualTo(sweeps.outcomes(sweeps.run(twice)));
  }

  @Test
  void resume_targetReachedBefore_finishesWhatRan_andStartsNothingNew() throws Exception {
    SweepSpec spec = spec().runCap(50).epochs(8).target(8.0).workers(2).build();
    StopAt stopAt = new StopAt(1, 7);
    ActiveSweep active = sweeps.start(spec, stopAt);
    stopAt.sweep.set(active);
    Sweep stopped = active.await();

    Sweep resumed = sweeps.resume(stopped, spec);

    assertThat(resumed.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(sweeps.runs(resumed))
        .hasSameSizeAs(sweeps.runs(stopped))
        .allMatch(run -> run.status() == RunStatus.FINISHED);
  }

  @Test
  void resume_capRaisedAfterAStop_runsUpToTheNewCap() throws Exception {
    StopAt stopAt = new StopAt(2, 2);
    ActiveSweep active = sweeps.start(spec().runCap(3).workers(1).build(), stopAt);
    stopAt.sweep.set(active);

    Sweep resumed = sweeps.resume(active.await(), spec().runCap(6).build());

    assertThat(sweeps.outcomes(resumed)).isEqualTo(sweeps.whole());
  }

  @Test
  void resume_finishedSweep_isReturnedAsItIs() throws Exception {
    Sweep finished = sweeps.run(spec().runCap(2).build());

    assertThat(sweeps.resume(finished, spec().runCap(2).build())).isEqualTo(finished);
  }

  @Test
  void resume_sweepThatRuns_isRefused() throws InterruptedException {
    SweepSpec spec = spec().epochs(1_000_000).build();
    ActiveSweep active = sweeps.start(spec);

    assertThatThrownBy(() -> sweeps.runner().resume(active.sweep().id(), spec, List.of()))
        .isInstanceOf(SweepOwnedException.class);

    active.interrupt();
    assertThat(sweeps.trainings).allMatch(training -> training.open() == 0);
  }

  /** Stops the sweep from within an epoch, as a person's request would arrive. */
  private static final class StopAt implements RunListener {
    private final AtomicReference<ActiveSweep> sweep = new AtomicReference<>();
    private final int number;
    private final int epoch;

    StopAt(int number, int epoch) {
      this.number = number;
      this.epoch = epoch;
    }

    @Override
    public void epochEnded(Run run, Epoch ended) {
      if (run.number() == number && ended.number() == epoch) {
        while (sweep.get() == null) {
          Thread.onSpinWait();
        }
        sweep.get().stop("enough");
      }
    }
  }
}
