package dev.trawl.runner;

import static dev.trawl.runner.SweepFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.SearchSpace;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that fail, their attempts, and what that means for their sweep. */
@Timeout(60)
final class FailedRunsTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();

  private final Set<Object> refused = ConcurrentHashMap.newKeySet();

  @AfterEach
  void everyTraining_isClosed() {
    assertThat(sweeps.trainings).allMatch(training -> training.open() == 0);
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
