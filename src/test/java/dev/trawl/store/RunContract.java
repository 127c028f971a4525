package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.trawl.store.file.Digest;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Metric;
import dev.trawl.track.Phase;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What is recorded of a run, from its start to its end. */
interface RunContract extends StoreFixture {
  @Test
  default void startRun_afterAnInterruption_keepsItsFirstStart() {
    Sweep sweep = newSweep();
    Run run = store().startRun(newRun(sweep, 1).id());
    assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(run.timing().startedAt()).isEqualTo(clock().instant());
    clock().advance(Duration.ofSeconds(1));
    store().endRun(run.id(), new RunEnd(RunStatus.INTERRUPTED, "Ctrl-C", 0, null), Set.of());
    clock().advance(Duration.ofSeconds(1));

    Run again = store().startRun(run.id());

    assertThat(again.timing().startedAt()).isEqualTo(run.timing().startedAt());
    assertThat(again.info().endedAt()).isNull();
    assertThat(again.reason()).isNull();
  }

  @Test
  default void finalRun_anyFurtherRecord_isRefused() {
    Run run = finishedRun(newSweep(), 1, 0.5, 500);
    List<Callable<?>> further =
        List.of(
            () -> store().startRun(run.id()),
            () -> store().recordEpoch(run.id(), Samples.epoch(2, 0.6, true), Set.of()),
            () -> store().endRun(run.id(), Samples.finished(900), Set.of()));
    for (Callable<?> call : further) {
      assertThatThrownBy(call::call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("need a run that has not ended, found run %s FINISHED", run.id());
    }
    assertThat(store().run(run.id())).contains(run);
  }

  @Test
  default void recordEpoch_first_isRecordedWhole() throws Exception {
    Sweep sweep = newSweep();
    Run run = store().startRun(newRun(sweep, 1).id());
    byte[] model = Samples.model(5, 300_000);
    Map<String, Double> metrics =
        Map.of(
            Metric.TRAIN_LOSS, Double.NaN,
            Metric.VAL_LOSS, Double.POSITIVE_INFINITY,
            Metric.LEARNING_RATE, Double.MIN_VALUE,
            Metric.TRAIN_ACCURACY, Double.NEGATIVE_INFINITY,
            Metric.VAL_ACCURACY, 0.1);
    clock().advance(Duration.ofMillis(1));

    Run after = store().recordEpoch(run.id(), Samples.epoch(1, metrics, true, model), Set.of(1));

    assertThat(after.metrics()).isEqualTo(metrics);
    assertThat(after.epochs()).isEqualTo(1);
    assertThat(after.bestEpoch()).isEqualTo(1);
    assertThat(after.timing().seconds()).isEqualTo(2.5);
    assertThat(store().run(run.id())).contains(after);
    assertThat(store().metrics(run.id(), Set.of()))
        .extracting(Metric::key, Metric::value, Metric::step, Metric::timestamp)
        .containsExactlyElementsOf(
            metrics.keySet().stream()
                .sorted()
                .map(key -> tuple(key, metrics.get(key), 1L, clock().instant()))
                .toList());
    assertThat(store().checkpoints(run.id()))
        .containsExactly(
            new Checkpoint(run.id(), 1, 300_000, Digest.sha256(model), true, clock().instant()));
    CheckpointData data = store().checkpoint(run.id(), 1).orElseThrow();
    assertThat(data.model()).isEqualTo(model);
    assertThat(data.state()).isEqualTo(Samples.state(1));
    try (InputStream stream = store().openCheckpoint(run.id(), 1).orElseThrow()) {
      assertThat(stream.readAllBytes()).isEqualTo(model);
    }
  }

  @Test
  default void recordEpoch_worseEpoch_keepsTheBestOnesMetrics() {
    Run run = newRun(newSweep(), 1);
    store().recordEpoch(run.id(), Samples.epoch(1, 0.75, true), Set.of(1));
    Run after = store().recordEpoch(run.id(), Samples.epoch(2, 0.5, false), Set.of(1, 2));
    assertThat(after.bestEpoch()).isEqualTo(1);
    assertThat(after.metrics()).isEqualTo(Map.of(Metric.VAL_ACCURACY, 0.75));
    assertThat(after.epochs()).isEqualTo(2);
    assertThat(after.timing().seconds()).isEqualTo(5.0);
    assertThat(store().checkpoints(run.id()))
        .extracting(Checkpoint::epoch, Checkpoint::best)
        .containsExactly(tuple(1, true), tuple(2, false));
  }

  @Test
  default void recordEpoch_epochsNotKept_loseTheirCheckpointsOnly() {
    Run run = newRun(newSweep(), 1);
    for (int epoch = 1; epoch <= 4; epoch++) {
      store()
          .recordEpoch(
              run.id(),
              Samples.epoch(epoch, 0.1 * epoch, epoch == 1),
              Set.copyOf(List.of(1, epoch)));
    }
    assertThat(store().checkpoints(run.id())).extracting(Checkpoint::epoch).containsExactly(1, 4);
    assertThat(store().checkpoint(run.id(), 2)).isEmpty();
    assertThat(store().openCheckpoint(run.id(), 3)).isEmpty();
    assertThat(store().checkpoint(run.id(), 1).orElseThrow().model())
        .isEqualTo(Samples.model(1, 2000));
    assertThat(store().metrics(run.id(), Set.of())).hasSize(4);
  }

  @Test
  default void recordEpoch_recordedAlready_replacesItAndLaterOnes() {
    Run run = newRun(newSweep(), 1);
    for (int epoch = 1; epoch <= 4; epoch++) {
      store().recordEpoch(run.id(), Samples.epoch(epoch, 0.1 * epoch, true), Set.of(1, 2, 3, 4));
    }
    Run after = store().recordEpoch(run.id(), Samples.epoch(3, 0.05, false), Set.of(1, 2, 3));
    assertThat(after.epochs()).isEqualTo(3);
    assertThat(after.bestEpoch()).isEqualTo(2);
    assertThat(after.metrics()).isEqualTo(Map.of(Metric.VAL_ACCURACY, 0.2));
    assertThat(after.timing().seconds()).isEqualTo(7.5);
    assertThat(store().metrics(run.id(), Set.of()))
        .extracting(Metric::value)
        .containsExactly(0.1, 0.2, 0.05);
    assertThat(store().checkpoints(run.id()))
        .extracting(Checkpoint::epoch)
        .containsExactly(1, 2, 3);
  }

  @Test
  default void recordEpoch_gap_isRefused() {
    Run run = newRun(newSweep(), 1);
    for (int number : List.of(0, 2)) {
      assertThatThrownBy(
              () -> store().recordEpoch(run.id(), Samples.epoch(number, 0.5, true), Set.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("need epoch 1 to 1 of run %s, found %d", run.id(), number);
    }
  }

  @Test
  default void endRun_finished_recordsTheTest() {
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    store().recordEpoch(run.id(), Samples.epoch(1, 0.75, true), Set.of(1));
    store().recordEpoch(run.id(), Samples.epoch(2, 0.5, false), Set.of(1, 2));

    Run ended = store().endRun(run.id(), Samples.finished(985), Set.of(1));

    assertThat(ended.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(ended.info().endedAt()).isEqualTo(clock().instant());
    assertThat(ended.timing().seconds()).isEqualTo(6.5);
    assertThat(ended.band()).isEqualTo(1);
    assertThat(ended.metrics())
        .isEqualTo(
            Map.of(
                Metric.VAL_ACCURACY, 0.75, Metric.TEST_ACCURACY, 0.985, Metric.TEST_LOSS, 0.0625));
    assertThat(store().metrics(run.id(), Set.of(Metric.TEST_ACCURACY)))
        .extracting(Metric::value, Metric::step)
        .containsExactly(tuple(0.985, 1L));
    assertThat(store().evaluation(run.id())).contains(Samples.evaluation(985));
    assertThat(store().checkpoints(run.id())).extracting(Checkpoint::epoch).containsExactly(1);
  }

  @Test
  default void endRun_timeOfThePredictions_isAMetricOfTheTest() {
    Run run = newRun(newSweep(), 1);
    store().recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    RunEnd end =
        new RunEnd(RunStatus.FINISHED, null, 1, Map.of(), Samples.evaluation(985), null, 4.2e-5);

    Run ended = store().endRun(run.id(), end, Set.of(1));

    assertThat(ended.metrics()).containsEntry(Metric.TEST_CPU_SECONDS_PER_IMAGE, 4.2e-5);
    assertThat(store().metrics(run.id(), Set.of(Metric.TEST_CPU_SECONDS_PER_IMAGE)))
        .extracting(Metric::value, Metric::step)
        .containsExactly(tuple(4.2e-5, 1L));
  }

  @Test
  default void endRun_severalSessions_addsUpTheirSeconds() {
    Run run = newRun(newSweep(), 1);
    store().recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    store()
        .endRun(
            run.id(),
            new RunEnd(RunStatus.INTERRUPTED, "Ctrl-C", 0.25, Map.of(Phase.DATA, 0.25), null),
            Set.of(1));
    store().recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    store().recordEpoch(run.id(), Samples.epoch(2, 0.6, true), Set.of(2));
    Run ended = store().endRun(run.id(), Samples.finished(1), Set.of(2));
    assertThat(ended.timing().seconds()).isEqualTo(2.5 + 2.5 + 0.25 + 1.5);
    assertThat(ended.timing().phases())
        .as("the first epoch was trained twice")
        .isEqualTo(
            Map.of(Phase.DATA, 0.25, Phase.FORWARD, 4.5, Phase.EVALUATION, 1.5, Phase.OTHER, 3.0));
  }

  @Test
  default void endRun_statusThatIsNoEnd_isRefused() {
    Run run = newRun(newSweep(), 1);
    for (RunStatus status : List.of(RunStatus.SCHEDULED, RunStatus.RUNNING)) {
      assertThatThrownBy(
              () -> store().endRun(run.id(), new RunEnd(status, null, 0, null), Set.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("need the status of an ended run, found %s", status);
    }
  }
}
