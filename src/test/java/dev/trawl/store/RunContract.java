package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.trawl.store.file.Digest;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.Phase;
import dev.trawl.track.RecordInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunIdentity;
import dev.trawl.track.RunProvenance;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunResult;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.Timing;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

/** What is recorded of a run, from its creation to its end. */
interface RunContract extends StoreFixture {
  RecursiveComparisonConfiguration BUT_IDS_AND_TIMES =
      RecursiveComparisonConfiguration.builder()
          .withComparatorForType(Double::compare, Double.class)
          .withIgnoredFields(
              "id",
              "identity.id",
              "identity.sweepId",
              "runId",
              "info.createdAt",
              "timing.startedAt",
              "info.endedAt",
              "timestamp",
              "info.sequence")
          .build();

  @Test
  default void createRun_new_isScheduledAndRecordedWhole() {
    Sweep sweep = newSweep();
    NewRun wanted = Samples.run(sweep.id(), 7);
    Run run = store().createRun(wanted);
    assertThat(run)
        .isEqualTo(
            new Run(
                RunIdentity.of(run.id(), sweep.id(), 7),
                wanted.parameters(),
                new RunProvenance(1007, wanted.environment()),
                RunStatus.SCHEDULED,
                null,
                RunResult.NONE,
                Timing.NONE,
                RecordInfo.of(clock().instant(), store().sequence())));
    assertThat(store().run(run.id())).contains(run);
    assertThat(read(sweep).runs()).isEqualTo(Map.of(RunStatus.SCHEDULED, 1));
  }

