package dev.trawl.runner;

import static dev.trawl.runner.SweepFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.runner.SweepFixture.Outcome;
import dev.trawl.runner.SweepRunnerTest.FirstEpochs;
import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Proposal;
import dev.trawl.search.Proposer;
import dev.trawl.search.SearchSpace;
import dev.trawl.search.Searches;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.testkit.ChangedDatabase;
import dev.trawl.testkit.HeardTraining;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.DamagedCheckpointException;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Epoch;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Phase;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepOwnedException;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.SweepTakenOverException;
import dev.trawl.track.Verdict;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SweepResumeTest {
  private static SweepFixture sweeps;

  /** What a sweep without interruption results in. */
  private static Map<Integer, Outcome> whole;

  @BeforeAll
  static void open() throws InterruptedException {
    sweeps = new SweepFixture();
    whole = sweeps.outcomes(sweeps.run(spec().build()));
  }

  @AfterAll
  static void close() {
    sweeps.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "UPDATE run SET seconds = seconds + 1 WHERE uid = '%s'; run",
        "UPDATE metric_point SET seconds = seconds + 1 WHERE id IN (SELECT MIN(p.id) FROM"
            + " metric_point p JOIN run r ON p.id > r.id * 4294967296 WHERE r.uid = '%s');"
            + " epoch 1 of run"
      })
  void resume_sweepWithADamagedRecord_isRefusedByName(String change, String name)
      throws InterruptedException {
    FirstEpochs first = new FirstEpochs(2);
    SweepSpec spec = spec().epochs(1_000_000).workers(2).build();
    ActiveSweep active = sweeps.start(spec, first);
    first.await();
    active.interrupt();
    Sweep sweep = active.sweep();
    Run run = sweeps.runs(sweep).get(0);
    ChangedDatabase.change(sweeps.url, change.formatted(run.id()));

    assertThatThrownBy(() -> sweeps.resume(sweep, spec))
        .isInstanceOf(DamagedRecordException.class)
        .hasMessageStartingWith("%s %d of sweep ".formatted(name, run.number()) + sweep.name());
    assertThat(sweeps.store.sweep(sweep.id()).orElseThrow().status())
        .isEqualTo(SweepStatus.INTERRUPTED);
  }

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
    Map<Integer, Outcome> left = new HashMap<>(whole);
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
    assertThat(sweeps.outcomes(resumed)).isEqualTo(whole);
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

    assertThat(sweeps.outcomes(sweeps.resume(sweep, spec().build()))).isEqualTo(whole);
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

  /** The process died: its run is RUNNING, its owner gone. */
  @Test
  void resume_afterTheProcessDied_equalsAnUninterruptedSweep() throws Exception {
    Sweep died = dieAtEpoch(3);

    Sweep resumed = sweeps.resume(died, spec().build());

    assertThat(sweeps.outcomes(resumed)).isEqualTo(whole);
  }

  @Test
  void resume_damagedCheckpoint_startsTheRunAnew_withTheSameResult() throws Exception {
    Sweep died = dieAtEpoch(3);
    AtomicInteger started = new AtomicInteger();
    SweepRunner runner =
        sweeps.runner(
            sweeps.troubled(
                (operation, arguments) -> {
                  if (operation.equals("checkpoint")) {
                    started.incrementAndGet();
                    throw new DamagedCheckpointException("need SHA-256 aa, found bb");
                  }
                }),
            Owner::ofThisProcess);

    Sweep resumed = runner.resume(died.id(), spec().build(), List.of()).await();

    assertThat(started).hasPositiveValue();
    assertThat(sweeps.outcomes(resumed)).isEqualTo(whole);
  }

  /** The one before is gone on from; a model of the best epoch must be whole, too. */
  @Test
  void resume_lastCheckpointDamaged_goesOnFromTheOneBefore() throws Exception {
    Sweep died = dieAtEpoch(4);
    AtomicInteger epochs = new AtomicInteger();
    SweepRunner runner =
        sweeps.runner(
            sweeps.troubled(
                (operation, arguments) -> {
                  if (operation.equals("checkpoint") && (int) arguments[1] >= 3) {
                    throw new DamagedCheckpointException("need SHA-256 aa, found bb");
                  }
                  if (operation.equals("recordEpoch")) {
                    epochs.incrementAndGet();
                  }
                }),
            Owner::ofThisProcess);

    Sweep resumed = runner.resume(died.id(), spec().build(), List.of()).await();

    assertThat(sweeps.outcomes(resumed)).isEqualTo(whole);
    assertThat(epochs).hasValue(6 * 5 - 2);
    Run run = sweeps.runs(resumed).get(0);
    assertThat(sweeps.store.checkpoints(run.id()))
        .extracting(Checkpoint::epoch)
        .containsExactly(run.bestEpoch());
  }

  /** The same models are made again, and not taken for the damaged ones. */
  @Test
  void resume_checkpointsDamagedInTheDatabase_recordsThemWhole() throws Exception {
    Sweep died = dieAtEpoch(5);
    Run run = sweeps.runs(died).get(0);
    byte[] best = bestModel(run);
    try (Connection connection = DriverManager.getConnection(sweeps.url);
        PreparedStatement damage =
            connection.prepareStatement(
                """
                UPDATE checkpoint_model SET data = X'00' WHERE id IN (
                  SELECT c.model_id FROM checkpoint c JOIN run r ON r.id = c.run_id
                  WHERE r.uid = ? AND c.epoch >= r.best_epoch)
                """)) {
      damage.setString(1, run.id());
      assertThat(damage.executeUpdate()).isPositive();
    }
    assertThatThrownBy(() -> bestModel(run)).isInstanceOf(DamagedCheckpointException.class);

    Sweep resumed = sweeps.resume(died, spec().build());

    assertThat(sweeps.outcomes(resumed)).isEqualTo(whole);
    assertThat(bestModel(run)).isEqualTo(best);
  }

  private static byte[] bestModel(Run run) {
    int best = Objects.requireNonNull(run.bestEpoch());
    return sweeps.store.checkpoint(run.id(), best).orElseThrow().model();
  }

  /** A store that can't be read for a while costs no recorded epoch. */
  @Test
  void resume_storeAwayForAWhile_trainsNoRecordedEpochAgain() throws Exception {
    Sweep died = dieAtEpoch(3);
    AtomicInteger reads = new AtomicInteger();
    AtomicInteger epochs = new AtomicInteger();
    SweepRunner runner =
        sweeps.runner(
            sweeps.troubled(
                (operation, arguments) -> {
                  if (operation.equals("checkpoint") && reads.incrementAndGet() <= 2) {
                    throw new StoreException("the database is away", null);
                  }
                  if (operation.equals("recordEpoch")) {
                    epochs.incrementAndGet();
                  }
                }),
            Owner::ofThisProcess);

    Sweep resumed = runner.resume(died.id(), spec().build(), List.of()).await();

    assertThat(sweeps.outcomes(resumed)).isEqualTo(whole);
    assertThat(epochs).hasValue(6 * 5 - 3);
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

    assertThat(sweeps.outcomes(resumed)).isEqualTo(whole);
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

  @Test
  void store_failsForAWhile_sweepPausesAndGoesOn() throws Exception {
    AtomicInteger failures = new AtomicInteger(12);
    Set<String> failing = Set.of("createRun", "startRun", "recordEpoch", "endRun", "endSweep");

    Sweep sweep =
        sweeps
            .start(
                sweeps.troubled(
                    (operation, arguments) -> {
                      if (failing.contains(operation) && failures.getAndDecrement() % 3 > 0) {
                        throw new StoreException("need space, found a full disk", null);
                      }
                    }),
                spec().build())
            .await();

    assertThat(failures).hasValueLessThan(0);
    assertThat(sweeps.outcomes(sweep)).isEqualTo(whole);
  }

  /** A commit whose flush fails is tried again, although it took effect. */
  @Test
  void store_failsAfterItRecordedAnEpoch_countsTheTimeOfTheEpochOnce() throws Exception {
    AtomicReference<Map<String, Double>> spent = new AtomicReference<>(Map.of());
    AtomicInteger failures = new AtomicInteger();

    Sweep sweep =
        sweeps
            .start(
                sweeps.troubled(
                    (operation, arguments) -> {
                      if (operation.equals("endRun")) {
                        RunEnd end = (RunEnd) arguments[1];
                        spent.updateAndGet(before -> Phase.sum(before, end.phases()));
                      }
                      if (!operation.equals("recordEpoch")) {
                        return;
                      }
                      Epoch epoch = (Epoch) arguments[1];
                      if (epoch.number() != 2 || failures.get() == 0) {
                        spent.updateAndGet(before -> Phase.sum(before, epoch.phases()));
                      }
                      if (epoch.number() == 2 && failures.incrementAndGet() == 1) {
                        sweeps.store.recordEpoch((String) arguments[0], epoch, Set.of(1, 2));
                        throw new StoreException("need to flush, found a full disk", null);
                      }
                    }),
                spec().runCap(1).build())
            .await();

    Run run = sweeps.runs(sweep).get(0);
    assertThat(failures).hasPositiveValue();
    assertThat(run.epochs()).isEqualTo(5);
    assertThat(run.timing().phases()).isEqualTo(spent.get());
  }

  @Test
  void store_failsForGood_sweepEndsInterrupted_andCanBeResumed() throws Exception {
    AtomicBoolean full = new AtomicBoolean();
    RunStore filling =
        sweeps.troubled(
            (operation, arguments) -> {
              if (operation.equals("recordEpoch") && ((Epoch) arguments[1]).number() == 3) {
                full.set(true);
              }
              if (full.get()) {
                throw new StoreException("need space, found a full disk", null);
              }
            });

    Sweep ended =
        sweeps
            .runner(filling, Owner::ofThisProcess, SweepFixture.IMPATIENT)
            .start(SweepFixture.SOURCE, spec().build(), List.of())
            .await();

    assertThat(ended.status()).isEqualTo(SweepStatus.INTERRUPTED);
    assertThat(ended.reason())
        .isEqualTo("the store could not record: need space, found a full disk");
  }

  @Test
  void sweep_takenOverByAnotherOwner_stopsWithoutWriting() throws Exception {
    AtomicBoolean lost = new AtomicBoolean();
    Set<String> written = ConcurrentHashMap.newKeySet();
    FirstEpochs first = new FirstEpochs(1);
    ActiveSweep active =
        sweeps.start(
            sweeps.troubled(
                (operation, arguments) -> {
                  if (operation.equals("heartbeat") && lost.get()) {
                    throw new SweepTakenOverException("need our sweep, found process 7 on it");
                  }
                  if (operation.startsWith("end")) {
                    written.add(operation);
                  }
                }),
            spec().epochs(1_000_000).build(),
            first);
    first.await();

    lost.set(true);
    Sweep ended = active.await();

    assertThat(ended.reason()).isEqualTo("another process took the sweep over");
    assertThat(written).isEmpty();
  }

  /** Records what a process would have that was killed after this epoch of its first run. */
  private static Sweep dieAtEpoch(int last) throws Exception {
    SweepSpec spec = spec().build();
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Owner owner = new Owner("gone", Owner.thisHost(), gone.pid(), Instant.now());
    QuadraticTraining training = new QuadraticTraining(spec);
    Sweep sweep =
        sweeps.store.createSweep(
            NewSweep.of(SweepFixture.SOURCE, spec, training.dataset(), 6), owner);
    SearchSpace space = SearchSpace.of(spec);
    Run run =
        sweeps.store.createRun(
            new NewRun(
                sweep.id(),
                1,
                1,
                first(spec),
                space.runSeed(1, 1),
                training.environment(Map.of())));
    sweeps.store.startRun(run.id());
    assertThatThrownBy(() -> training.train(run, null, new Dying(run, last)))
        .isInstanceOf(Dying.Death.class);
    return sweep;
  }

  private static Map<String, Object> first(SweepSpec spec) {
    Proposer proposer = Searches.standard().proposer(spec);
    return ((Proposal.Start) proposer.next(new Job(1, 1), History.NOTHING)).parameters();
  }

  private static final class Dying extends HeardTraining {
    private final Run run;
    private final int last;

    Dying(Run run, int last) {
      this.run = run;
      this.last = last;
    }

    @Override
    public Verdict epochEnded(Epoch epoch) {
      Set<Integer> all = Set.of(1, 2, 3, 4, 5);
      sweeps.store.recordEpoch(run.id(), epoch, all);
      if (epoch.number() == last) {
        throw new Death();
      }
      return Verdict.CONTINUE;
    }

    static final class Death extends RuntimeException {
      private static final long serialVersionUID = 1L;
    }
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
