package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.testkit.Samples;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pages of runs, metrics of a sweep, its best run and its bands. */
interface ListContract extends StoreFixture {
  @Test
  default void runs_sorted_putThoseWithoutAValueLast() {
    Sweep sweep = newSweep();
    Run a = store().createRun(Samples.run(sweep.id(), 1, 1, Map.of("size", 10L)));
    Run b = store().createRun(Samples.run(sweep.id(), 2, 1, Map.of("size", 9.5)));
    Run c = store().createRun(Samples.run(sweep.id(), 3, 1, Map.of("size", "big")));
    Run d = store().createRun(Samples.run(sweep.id(), 4, 1, Map.of()));
    store().recordEpoch(a.id(), Samples.epoch(1, 0.5, true), Set.of());
    store().recordEpoch(a.id(), Samples.epoch(2, 0.4, false), Set.of());
    store().recordEpoch(b.id(), Samples.epoch(1, Double.NaN, true), Set.of());
    store().recordEpoch(c.id(), Samples.epoch(1, 0.7, true), Set.of());
    store().endRun(d.id(), new RunEnd(RunStatus.FAILED, "bad", 99, null), Set.of());

    assertThat(numbers(sweep, "number", false)).containsExactly(1, 2, 3, 4);
    assertThat(numbers(sweep, "number", true)).containsExactly(4, 3, 2, 1);
    assertThat(numbers(sweep, "status", false)).containsExactly(4, 1, 2, 3);
    assertThat(numbers(sweep, "epochs", true)).containsExactly(1, 2, 3, 4);
    assertThat(numbers(sweep, "seconds", true)).containsExactly(4, 1, 2, 3);
    assertThat(numbers(sweep, "metrics.val_accuracy", false)).containsExactly(1, 3, 2, 4);
    assertThat(numbers(sweep, "metrics.val_accuracy", true)).containsExactly(3, 1, 2, 4);
    assertThat(numbers(sweep, "metrics.unknown", true)).containsExactly(1, 2, 3, 4);
    assertThat(numbers(sweep, "parameters.size", false)).containsExactly(2, 1, 3, 4);
    assertThat(numbers(sweep, "parameters.size", true)).containsExactly(1, 2, 3, 4);
  }

  @Test
  default void runs_afterAndLimit_areThoseChangedSince() {
    Sweep sweep = newSweep();
    Run first = newRun(sweep, 1);
    Run second = newRun(sweep, 2);
    first = store().startRun(first.id());
    RunQuery since = RunQuery.ALL.withAfter(second.info().sequence());
    assertThat(store().runs(sweep.id(), since)).containsExactly(first);
    assertThat(
            store()
                .runs(
                    sweep.id(), RunQuery.ALL.withLimit(1).withOrder(Samples.order("number", true))))
        .containsExactly(second);
  }