  @Test
  default void createRun_parametersOfEveryType_comeBackExactly() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("one", 1L);
    parameters.put("one_point_zero", 1.0);
    parameters.put("tenth", 0.1);
    parameters.put("tiny", Double.MIN_VALUE);
    parameters.put("next_to_one", Math.nextUp(1.0));
    parameters.put("negative_zero", -0.0);
    parameters.put("huge", 1e300);
    parameters.put("long", Long.MIN_VALUE);
    parameters.put("text", "1.0 \"quoted\" ä\n");
    parameters.put("flag", false);
    parameters.put("list", List.of(16L, 32.0, "x", true, List.of(1L, 1.5)));
    Run run = store().createRun(Samples.run(newSweep().id(), 1, 1, parameters));
    assertThat(run.parameters()).isEqualTo(parameters);
    assertThat(run.parameters().keySet()).containsExactlyElementsOf(parameters.keySet());
    assertThat(store().run(run.id()).orElseThrow().parameters()).isEqualTo(parameters);
  }

  @Test
  default void createRun_parameterThatWouldComeBackDifferent_isRefused() {
    Sweep sweep = newSweep();
    for (Object value : List.of(1, 1.5f, Double.NaN, Map.of(), List.of(1))) {
      assertThatThrownBy(
              () -> store().createRun(Samples.run(sweep.id(), 1, 1, Map.of("bad", value))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("for bad, found");
    }
    assertThat(store().runs(sweep.id(), RunQuery.ALL)).isEmpty();
  }

  @Test
  default void createRun_newAttempt_takesThePlaceOfTheEarlierOne() {
    Sweep sweep = newSweep();
    Run first = newRun(sweep, 1);
    store().recordEpoch(first.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    first = store().endRun(first.id(), new RunEnd(RunStatus.FAILED, "diverged", 0, null), Set.of());
    Run second = store().createRun(Samples.run(sweep.id(), 1, 2, Map.of("dropout", 0.25)));

    assertThat(store().runs(sweep.id(), RunQuery.ALL)).containsExactly(second);
    assertThat(store().run(first.id())).contains(first);
    assertThat(store().findRuns(first.id())).containsExactly(first);
    assertThat(read(sweep).runs()).isEqualTo(Map.of(RunStatus.SCHEDULED, 1));
    assertThat(store().sweepMetrics(sweep.id(), Metric.VAL_ACCURACY)).isEmpty();
  }

  @Test
  default void createRun_attemptRecordedAlready_isRefused() {
    Sweep sweep = newSweep();
    Run recorded = newRun(sweep, 3);
    List<ImportedRun> twice = List.of(failed(sweep, 4, 1), failed(sweep, 3, 1));
    for (Callable<?> call :
        List.<Callable<?>>of(() -> newRun(sweep, 3), () -> store().importRuns(sweep.id(), twice))) {
      assertThatThrownBy(call::call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "need a new attempt of a run, found attempt 1 of run 3 of sweep %s recorded already",
              sweep.id());
    }
    assertThat(store().runs(sweep.id(), RunQuery.ALL)).containsExactly(recorded);
  }

  private ImportedRun failed(Sweep sweep, int number, int attempt) {
    return new ImportedRun(
        Samples.run(sweep.id(), number, attempt, Map.of()),
        clock().instant(),
        List.of(Samples.epoch(1, 0.25, true)),
        new RunEnd(RunStatus.FAILED, "diverged", 0, null));
  }

  @Test
  default void importRuns_severalAttemptsOfANumber_listsTheLastInWhateverOrder() {
    Sweep sweep = newSweep();
    store()
        .importRuns(
            sweep.id(),
            List.of(
                failed(sweep, 1, 1),
                failed(sweep, 1, 2),
                failed(sweep, 2, 3),
                failed(sweep, 2, 1),
                failed(sweep, 2, 2)));
    assertThat(store().runs(sweep.id(), RunQuery.ALL))
        .extracting(Run::number, Run::attempt)
        .containsExactly(tuple(1, 2), tuple(2, 3));
    assertThat(read(sweep).runs()).isEqualTo(Map.of(RunStatus.FAILED, 2));
  }

  @Test
  default void importRuns_whatWasRecordedStepByStep_isTheSame() {
    List<Epoch> epochs =
        List.of(
            Samples.epoch(1, 0.5, true),
            Samples.epoch(2, Double.NaN, false),
            Samples.epoch(3, 0.75, true),
            new Epoch(4, Map.of(Metric.VAL_ACCURACY, 0.7), 1.25, false, CheckpointData.NONE));
    List<RunEnd> ends =
        List.of(
            Samples.finished(985),
            new RunEnd(RunStatus.PRUNED, null, 0.5, null),
            new RunEnd(RunStatus.FAILED, "diverged", 0.25, Map.of(Phase.DATA, 0.25), null),
            new RunEnd(RunStatus.INTERRUPTED, "Ctrl-C", 0, null));
    for (RunEnd end : ends) {
      Sweep one = newSweep();
      Sweep other = newSweep();
      Run run = store().startRun(newRun(one, 1).id());
      epochs.forEach(epoch -> store().recordEpoch(run.id(), epoch, Set.of(1, 2, 3)));
      Run recorded = store().endRun(run.id(), end, Set.of(1, 2, 3));

      NewRun wanted = Samples.run(other.id(), 1);
      List<String> ids =
          store()
              .importRuns(
                  other.id(), List.of(new ImportedRun(wanted, clock().instant(), epochs, end)));

      Run imported = store().run(ids.get(0)).orElseThrow();
      assertThat(imported).usingRecursiveComparison(BUT_IDS_AND_TIMES).isEqualTo(recorded);
      assertThat(store().metrics(imported.id(), Set.of()))
          .usingRecursiveFieldByFieldElementComparator(BUT_IDS_AND_TIMES)
          .containsExactlyElementsOf(store().metrics(recorded.id(), Set.of()));
      assertThat(store().checkpoints(imported.id()))
          .usingRecursiveFieldByFieldElementComparator(BUT_IDS_AND_TIMES)
          .containsExactlyElementsOf(store().checkpoints(recorded.id()));
      assertThat(store().evaluation(imported.id())).isEqualTo(store().evaluation(recorded.id()));
      for (Checkpoint checkpoint : store().checkpoints(imported.id())) {
        int epoch = checkpoint.epoch();
        CheckpointData data = store().checkpoint(imported.id(), epoch).orElseThrow();
        assertThat(data.model()).isEqualTo(epochs.get(epoch - 1).checkpoint().model());
        assertThat(data.state()).isEqualTo(Samples.state(epoch));
      }
      assertThat(read(other))
          .usingRecursiveComparison(BUT_IDS_AND_TIMES)
          .ignoringFields("title.name", "result.bestRunId")
          .isEqualTo(read(one));
    }
  }

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
