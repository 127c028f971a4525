package dev.trawl.runner;

import static dev.trawl.runner.SweepFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs whose machine is lost. */
@Timeout(60)
final class LostMachinesTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();

  @AfterEach
  void everyTraining_isClosed() {
    assertThat(sweeps.trainings).allMatch(training -> training.open() == 0);
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
        .isEqualTo(
            "3 machines in a row were lost after epoch 2, the last one so: no word from the"
                + " machine");
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
}
