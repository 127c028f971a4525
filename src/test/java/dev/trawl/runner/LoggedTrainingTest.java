package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.track.Epoch;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunLog;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run writes while it trains, and where it trains, is recorded. */
final class LoggedTrainingTest {
  private final SweepFixture fixture = new SweepFixture();

  @BeforeEach
  void log() {
    fixture.isLogged = true;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private RunLog logOf(Run run) {
    return fixture.store.log(run.id()).orElseThrow();
  }

  @Test
  void run_thatFinished_hasItsEpochsInItsLogAndWhereItTrained() throws Exception {
    Sweep sweep = fixture.run(SweepFixture.spec().runCap(1).build());
    Run run = fixture.runs(sweep).get(0);

    RunLog log = logOf(run);
    assertThat(log.failure()).isNull();
    List<String> lines = log.head().lines().toList();
    assertThat(lines.get(0)).contains(" run 1 attempt 1 began {rate=");
    assertThat(lines).filteredOn(line -> line.contains(" epoch ")).hasSize(run.epochs());
    assertThat(lines.get(lines.size() - 1)).endsWith(" FINISHED");
    assertThat(fixture.store.environments(run.id()))
        .extracting(RunEnvironment::entries)
        .containsExactly(Map.of("host", Owner.thisHost(), "backend", "quadratic"));
  }

  @Test
  void run_whoseTrainingThrows_hasTheReasonAndItsTrace() throws Exception {
    Sweep sweep =
        fixture.run(
            SweepFixture.spec()
                .parameter("fault", new Categorical(List.of("throw")))
                .runCap(1)
                .build());
    Run run = fixture.runs(sweep).get(0);

    RunLog.Failure failure = Objects.requireNonNull(logOf(run).failure());
    assertThat(failure.message()).isEqualTo("java.lang.IllegalStateException: broken layer");
    assertThat(failure.trace()).contains("at dev.trawl.runner.QuadraticTraining.fail");
  }

  @Test
  void run_whoseTrainingWritesAFile_hasItAsTheLastEpochLeftIt() throws Exception {
    Sweep sweep =
        fixture.run(
            SweepFixture.spec()
                .parameter("fault", new Categorical(List.of("file")))
                .epochs(3)
                .runCap(1)
                .build());
    Run run = fixture.runs(sweep).get(0);

    try (InputStream content = fixture.store.openArtifact(run.id(), "rounds.json").orElseThrow()) {
      assertThat(content.readAllBytes()).containsExactly(3);
    }
  }

  @Test
  void run_thatIsResumed_goesOnWithItsLog() throws Exception {
    CountDownLatch epoch = new CountDownLatch(1);
    ActiveSweep active =
        fixture.start(
            SweepFixture.spec().epochs(1_000_000).runCap(1).build(),
            new RunListener() {
              @Override
              public void epochEnded(Run run, Epoch recorded) {
                epoch.countDown();
              }
            });
    epoch.await();
    active.interrupt();
    Sweep interrupted = active.await();
    assertThat(interrupted.status()).isEqualTo(SweepStatus.INTERRUPTED);

    Sweep ended = fixture.resume(interrupted, SweepFixture.spec().runCap(1).build());

    Run run = fixture.runs(ended).get(0);
    assertThat(logOf(run).head())
        .contains("attempt 1 began {")
        .contains("INTERRUPTED: interrupted")
        .contains("attempt 1 goes on after epoch");
    assertThat(fixture.store.environments(run.id())).hasSize(2);
  }
}