  @Test
  default void streamRuns_runsDeletedMeanwhile_areLeftOut() {
    Sweep sweep = newSweep();
    List<ImportedRun> runs =
        IntStream.rangeClosed(1, 1100)
            .mapToObj(
                number ->
                    new ImportedRun(
                        Samples.run(sweep.id(), number),
                        clock().instant(),
                        List.of(),
                        new RunEnd(RunStatus.FAILED, "diverged", 0, null)))
            .toList();
    List<String> ids = store().importRuns(sweep.id(), runs);
    store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    RunQuery descending = RunQuery.ALL.withOrder(Samples.order("number", true)).withLimit(1099);
    Iterator<Run> stream = store().streamRuns(sweep.id(), descending).iterator();
    List<Integer> read = new ArrayList<>(List.of(stream.next().number()));

    store().deleteRun(ids.get(599 - 1)); // on the second page
    assertThat(store().eraseDeleted(sweep.id(), clock().instant(), false).runs()).isOne();
    store().deleteRun(ids.get(598 - 1));
    store().deleteRun(ids.get(2 - 1));
    stream.forEachRemaining(run -> read.add(run.number()));

    assertThat(read)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(2, 1100)
                .map(i -> 1102 - i)
                .filter(number -> number != 599 && number != 598 && number != 2)
                .boxed()
                .toList());
  }

  @Test
  default void sweepMetrics_ofSeveralKeys_areEachRunsOwn() {
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    for (int epoch = 1; epoch <= 3; epoch++) {
      Map<String, Double> metrics =
          Map.of(Metric.VAL_ACCURACY, 0.1 * epoch, Metric.VAL_LOSS, 1.0 / epoch, "third", 3.0);
      store().recordEpoch(run.id(), Samples.epoch(epoch, metrics, true, new byte[0]), Set.of());
    }
    store().logMetrics(run.id(), List.of(new Metric("own", 7, 2, Instant.EPOCH)));

    for (Set<String> keys :
        List.of(Set.of(Metric.VAL_ACCURACY, Metric.VAL_LOSS, "own"), Set.<String>of())) {
      List<Metric> own = store().metrics(run.id(), keys);
      assertThat(own).extracting(Metric::key).contains("own", Metric.VAL_LOSS);
      assertThat(store().sweepMetrics(sweep.id(), keys, Set.of(run.id())))
          .isEqualTo(Map.of(run.id(), own));
    }
  }

  @Test
  default void sweepMetrics_key_isEachRunsValuesByStep() {
    Sweep sweep = newSweep();
    Run first = newRun(sweep, 1);
    Run second = newRun(sweep, 2);
    newRun(sweep, 3);
    store().recordEpoch(second.id(), Samples.epoch(1, 0.3, true), Set.of());
    store().recordEpoch(first.id(), Samples.epoch(1, 0.1, true), Set.of());
    store().recordEpoch(first.id(), Samples.epoch(2, 0.2, true), Set.of());
    Map<String, List<Metric>> metrics = store().sweepMetrics(sweep.id(), Metric.VAL_ACCURACY);
    assertThat(metrics.keySet()).containsExactly(first.id(), second.id());
    assertThat(metrics.get(first.id())).extracting(Metric::value).containsExactly(0.1, 0.2);
    assertThat(store().sweepMetrics(sweep.id(), "unknown")).isEmpty();
    Set<String> accuracy = Set.of(Metric.VAL_ACCURACY);
    assertThat(store().sweepMetrics(sweep.id(), accuracy, Set.of(second.id(), "none")))
        .isEqualTo(Map.of(second.id(), metrics.get(second.id())));
    assertThat(store().sweepMetrics(sweep.id(), accuracy, Set.of())).isEmpty();
    RunQuery last = RunQuery.ALL.withOffset(1);
    assertThat(store().runIds(sweep.id(), last))
        .isEqualTo(store().runs(sweep.id(), last).stream().map(Run::id).toList())
        .hasSize(2);
  }

  @Test
  default void sweep_finishedRuns_areCountedByBandAndTheBestIsChosen() {
    Sweep sweep = newSweep();
    finishedRun(sweep, 1, 0.5, 979);
    Run best = finishedRun(sweep, 2, 0.75, 980);
    finishedRun(sweep, 3, 0.75, 990);
    Run unfinished = newRun(sweep, 4);
    store().recordEpoch(unfinished.id(), Samples.epoch(1, 0.99, true), Set.of());
    Run diverged = newRun(sweep, 5);
    store().recordEpoch(diverged.id(), Samples.epoch(1, Double.NaN, true), Set.of());
    store().endRun(diverged.id(), new RunEnd(RunStatus.FINISHED, null, 0, null), Set.of());

    Sweep read = read(sweep);

    assertThat(read.result().bands()).containsExactly(1, 1, 1);
    assertThat(read.bestRunId()).isEqualTo(best.id());
    assertThat(read.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 4, RunStatus.RUNNING, 1));
    assertThat(read.info().sequence()).isEqualTo(store().sequence());
  }

  @Test
  default void sweep_minimizedMetric_hasTheLeastAsBest() {
    Sweep sweep =
        store()
            .createSweep(
                Samples.sweep("least", new Objective(Metric.VAL_LOSS, Goal.MINIMIZE, null)),
                owner());
    String best = "";
    for (int number = 1; number <= 3; number++) {
      Run run = newRun(sweep, number);
      Map<String, Double> loss = Map.of(Metric.VAL_LOSS, List.of(0.3, 0.1, 0.2).get(number - 1));
      store().recordEpoch(run.id(), Samples.epoch(1, loss, true, Samples.model(1, 10)), Set.of());
      store().endRun(run.id(), Samples.finished(900), Set.of());
      best = number == 2 ? run.id() : best;
    }
    assertThat(read(sweep).bestRunId()).isEqualTo(best);
  }
}
