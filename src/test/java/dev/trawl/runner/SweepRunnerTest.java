package dev.trawl.runner;

import static dev.trawl.runner.SweepFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.SearchSpace;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Epoch;
import dev.trawl.track.Phase;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sweeps whose runs all end well: which they are, and what is recorded and heard of them. */
@Timeout(60)
final class SweepRunnerTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();

  @AfterEach
  void everyTraining_isClosed() {
    assertThat(sweeps.trainings).allMatch(training -> training.open() == 0);
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
}
