package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.trawl.testkit.Samples;
import dev.trawl.track.Change;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Metrics beside the epochs of runs. */
interface LoggedMetricsContract extends StoreFixture {
  private static Metric metric(String key, double value, long step) {
    return new Metric(key, value, step, Instant.ofEpochMilli(1_700_000_000_000L));
  }

  @Test
  default void logMetrics_anyStepAnyOrderSeveralTimes_allStayInTheOrderOfSteps() {
    Run run = newRun(newSweep(), 1);
    Metric last = metric("loss", Double.NaN, Long.MAX_VALUE);
    Metric first = metric("loss", 3, Long.MIN_VALUE);
    Metric middle = metric("loss", 0.1, 5_000_000_000L);
    Metric again = metric("loss", 0.2, 5_000_000_000L);
    Metric other = metric("grad norm / µ", 1e-300, 0);

    store().logMetrics(run.id(), List.of(last, middle, other, first));
    Run after = store().logMetrics(run.id(), List.of(again, again));

    assertThat(store().metrics(run.id(), Set.of()))
        .containsExactly(first, other, middle, again, again, last);
    assertThat(store().metrics(run.id(), Set.of("grad norm / µ"))).containsExactly(other);
    assertThat(after.metrics()).isEqualTo(Map.of("loss", Double.NaN, "grad norm / µ", 1e-300));
    assertThat(after.epochs()).isZero();
    assertThat(store().run(run.id())).contains(after);
  }

  @Test
  default void logMetrics_severalAtTheLargestStep_theRunShowsTheLatest() {
    Run run = newRun(newSweep(), 1);
    Metric earlier = new Metric("loss", 1, 7, Instant.ofEpochMilli(1000));
    Metric later = new Metric("loss", 2, 7, Instant.ofEpochMilli(2000));
    Metric after = new Metric("loss", 3, 6, Instant.ofEpochMilli(9000));

    Run logged = store().logMetrics(run.id(), List.of(later, earlier, after));

    assertThat(logged.metrics()).isEqualTo(Map.of("loss", 2.0));
  }

  @Test
  default void logMetrics_besideEpochs_keepsWhatTheBestEpochHas() {
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    store().startRun(run.id());
    store().recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    store().logMetrics(run.id(), List.of(metric(Metric.VAL_ACCURACY, 0.99, 9), metric("x", 1, 9)));
    assertThat(store().recordEpoch(run.id(), Samples.epoch(2, 0.75, true), Set.of(2)).metrics())
        .isEqualTo(Map.of(Metric.VAL_ACCURACY, 0.75, "x", 1.0));
    // Trained again, as after a resume.
    assertThat(store().recordEpoch(run.id(), Samples.epoch(2, 0.25, false), Set.of(2)).metrics())
        .isEqualTo(Map.of(Metric.VAL_ACCURACY, 0.5, "x", 1.0));
    Run ended = store().endRun(run.id(), Samples.finished(990), Set.of());
    assertThat(ended.metrics()).containsEntry("x", 1.0).containsEntry(Metric.TEST_ACCURACY, 0.99);
    assertThat(store().metricKeys(sweep.id())).contains("x", Metric.VAL_ACCURACY);
    assertThat(store().sweepMetrics(sweep.id(), "x"))
        .isEqualTo(Map.of(run.id(), List.of(metric("x", 1, 9))));
    assertThat(numbers(sweep, "metrics.x", true)).containsExactly(1);
  }

  @Test
  default void logMetrics_isAChangeOfTheRun_andNoneAreNot() {
    Run run = newRun(newSweep(), 1);
    long before = store().sequence();

    store().logMetrics(run.id(), List.of(metric("x", 1, 1)));
    store().logMetrics(run.id(), List.of());

    assertThat(store().changes(before, ALL))
        .extracting(Change::kind, Change::runId)
        .containsExactly(tuple(Change.Kind.EPOCH, run.id()));
  }

  @Test
  default void logMetrics_endedRunOrBlankName_isRefused() {
    Run run = newRun(newSweep(), 1);
    assertThatThrownBy(() -> store().logMetrics(run.id(), List.of(metric(" ", 1, 1))))
        .hasMessage("need a name for each metric, found a blank one");
    Run ended = finishedRun(newSweep(), 1, 0.5, 1);
    assertThatThrownBy(() -> store().logMetrics(ended.id(), List.of(metric("x", 1, 1))))
        .hasMessageStartingWith("need a run that has not ended, found run");
  }
}
