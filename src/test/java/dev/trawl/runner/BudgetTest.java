package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.testkit.FakeClock;
import dev.trawl.track.Decision;
import dev.trawl.track.Epoch;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunOrigin;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.train.RunTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class BudgetTest {
  private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
  private static final RunTime SAID = new RunTime(0.5, 2, 0.3);

  private final FakeClock clock = new FakeClock(START);
  private final RunStore store =
      H2RunStore.open(
          "jdbc:h2:mem:%s;USER=sa;PASSWORD=x;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()),
          clock);
  private double slowest = 1.3;

  @AfterEach
  void close() {
    store.close();
  }

  private static SpecBuilder spec(int seconds) {
    return SpecBuilder.random()
        .parameter("rate", new LogUniformValues(0.01, 0.3))
        .workers(1)
        .budget(Duration.ofSeconds(seconds));
  }

  private SweepRunner runner(SweepSpec unused) {
    return new SweepRunner(
        store,
        new LoggedTrainings(
            spec -> new TimedTraining(spec, clock, SAID, slowest, spec.seed()),
            store,
            LogCapture.NONE,
            clock),
        Searches.standard(),
        Owner::ofThisProcess,
        SweepFixture.QUICK,
        work -> new Thread(work).start(),
        clock);
  }

  private Sweep run(SweepSpec spec, RunListener... listeners) throws Exception {
    return runner(spec).start(SweepFixture.SOURCE, spec, List.of(listeners)).await();
  }

  private List<Run> runs(Sweep sweep) {
    return store.runs(sweep.id(), RunQuery.ALL);
  }

  private double seconds() {
    return Duration.between(START, clock.instant()).toMillis() / 1000.0;
  }

  private void assertVerified(Sweep sweep, SweepSpec spec) {
    SweepVerification.Outcome outcome =
        new SweepVerification(store, Searches.standard(), source -> spec, sweep, spec).verify();
    assertThat(outcome.difference()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "none, 0, 1",
    "none, 3, 1",
    "asha, 0, 1",
    "asha, 3, 1",
    "hyperband, 0, 1",
    "median, 2, 1",
    "none, 2, 2",
    "asha, 2, 2"
  })
  void sweep_withABudget_endsInTimeWithARunToExport(String rule, int finals, int workers)
      throws Exception {
    Random random = new Random(Objects.hash(rule, finals));
    slowest = 0.8 + 2 * random.nextDouble();
    int budget = 30 + random.nextInt(120);
    SpecBuilder builder = spec(budget).workers(workers).seed(random.nextInt(100));
    if (!rule.equals("none")) {
      builder.stoppedBy(SweepFixture.rule(rule));
    }
    SweepSpec spec = finals == 0 ? builder.build() : builder.finals(3, finals).build();

    Sweep sweep = run(spec);

    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(sweep.reason()).startsWith("ended by its budget of ");
    assertThat(seconds()).as("of " + budget).isBetween(budget / 3.0, (double) budget);
    assertThat(sweep.bestRunId()).isNotNull();
    assertThat(runs(sweep))
        .extracting(Run::status)
        .doesNotContain(RunStatus.PAUSED, RunStatus.RUNNING, RunStatus.INTERRUPTED);
    assertVerified(sweep, spec);
  }

  @Test
  void sweep_withABudgetThatIsTooShortForARun_finishesOneWhereItStands() throws Exception {
    SweepSpec spec = spec(40).epochs(50).build();

    Sweep sweep = run(spec);

    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(sweep.reason())
        .startsWith("ended by its budget of 40 s, too short for one whole run of about 2 min 31 s");
    assertThat(runs(sweep)).singleElement().extracting(Run::status).isEqualTo(RunStatus.FINISHED);
    Run run = runs(sweep).get(0);
    assertThat(run.epochs()).isBetween(5, 20);
    assertThat(run.reason())
        .isEqualTo("ended by the budget after epoch %d of 50".formatted(run.epochs()));
    assertThat(run.metrics()).containsKey("test_accuracy");
    assertThat(seconds()).isLessThan(40);
  }

  @Test
  void sweep_withABudgetThatIsTooShortForAnEpoch_endsInTimeWithoutARun() throws Exception {
    Sweep sweep = run(spec(5).build());

    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(sweep.bestRunId()).isNull();
    assertThat(runs(sweep)).singleElement().extracting(Run::status).isEqualTo(RunStatus.PRUNED);
    assertThat(runs(sweep).get(0).reason()).isEqualTo("ended by the budget in its first epoch");
    assertThat(seconds()).isLessThan(5);
  }

  /** Its export will take longer, too: the first half of its first epoch tells. */
  @Test
  void sweep_onAMachineThatIsFarSlowerThanWasSaid_endsBeforeItsFirstEpoch() throws Exception {
    slowest = 40;

    Sweep sweep = run(spec(70).build());

    assertThat(runs(sweep)).singleElement().extracting(Run::status).isEqualTo(RunStatus.PRUNED);
    assertThat(seconds()).isBetween(10.0, 60.0);
  }

  @Test
  void sweep_thatEndsBeforeItsBudget_isAsWithoutOne() throws Exception {
    Sweep limited = run(spec(3600).runCap(4).finals(2, 2).build());
    Sweep free =
        run(
            SpecBuilder.random()
                .parameter("rate", new LogUniformValues(0.01, 0.3))
                .workers(1)
                .runCap(4)
                .finals(2, 2)
                .build());

    assertThat(limited.reason()).isNull();
    assertThat(runs(limited))
        .extracting(Run::metrics)
        .isEqualTo(runs(free).stream().map(Run::metrics).toList());
  }

  @Test
  void finals_withABudget_haveTheirShareAndAWinner() throws Exception {
    SweepSpec spec = spec(180).finals(2, 10).build();

    Sweep sweep = run(spec);

    List<Decision.Kind> kinds =
        store.decisions(sweep.id()).stream().map(Decision::kind).distinct().toList();
    assertThat(kinds).contains(Decision.Kind.REPEAT, Decision.Kind.WIN);
    assertThat(runs(sweep).stream().filter(Run::isOfFinals)).hasSizeBetween(2, 12);
    assertThat(runs(sweep).stream().filter(run -> !run.isOfFinals())).hasSizeGreaterThan(5);
    assertVerified(sweep, spec);
  }

  /** What trained before an interruption counts, and the night between does not. */
  @Test
  void sweep_thatIsResumed_hasWhatIsLeftOfItsBudget() throws Exception {
    SweepSpec spec = spec(100).build();
    AtomicReference<ActiveSweep> active = new AtomicReference<>();
    RunListener interrupting =
        new RunListener() {
          @Override
          public void epochEnded(Run run, Epoch epoch) {
            if (run.number() == 4 && epoch.number() == 2) {
              Objects.requireNonNull(active.get()).stop("by the test");
            }
          }
        };
    ActiveSweep first =
        runner(spec).start(SweepFixture.SOURCE, spec, List.of(new Gate(active), interrupting));
    active.set(first);
    Sweep stopped = first.await();
    double before = seconds();
    clock.advance(Duration.ofHours(8));
    Instant resumedAt = clock.instant();

    Sweep sweep = runner(spec).resume(stopped.id(), spec, List.of()).await();

    double after = Duration.between(resumedAt, clock.instant()).toMillis() / 1000.0;
    assertThat(stopped.status()).isEqualTo(SweepStatus.STOPPED);
    assertThat(sweep.reason()).isEqualTo("ended by its budget of 1 min 40 s");
    assertThat(before).isBetween(20.0, 70.0);
    assertThat(before + after).isBetween(60.0, 104.0);
    assertVerified(sweep, spec);
  }

  /** The first is one that may not come to its end, and for a second beside it there is no time. */
  @Test
  void sweep_thatReachesItsCapThoughItsBudgetSeemedTooShort_givesNoReason() throws Exception {
    slowest = 0.5;

    Sweep sweep = run(spec(64).workers(2).epochs(20).runCap(2).build());

    assertThat(runs(sweep)).extracting(Run::status).containsOnly(RunStatus.FINISHED).hasSize(2);
    assertThat(runs(sweep)).extracting(Run::epochs).containsOnly(20);
    assertThat(sweep.reason()).isNull();
  }

  @Test
  void budget_ofWhichRunsThatFailedLeftTooLittle_isNotCalledTooShort() {
    SweepSpec spec = spec(100).build();
    Course course = new Course(source -> spec, SweepFixture.SOURCE, spec, List.of());
    Forecast forecast = new Forecast(new TimedTraining(spec, clock, SAID, slowest, 1));
    Budget budget = new Budget(course, forecast, clock, START, () -> Duration.ZERO);
    budget.expect(Map.of());
    clock.advance(Duration.ofSeconds(99));

    assertThat(budget.allowsPart(9, Map.of(), 20)).isFalse();
    assertThat(budget.reason())
        .startsWith("ended by its budget of 1 min 40 s, with too little left for one whole run");
  }

  /** A new attempt trains to the next rung, for which there is time, and not to the last epoch. */
  @Test
  void run_thatFailsBeforeItsRung_isTriedAgainWhereThereIsTimeForThat() throws Exception {
    SweepSpec spec =
        spec(60)
            .parameter("fault", new Categorical(List.of("first attempt")))
            .stoppedBy(SweepFixture.rule("asha"))
            .epochs(50)
            .retries(1)
            .build();

    Sweep sweep = run(spec);

    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(runs(sweep)).extracting(Run::attempt).contains(2);
  }

  /** What is kept for the finals is theirs. */
  @Test
  void runOfTheFinals_thatFails_isTriedAgain() throws Exception {
    SweepSpec spec =
        spec(180)
            .parameter("fault", new Categorical(List.of("first attempt")))
            .finals(2, 10)
            .retries(1)
            .build();

    Sweep sweep = run(spec);

    assertThat(runs(sweep).stream().filter(Run::isOfFinals))
        .extracting(Run::status)
        .contains(RunStatus.FINISHED);
    assertThat(store.decisions(sweep.id())).extracting(Decision::kind).contains(Decision.Kind.WIN);
  }

  /** The search is over, and the best of the runs that wait goes on: that is no job of its own. */
  @Test
  void bestWaitingRun_thatIsInterrupted_isFinishedOnResumption() throws Exception {
    SweepSpec spec =
        spec(50)
            .stoppedBy(new Selection("asha", Map.of("min_iter", 12, "eta", 2.0)))
            .epochs(50)
            .build();
    AtomicReference<ActiveSweep> active = new AtomicReference<>();
    RunListener interrupting =
        new RunListener() {
          @Override
          public void epochEnded(Run run, Epoch epoch) {
            if (epoch.number() == 13) {
              Objects.requireNonNull(active.get()).stop("by the test");
            }
          }
        };
    ActiveSweep first =
        runner(spec).start(SweepFixture.SOURCE, spec, List.of(new Gate(active), interrupting));
    active.set(first);
    Sweep stopped = first.await();
    assertThat(runs(stopped))
        .singleElement()
        .extracting(Run::status)
        .isEqualTo(RunStatus.INTERRUPTED);

    Sweep sweep = runner(spec).resume(stopped.id(), spec, List.of()).await();

    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(runs(sweep)).singleElement().extracting(Run::status).isEqualTo(RunStatus.FINISHED);
    assertThat(sweep.bestRunId()).isEqualTo(runs(sweep).get(0).id());
  }

  @Test
  void spentTime_ofARunThatWasTriedAgain_countsEachAttempt() {
    SweepSpec spec = spec(100).retries(1).build();
    Sweep sweep =
        store.createSweep(
            NewSweep.of(SweepFixture.SOURCE, spec, new QuadraticTraining(spec).dataset(), 1),
            Owner.ofThisProcess());
    for (int attempt = 1; attempt <= 2; attempt++) {
      Run run =
          store.createRun(
              new NewRun(
                  sweep.id(), 1, attempt, RunOrigin.of(1), Map.of("rate", 0.1), 7, Map.of()));
      store.startRun(run.id());
      clock.advance(Duration.ofSeconds(30));
      store.endRun(run.id(), new RunEnd(RunStatus.FAILED, "bad luck", 30, null), Set.of());
      clock.advance(Duration.ofSeconds(5));
    }

    assertThat(SpentTime.before(clock.instant(), store, sweep.id(), "val_accuracy"))
        .isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void budget_ofASweepThatWasKilled_countsToTheLastHeartbeat() throws Exception {
    SweepSpec spec = spec(60).runCap(40).build();
    Owner killed = new Owner("killed", Owner.thisHost(), 999_999_999L, Instant.EPOCH);
    Sweep sweep =
        store.createSweep(
            NewSweep.of(SweepFixture.SOURCE, spec, new QuadraticTraining(spec).dataset(), 40),
            killed);
    NewRun first = new NewRun(sweep.id(), 1, 1, RunOrigin.of(1), Map.of("rate", 0.1), 7, Map.of());
    store.startRun(store.createRun(first).id());
    clock.advance(Duration.ofSeconds(45));
    store.heartbeat(sweep.id(), killed);
    clock.advance(Duration.ofHours(1));
    store.markInterrupted();
    Instant resumed = clock.instant();

    runner(spec).resume(sweep.id(), spec, List.of()).await();

    assertThat(Duration.between(resumed, clock.instant())).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void budget_ofACommand_countsFromItsBeginningWithoutWaits() throws Exception {
    SweepSpec spec = spec(60).build();
    TimedTraining training = new TimedTraining(spec, clock, SAID, slowest, spec.seed());
    SweepRunner slow =
        new SweepRunner(
            store,
            opened -> {
              clock.advance(Duration.ofHours(1)); // another process had what it needs
              return training;
            },
            Searches.standard(),
            Owner::ofThisProcess,
            SweepFixture.QUICK,
            work -> new Thread(work).start(),
            clock);

    Sweep sweep =
        slow.since(() -> clock.instant().minusSeconds(20))
            .start(SweepFixture.SOURCE, spec, List.of())
            .await();

    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    assertThat(seconds() - 3600).isBetween(20.0, 40.0);
  }

  /** Trains nothing before the test has the sweep. */
  private record Gate(AtomicReference<ActiveSweep> active) implements RunListener {
    @Override
    public void sweepStarted(Sweep sweep) {
      while (active.get() == null) {
        Thread.onSpinWait();
      }
    }
  }
}
