package dev.trawl.runner;

import static dev.trawl.runner.SweepFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Proposal;
import dev.trawl.search.Proposer;
import dev.trawl.search.SearchSpace;
import dev.trawl.search.Searches;
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
import dev.trawl.track.Run;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Verdict;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sweeps whose process died, and go on; some of their checkpoints or records are damaged. */
@Timeout(60)
final class DiedSweepTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();

  /** The process died: its run is RUNNING, its owner gone. */
  @Test
  void resume_afterTheProcessDied_equalsAnUninterruptedSweep() throws Exception {
    Sweep died = dieAtEpoch(3);

    Sweep resumed = sweeps.resume(died, spec().build());

    assertThat(sweeps.outcomes(resumed)).isEqualTo(sweeps.whole());
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
    assertThat(sweeps.outcomes(resumed)).isEqualTo(sweeps.whole());
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

    assertThat(sweeps.outcomes(resumed)).isEqualTo(sweeps.whole());
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

    assertThat(sweeps.outcomes(resumed)).isEqualTo(sweeps.whole());
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

    assertThat(sweeps.outcomes(resumed)).isEqualTo(sweeps.whole());
    assertThat(epochs).hasValue(6 * 5 - 3);
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
}
