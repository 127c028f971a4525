package dev.trawl.runner;

import static dev.trawl.runner.SweepFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One run of a sweep's file alone. */
@Timeout(60)
class SweepOnlyTest {
  @Test
  void startOnly_ofANumber_isThatRunOfTheWholeSweep() throws Exception {
    try (SweepFixture sweeps = new SweepFixture()) {
      var whole = sweeps.outcomes(sweeps.run(spec().build()));

      Sweep only =
          sweeps.runner().startOnly(4, SweepFixture.SOURCE, spec().build(), List.of()).await();

      assertThat(only.status()).isEqualTo(SweepStatus.FINISHED);
      assertThat(only.plan().runs()).isEqualTo(1);
      assertThat(sweeps.outcomes(only)).isEqualTo(Map.of(4, whole.get(4)));
    }
  }

  @Test
  void resume_ofOneRunAlone_goesOnWithThatRunOnly() throws Exception {
    try (SweepFixture sweeps = new SweepFixture()) {
      SweepSpec endless = spec().epochs(1_000_000).build();
      FirstEpochs first = new FirstEpochs(1);
      ActiveSweep active =
          sweeps.runner().startOnly(4, SweepFixture.SOURCE, endless, List.of(first));
      first.await();
      active.interrupt();

      Sweep resumed = sweeps.resume(active.await(), spec().build());

      assertThat(resumed.status()).isEqualTo(SweepStatus.FINISHED);
      assertThat(sweeps.runs(resumed)).extracting(run -> run.number()).containsExactly(4);
    }
  }
}
