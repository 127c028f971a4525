package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

/** How runs come to be recorded: one by one, or imported whole. */
interface RunCreationContract extends StoreFixture {
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
            new RunEnd(
                RunStatus.FINISHED, null, 1, Map.of(), Samples.evaluation(985), null, 4.2e-5),
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
}
