package dev.trawl.runner;

import static dev.trawl.runner.SweepFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends a sweep or a run before its time: a target, a timeout, a person. */
@Timeout(60)
final class SweepStopsTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();

  @AfterEach
  void everyTraining_isClosed() {
    assertThat(sweeps.trainings).allMatch(training -> training.open() == 0);
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
}
