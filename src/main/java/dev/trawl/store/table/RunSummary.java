package dev.trawl.store.table;

import dev.trawl.store.file.Json;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Epoch;
import dev.trawl.track.Metric;
import dev.trawl.track.Phase;
import dev.trawl.track.RunEnd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a run's own row repeats of its epochs and metrics, so that a list of runs is one scan.
 *
 * @param epochs how many
 * @param bestEpoch from 1; null without one
 * @param seconds of the epochs and outside of them
 * @param secondsOutside spent outside of epochs, over all sessions
 * @param phases what the run's time went to
 * @param metrics of the best epoch, the test's among them, and those logged last beside epochs
 * @param score the sweep's metric, turned so that less is better; null for NaN and without one
 * @param band how many thresholds the test reaches; null without one
 */
record RunSummary(
    int epochs,
    @Nullable Integer bestEpoch,
    double seconds,
    double secondsOutside,
    Map<String, Double> phases,
    Map<String, Double> metrics,
    @Nullable Double score,
    @Nullable Integer band) {
  static final RunSummary EMPTY = new RunSummary(0, null, 0, 0, Map.of(), Map.of(), null, null);

  static RunSummary of(
      SweepTable.Measure measure,
      PointTable.Epochs epochs,
      double secondsOutside,
      Map<String, Double> phases,
      Map<String, Double> metrics) {
    return new RunSummary(
        epochs.count(),
        epochs.best(),
        epochs.seconds() + secondsOutside,
        secondsOutside,
        phases,
        metrics,
        score(measure.metric(), metrics),
        band(measure.thresholds(), metrics));
  }

  private static RunSummary of(RunTable.Entry run) {
    StoredRow row = run.row();
    return new RunSummary(
        run.epochs(),
        run.bestEpoch(),
        row.real("seconds"),
        row.real("seconds_outside_epochs"),
        run.phases(),
        run.metrics(),
        row.realOrNull("score"),
        row.integerOrNull("band"));
  }

  /** That of a run with one more epoch, the next one. */
  static RunSummary plus(RunTable.Entry run, Epoch epoch) {
    RunSummary before = of(run);
    Map<String, Double> metrics =
        epoch.best() ? run.logged().with(epoch.metrics()) : before.metrics();
    return new RunSummary(
        epoch.number(),
        epoch.best() ? Integer.valueOf(epoch.number()) : before.bestEpoch(),
        before.seconds() + epoch.seconds(),
        before.secondsOutside(),
        Phase.sum(before.phases(), epoch.phases()),
        metrics,
        score(run.measure().metric(), metrics),
        band(run.measure().thresholds(), metrics));
  }

  /**
   * That of a run of which epochs were replaced: from all that is recorded of it.
   *
   * @throws DamagedRecordException when some of that is damaged
   */
  static RunSummary recorded(Handle handle, RunTable.Entry run, Epoch epoch) {
    PointTable.Epochs epochs = PointTable.epochs(handle, run.key());
    Integer best = epochs.best();
    return of(
        run.measure(),
        epochs,
        run.row().real("seconds_outside_epochs"),
        Phase.sum(run.phases(), epoch.phases()),
        run.logged().with(atBest(handle, run, best)));
  }

  private static Map<String, Double> atBest(
      Handle handle, RunTable.Entry run, @Nullable Integer best) {
    return best == null ? Map.of() : PointTable.atStep(handle, run.key(), best);
  }

  /**
   * That of a run of which metrics were logged beside its epochs.
   *
   * @param latest those, with all that were logged before
   * @throws DamagedRecordException when its best epoch is damaged
   */
  static RunSummary logged(Handle handle, RunTable.Entry run, LatestMetrics latest) {
    RunSummary before = of(run);
    Map<String, Double> metrics = latest.with(atBest(handle, run, run.bestEpoch()));
    return new RunSummary(
        before.epochs(),
        before.bestEpoch(),
        before.seconds(),
        before.secondsOutside(),
        before.phases(),
        metrics,
        score(run.measure().metric(), metrics),
        band(run.measure().thresholds(), metrics));
  }

  /**
   * That of a run that ends.
   *
   * @param test what the test adds to the metrics of the best epoch
   */
  static RunSummary ended(RunTable.Entry run, RunEnd end, Map<String, Double> test) {
    RunSummary before = of(run);
    Map<String, Double> metrics = new LinkedHashMap<>(before.metrics());
    metrics.putAll(test);
    return new RunSummary(
        before.epochs(),
        before.bestEpoch(),
        before.seconds() + end.seconds(),
        before.secondsOutside() + end.seconds(),
        Phase.sum(before.phases(), end.phases()),
        metrics,
        score(run.measure().metric(), metrics),
        band(run.measure().thresholds(), metrics));
  }

  /** What it is in the run's row. */
  Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("epochs", epochs);
    values.put("best_epoch", bestEpoch);
    values.put("seconds", seconds);
    values.put("seconds_outside_epochs", secondsOutside);
    values.put("phases", Json.write(phases));
    values.put("metrics", Json.write(metrics));
    values.put("score", score);
    values.put("band", band);
    return values;
  }

  private static @Nullable Double score(Objective metric, Map<String, Double> metrics) {
    Double value = metrics.get(metric.name());
    if (value == null || value.isNaN()) {
      return null;
    }
    return metric.goal() == Goal.MAXIMIZE ? Double.valueOf(-value) : value;
  }

  private static @Nullable Integer band(List<Double> thresholds, Map<String, Double> metrics) {
    Double accuracy = metrics.get(Metric.TEST_ACCURACY);
    return accuracy == null
        ? null
        : Integer.valueOf((int) thresholds.stream().filter(level -> accuracy >= level).count());
  }
}
