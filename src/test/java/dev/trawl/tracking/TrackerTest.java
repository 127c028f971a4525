package dev.trawl.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.testkit.ChangedDatabase;
import dev.trawl.testkit.InterceptedStore;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunResult;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepResult;
import dev.trawl.track.SweepStatus;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that train in loops of their own, and a reader beside them. */
@Timeout(60)
final class TrackerTest {
  private static final SweepDescription DESCRIPTION =
      SweepDescription.of(
          "own-loop",
          "softmax",
          new DatasetInfo("images", "", 80, 20, 10, 0, 0, 1, List.of("no", "yes")),
          10);

  private final String url = "jdbc:h2:mem:%s;USER=sa;PASSWORD=x".formatted(UUID.randomUUID());
  private final RunStore reader = H2RunStore.open(url, Clock.systemUTC());
  private final Tracker tracker = Tracker.open(url);

  @AfterEach
  void close() {
    tracker.close();
    reader.close();
  }

  @Test
  void join_sweepWithADamagedRun_isRefusedByName() {
    TrackedSweep sweep = tracker.begin(DESCRIPTION);
    TrackedRun run = sweep.begin(Map.of("rate", 0.5));
    run.epoch(accuracy(0.5));
    run.finish(test(5));
    sweep.close();
    ChangedDatabase.change(url, "UPDATE run SET seconds = seconds + 1");

    assertThatThrownBy(() -> tracker.join("own-loop"))
        .isInstanceOf(DamagedRecordException.class)
        .hasMessageStartingWith("run 1 of sweep own-loop (" + run.id() + ") is damaged");
    assertThat(read(sweep).status()).isEqualTo(SweepStatus.FINISHED);
  }

  private static Map<String, Double> accuracy(double value) {
    return Map.of(Metric.VAL_ACCURACY, value);
  }

  private static Evaluation test(long right) {
    return new Evaluation(0.5, List.of(List.of(right, 10 - right), List.of(0L, 0L)));
  }

  private Run read(TrackedRun run) {
    return reader.run(run.id()).orElseThrow();
  }

  private Sweep read(TrackedSweep sweep) {
    return reader.sweep(sweep.id()).orElseThrow();
  }

  private static void awaitStop(TrackedRun run) throws InterruptedException {
    while (!run.stopRequested()) {
      Thread.sleep(20);
    }
  }

  @Test
  void run_finished_isRecordedWithItsBestEpoch() {
    TrackedRun run;
    try (TrackedSweep sweep = tracker.begin(DESCRIPTION)) {
      run = sweep.begin(Map.of("learning_rate", 0.1));
      run.epoch(accuracy(0.5), new byte[] {1})
          .epoch(accuracy(0.75), new byte[] {2})
          .epoch(accuracy(0.25), new byte[] {3})
          .tag("why", "a try");
      assertThat(reader.checkpoints(run.id())).extracting(Checkpoint::epoch).containsExactly(2, 3);
      run.finish(test(9));
      run.close();
    }
    assertThat(read(run).status()).isEqualTo(RunStatus.FINISHED);
    assertThat(read(run).bestEpoch()).isEqualTo(2);
    assertThat(read(run).metrics()).containsEntry(Metric.TEST_ACCURACY, 0.9);
    assertThat(read(run).info().tags()).isEqualTo(Map.of("why", "a try"));
    assertThat(reader.checkpoints(run.id())).extracting(Checkpoint::epoch).containsExactly(2);
    assertThat(reader.sweeps())
        .extracting(Sweep::status, Sweep::bestRunId)
        .containsExactly(tuple(SweepStatus.FINISHED, run.id()));
  }

