package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.analysis.FailureCause;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.HeardTraining;
import dev.trawl.testkit.Samples;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Epoch;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.train.Resumption;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingObserver;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

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

  /** What it was trained on last is its own, and asked for on request alone. */
  @Test
  void run_thatGoesOn_asksForItsProcessorOnRequest() throws Exception {
    RunStore store = fixture.store;
    Sweep sweep = store.createSweep(Samples.sweep("moved"), Owner.ofThisProcess());
    Run run = store.createRun(Samples.run(sweep.id(), 1));
    for (int moment : List.of(1, 2)) {
      store.recordEnvironment(
          run.id(),
          new RunEnvironment(Instant.ofEpochSecond(moment), Map.of("processor", "no " + moment)));
    }
    CheckpointData last = new CheckpointData(new byte[] {1}, "{}");
    List<@Nullable Resumption> asked = new ArrayList<>();
    List<String> names = new ArrayList<>();
    LoggedTrainings any =
        new LoggedTrainings(
            spec -> new Asked(asked, names), store, LogCapture.NONE, Clock.systemUTC());
    SweepSpec spec = SweepFixture.spec().build();
    Resumption from = new Resumption(1, last, last);

    any.open(spec).train(run, from, new HeardTraining());
    any.keepingProcessor().open(spec).train(run, null, new HeardTraining());
    any.keepingProcessor().open(spec).train(run, from, new HeardTraining());

    assertThat(asked).containsExactly(from, null, from.on(Map.of("processor", "no 2")));
    assertThat(names).hasSize(3).containsOnly("run=%s number=1".formatted(run.id()));
    assertThat(MDC.get(LogCapture.RUN)).isNull();
  }

  /** Each of its epochs is one, in all that is recorded for people. */
  @Test
  void run_ofClients_tellsOfRounds() throws Exception {
    Sweep sweep =
        fixture.run(
            SpecBuilder.random()
                .stoppedBy(new Selection("asha", Map.of("min_iter", 1, "eta", 3.0)))
                .parameter("rate", new LogUniformValues(0.01, 0.3))
                .federated(2)
                .runCap(2)
                .build());
    Run pruned =
        fixture.runs(sweep).stream()
            .filter(run -> run.status() == RunStatus.PRUNED)
            .findFirst()
            .orElseThrow();

    assertThat(pruned.reason()).startsWith("round 1: ").endsWith(", rank 2 of 2 in the end");
    assertThat(logOf(pruned).head())
        .contains(" round 1: ", " PAUSED: round 1: ")
        .doesNotContain("epoch");
    assertThat(fixture.runs(sweep))
        .filteredOn(run -> run.status() == RunStatus.FINISHED)
        .singleElement()
        .satisfies(run -> assertThat(logOf(run).head()).contains(" goes on after round 1"));
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

  /** An epoch may take hours. */
  @Test
  void log_withinAnEpoch_isRecordedNowAndThen() {
    Sweep sweep = fixture.store.createSweep(Samples.sweep("slow"), Owner.ofThisProcess());
    Run run = fixture.store.createRun(Samples.run(sweep.id(), 1));
    FakeClock clock = new FakeClock(Instant.parse("2026-11-29T12:00:00Z"));
    RunLogWriter writer = new RunLogWriter(run, "epoch", fixture.store, clock);
    writer.began(0);
    TrainingObserver observer = writer.observing(new HeardTraining(), place -> {}, () -> {});

    observer.progressed(1, 64, 1000);
    assertThat(fixture.store.log(run.id())).isEmpty();
    clock.advance(Duration.ofSeconds(6));
    observer.progressed(1, 128, 1000);

    assertThat(logOf(run).head()).contains("run 1 attempt 1 began {");
  }

  /** Trains nothing. */
  private record Asked(List<@Nullable Resumption> from, List<String> names) implements Training {
    @Override
    public DatasetInfo dataset() {
      throw new IllegalStateException("need no images");
    }

    @Override
    public int slots() {
      return 1;
    }

    @Override
    public Map<String, String> environment(Map<String, Object> parameters) {
      return Map.of();
    }

    @Override
    public RunEnd train(Run run, @Nullable Resumption asked, TrainingObserver observer) {
      from.add(asked);
      names.add(String.valueOf(MDC.get(LogCapture.RUN)));
      return new RunEnd(RunStatus.FINISHED, null, 0, null);
    }

    @Override
    public void close() {}
  }

  @Test
  void usage_ofTheShortestRun_isASampleOfTheProcess() throws Exception {
    Sweep sweep = fixture.run(SweepFixture.spec().runCap(1).build());
    Run run = fixture.runs(sweep).get(0);

    ProcessUsage.Samples usage = usageOf(run);
    assertThat(usage.everySeconds()).isEqualTo(10);
    assertThat(usage.samples()).hasSize(1);
    ProcessUsage.Sample sample = usage.samples().get(0);
    assertThat(sample.heapBytes()).isGreaterThan(1_000_000);
    assertThat(sample.cores()).isNotNegative();
  }

  @Test
  void usage_ofALongRun_isThinnedAndGoesOnWhereItIsResumed() throws Exception {
    Sweep sweep = fixture.store.createSweep(Samples.sweep("long"), Owner.ofThisProcess());
    Run run = fixture.store.createRun(Samples.run(sweep.id(), 1));
    FakeClock clock = new FakeClock(Instant.parse("2026-11-29T12:00:00Z"));
    for (int session = 0; session < 2; session++) {
      ProcessUsage usage = new ProcessUsage(run, fixture.store, new ProcessMeter(), clock);
      for (int i = 0; i < 200; i++) {
        clock.advance(Duration.ofSeconds(10));
        usage.progressed();
        usage.progressed();
      }
    }

    ProcessUsage.Samples usage = usageOf(run);
    assertThat(usage.everySeconds()).isEqualTo(20);
    assertThat(usage.samples()).hasSizeBetween(ProcessUsage.MOST / 2, ProcessUsage.MOST);
    assertThat(usage.samples()).extracting(ProcessUsage.Sample::at).isSorted();
  }

  private ProcessUsage.Samples usageOf(Run run) throws IOException {
    try (InputStream content =
        fixture.store.openArtifact(run.id(), "process/usage.json").orElseThrow()) {
      return JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build()
          .readValue(content, ProcessUsage.Samples.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "throw, IllegalStateException: broken layer, true, ''",
    "memory, OutOfMemoryError: Java heap space, true, Java's heap was full.",
    "refuse, 'need a rate below 1, found 2', true, ''",
    "diverge, diverged, false, ''"
  })
  void cause_ofEachFailure_isItsMessageItsTraceAndWhatHelps(
      String fault, String message, boolean traced, String advice) throws Exception {
    Sweep sweep =
        fixture.run(
            SweepFixture.spec()
                .parameter("fault", new Categorical(List.of(fault)))
                .runCap(1)
                .build());
    Run run = fixture.runs(sweep).get(0);

    FailureCause cause = FailureCause.of(run, fixture.store).orElseThrow();
    assertThat(cause.message()).isEqualTo(message);
    assertThat(cause.trace() != null).isEqualTo(traced);
    assertThat(Objects.requireNonNullElse(cause.advice(), "")).startsWith(advice);
    assertThat(cause.advice() == null).isEqualTo(advice.isEmpty());
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