  @Test
  void sweep_withoutDataSetAndMetric_isRecordedWithNeither() {
    TrackedSweep sweep = tracker.begin(SweepDescription.of("agent", "policy", 3));
    TrackedRun run = sweep.begin(Map.of("gamma", 0.9));
    run.epoch(Map.of("reward", 2.0), new byte[] {1}).epoch(Map.of("reward", 1.0), new byte[] {2});
    assertThatThrownBy(() -> run.finish(test(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need a sweep with a data set for a test, found none");
    run.finish();
    sweep.close();

    assertThat(read(sweep).dataset()).isEmpty();
    assertThat(read(sweep).metric()).isEmpty();
    assertThat(read(sweep).result())
        .isEqualTo(new SweepResult(Map.of(RunStatus.FINISHED, 1), List.of(0), null));
    assertThat(read(run).result()).isEqualTo(new RunResult(2, null, Map.of("reward", 1.0), null));
    assertThat(reader.checkpoints(run.id())).extracting(Checkpoint::epoch).containsExactly(2);
  }

  /** Steps of its own alone, as a program has them that knows no epochs. */
  @Test
  void log_atAnyStep_isRecordedAndChoosesTheBestRunByTheLargest() {
    SweepDescription description =
        new SweepDescription(
            "agent", "policy", null, new Objective("reward", Goal.MAXIMIZE, null), List.of(), 1);
    TrackedRun first;
    TrackedRun second;
    try (TrackedSweep sweep = tracker.begin(description)) {
      first = sweep.begin(Map.of("gamma", 0.9));
      first.log(2_000_000_000_000L, Map.of("reward", 3.0))
          .log(-5, Map.of("reward", 9.0, "loss", Double.NaN)).log(7, Map.of());
      first.finish();
      second = sweep.begin(Map.of("gamma", 0.5)).log(1, Map.of("reward", 2.0));
      second.finish();
    }

    assertThat(reader.metrics(first.id(), Set.of("reward")))
        .extracting(Metric::step, Metric::value)
        .containsExactly(tuple(-5L, 9.0), tuple(2_000_000_000_000L, 3.0));
    assertThat(read(first).result())
        .isEqualTo(new RunResult(0, null, Map.of("reward", 3.0, "loss", Double.NaN), null));
    assertThat(read(second).status()).isEqualTo(RunStatus.FINISHED);
    assertThat(reader.sweeps()).extracting(Sweep::bestRunId).containsExactly(first.id());
  }

  @Test
  void log_besideEpochs_leavesTheRunWhatItsBestEpochHas() {
    try (TrackedSweep sweep = tracker.begin(DESCRIPTION);
        TrackedRun run = sweep.begin(Map.of())) {
      run.epoch(accuracy(0.75)).log(100, Map.of(Metric.VAL_ACCURACY, 0.25, "batch_loss", 0.5));

      assertThat(read(run).metrics())
          .containsEntry(Metric.VAL_ACCURACY, 0.75)
          .containsEntry("batch_loss", 0.5);
      assertThatThrownBy(() -> run.log(101, Map.of(Metric.TEST_ACCURACY, 0.5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the test set steers nothing");
    }
  }

  @Test
  void run_askedToStop_aloneIsKilled() throws Exception {
    TrackedSweep sweep = tracker.begin(DESCRIPTION);
    TrackedRun run = sweep.begin(Map.of()).epoch(accuracy(0.5));
    TrackedRun other = sweep.begin(Map.of());
    assertThat(run.stopRequested()).isFalse();

    reader.requestStop(new StopRequest(sweep.id(), run.id()));
    awaitStop(run);
    run.stop();
    run.close();

    assertThat(other.stopRequested()).isFalse();
    assertThat(read(run).status()).isEqualTo(RunStatus.KILLED);
    assertThat(read(other).status()).isEqualTo(RunStatus.RUNNING);
    sweep.close();
    assertThat(read(sweep).status()).isEqualTo(SweepStatus.FINISHED);
  }

  @Test
  void sweep_askedToStop_endsAsStopped() throws Exception {
    TrackedSweep sweep = tracker.begin(DESCRIPTION);
    TrackedRun run = sweep.begin(Map.of());

    reader.requestStop(new StopRequest(sweep.id(), null));
    awaitStop(run);
    run.stop();
    sweep.close();

    assertThat(read(sweep).status()).isEqualTo(SweepStatus.STOPPED);
    assertThat(read(sweep).reason()).isEqualTo("stopped by a person");
  }

  @Test
  void run_fails_isRecordedWithItsReasonAndTheSweepGoesOn() {
    TrackedSweep sweep = tracker.begin(DESCRIPTION);
    TrackedRun failed = sweep.begin(Map.of()).epoch(accuracy(Double.NaN));
    failed.fail("diverged");
    failed.close();
    sweep.begin(Map.of()).epoch(accuracy(0.5)).finish(test(5));
    sweep.close();
    assertThat(read(failed).status()).isEqualTo(RunStatus.FAILED);
    assertThat(read(failed).reason()).isEqualTo("diverged");
    assertThat(read(sweep).runs()).isEqualTo(Map.of(RunStatus.FAILED, 1, RunStatus.FINISHED, 1));
  }

  @Test
  void run_closedUnfinished_isFailed() {
    TrackedSweep sweep = tracker.begin(DESCRIPTION);
    TrackedRun run = sweep.begin(Map.of());
    assertThatThrownBy(() -> run.finish(test(5)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("need a recorded epoch or metric, found none");
    run.close();
    sweep.close();
    assertThat(read(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(read(run).reason()).isEqualTo("its program left it before it was finished");
  }

  @Test
  void join_afterTheLastRunWasDeleted_goesOnWithTheNumberAfterIt() {
    TrackedRun last;
    try (TrackedSweep sweep = tracker.begin(DESCRIPTION)) {
      sweep.begin(Map.of()).close();
      last = sweep.begin(Map.of());
      last.close();
    }
    reader.deleteRun(last.id());

    try (TrackedSweep joined = tracker.join("own-loop")) {
      assertThat(read(joined.begin(Map.of())).number()).isEqualTo(3);
    }
    assertThat(reader.runs(read(last).sweepId(), RunQuery.ALL))
        .extracting(Run::number)
        .containsExactly(1, 3);
  }

  @Test
  void join_whatIsNotFinished_isRefused() {
    assertThatThrownBy(() -> tracker.join("own-loop"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need the name or id of a recorded sweep, found own-loop");
    try (TrackedSweep sweep = tracker.begin(DESCRIPTION)) {
      assertThatThrownBy(() -> tracker.join(sweep.id()))
          .isExactlyInstanceOf(RefusedChangeException.class)
          .hasMessage("need a sweep that is FINISHED, found %s RUNNING", sweep.id());
    }
  }

  /** Its own program's end says nothing of the runs that the sweep had. */
  @Test
  void join_stoppedByAPerson_leavesTheSweepFinished() throws Exception {
    tracker.begin(DESCRIPTION).close();
    TrackedSweep joined = tracker.join("own-loop");
    TrackedRun run = joined.begin(Map.of());
    reader.requestStop(new StopRequest(joined.id(), null));
    while (!run.stopRequested()) {
      Thread.sleep(50);
    }
    run.stop();
    joined.close();
    assertThat(read(joined).status()).isEqualTo(SweepStatus.FINISHED);
  }

  @Test
  void heartbeat_failsInAnyWay_isTriedAgain() throws Exception {
    AtomicInteger beats = new AtomicInteger();
    RunStore failing =
        InterceptedStore.of(
            reader,
            operation -> {
              if (!operation.name().equals("heartbeat")) {
                return operation.proceed();
              }
              if (beats.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
              }
              return operation.proceed();
            });
    Owner owner = Owner.ofThisProcess();
    TrackedSweep finished = tracker.begin(DESCRIPTION);
    finished.close();
    TrackedSweep sweep =
        new TrackedSweep(
            failing, reader.joinSweep(finished.id(), owner), owner, SweepStatus.FINISHED);
    while (beats.get() < 2 && isBeating(sweep)) {
      Thread.sleep(50);
    }
    assertThat(beats).as("of which the first failed").hasValueGreaterThan(1);
    sweep.close();
  }

  private static boolean isBeating(TrackedSweep sweep) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("heartbeat-" + sweep.id()));
  }

  @Test
  void epoch_thatCouldNotBeRecorded_isRecordedByTheNextTry() throws SQLException {
    TrackedSweep sweep = tracker.begin(DESCRIPTION);
    TrackedRun run = sweep.begin(Map.of()).epoch(accuracy(0.5), new byte[] {1});
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER TABLE change_counter ADD CONSTRAINT none_more CHECK sequence <= "
              + reader.sequence());
      assertThatThrownBy(() -> run.epoch(accuracy(0.75), new byte[] {2}))
          .isInstanceOf(StoreException.class);
      statement.execute("ALTER TABLE change_counter DROP CONSTRAINT none_more");
    }

    run.epoch(accuracy(0.625), new byte[] {2});

    assertThat(read(run).epochs()).isEqualTo(2);
    assertThat(read(run).bestEpoch()).isEqualTo(2);
    run.epoch(accuracy(0.25), new byte[] {3}).finish(test(5));
    assertThat(reader.checkpoints(run.id())).extracting(Checkpoint::epoch).containsExactly(2);
    sweep.close();
  }

  /** One that comes after the end would say that the sweep is running. */
  @Test
  void close_whileItsHeartBeats_endsTheSweepAfterwards() throws Exception {
    CountDownLatch beating = new CountDownLatch(1);
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    RunStore slow =
        InterceptedStore.of(
            reader,
            operation -> {
              if (operation.name().equals("heartbeat")) {
                beating.countDown();
                Thread.sleep(200);
              }
              Object result = operation.proceed();
              if (Set.of("heartbeat", "endSweep").contains(operation.name())) {
                done.add(operation.name());
              }
              return result;
            });
    Owner owner = Owner.ofThisProcess();
    TrackedSweep finished = tracker.begin(DESCRIPTION);
    finished.close();
    TrackedSweep sweep =
        new TrackedSweep(slow, reader.joinSweep(finished.id(), owner), owner, SweepStatus.FINISHED);
    beating.await();

    sweep.close();

    assertThat(done).startsWith("heartbeat").endsWith("endSweep");
    assertThat(read(sweep).status()).isEqualTo(SweepStatus.FINISHED);
  }

  @Test
  void begin_parametersOfAnyJavaType_areRecordedAsNumbersTextsAndLists() {
    try (TrackedSweep sweep = tracker.begin(DESCRIPTION);
        TrackedRun run =
            sweep.begin(
                Map.of(
                    "batch_size",
                    64,
                    "dropout",
                    0.1f,
                    "seed",
                    new BigDecimal("2.5"),
                    "filters",
                    new int[] {16, 32},
                    "layers",
                    List.of((short) 1, "two", true)))) {
      assertThat(read(run).parameters())
          .containsEntry("batch_size", 64L)
          .containsEntry("dropout", 0.1)
          .containsEntry("seed", 2.5)
          .containsEntry("filters", List.of(16L, 32L))
          .containsEntry("layers", List.of(1L, "two", true));
      assertThatThrownBy(() -> sweep.begin(Map.of("rate", Double.NaN)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("for parameter rate, found NaN");
    }
  }

  @Test
  void finish_testOfOtherImagesOrLabels_isRefused() {
    try (TrackedSweep sweep = tracker.begin(DESCRIPTION);
        TrackedRun run = sweep.begin(Map.of())) {
      run.epoch(accuracy(0.5));
      assertThatThrownBy(() -> run.finish(test(11))).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> run.finish(new Evaluation(0.5, List.of(List.of(10L)))))
          .hasMessage(
              "need a test of 2 labels on 10 images, as images has, found 1 labels and 10 images");
      assertThatThrownBy(
              () -> run.finish(new Evaluation(0.5, List.of(List.of(9L, 0L), List.of(0L, 0L)))))
          .hasMessageEndingWith("found 2 labels and 9 images");
      run.finish(test(9));
      assertThat(read(run).status()).isEqualTo(RunStatus.FINISHED);
    }
  }

  @Test
  void epoch_accuracyThatIsNoFraction_isRefused() {
    try (TrackedSweep sweep = tracker.begin(DESCRIPTION);
        TrackedRun run = sweep.begin(Map.of())) {
      assertThatThrownBy(() -> run.epoch(accuracy(97)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("need val_accuracy as a fraction from 0 to 1, found 97.0");
      run.epoch(accuracy(Double.NaN));
      assertThat(read(run).epochs()).isEqualTo(1);
    }
  }
}
