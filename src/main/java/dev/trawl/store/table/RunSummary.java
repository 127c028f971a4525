package dev.trawl.store.table;

import dev.trawl.store.file.Json;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Epoch;
import dev.trawl.track.Measure;
import dev.trawl.track.Phase;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a run's own row repeats of its epochs and metrics, so that a list of runs is one scan.
 *
 * @param result whose metrics are those of the shown epoch ({@link RunTable.Entry#shownEpoch}), the
 *     test's among them, and those logged last beside epochs
 * @param seconds of the epochs and outside of them
 * @param secondsOutside spent outside of epochs, over all sessions
 * @param phases what the run's time went to
 * @param score the sweep's metric, turned so that less is better; null for NaN and without one
 */
record RunSummary(
    RunResult result,
    double seconds,
    double secondsOutside,
    Map<String, Double> phases,
    @Nullable Double score) {
  static final RunSummary EMPTY = new RunSummary(RunResult.NONE, 0, 0, Map.of(), null);

  static RunSummary of(
      Measure measure,
      PointTable.Epochs epochs,
      double secondsOutside,
      Map<String, Double> phases,
      Map<String, Double> metrics) {
    return new RunSummary(
        result(measure, epochs.count(), epochs.best(), metrics),
        epochs.seconds() + secondsOutside,
        secondsOutside,
        phases,
        score(measure, metrics));
  }

  private static RunSummary of(RunTable.Entry run) {
    StoredRow row = run.row();
    return new RunSummary(
        new RunResult(run.epochs(), run.bestEpoch(), run.metrics(), row.integerOrNull("band")),
        row.real("seconds"),
        row.real("seconds_outside_epochs"),
        run.phases(),
        row.realOrNull("score"));
  }

  private RunSummary with(Measure measure, Map<String, Double> metrics) {
    return new RunSummary(
        result(measure, result.epochs(), result.bestEpoch(), metrics),
        seconds,
        secondsOutside,
        phases,
        score(measure, metrics));
  }

  /** That of a run with one more epoch, the next one. */
  static RunSummary plus(RunTable.Entry run, Epoch epoch) {
    RunSummary before = of(run);
    boolean shown = epoch.best() || run.measure().metric() == null;
    Map<String, Double> metrics =
        shown ? run.logged().with(epoch.metrics()) : before.result().metrics();
    Integer best = epoch.best() ? Integer.valueOf(epoch.number()) : before.result().bestEpoch();
    return new RunSummary(
        result(run.measure(), epoch.number(), best, metrics),
        before.seconds() + epoch.seconds(),
        before.secondsOutside(),
        Phase.sum(before.phases(), epoch.phases()),
        score(run.measure(), metrics));
  }

  /**
   * That of a run of which epochs were replaced: from all that is recorded of it.
   *
   * @throws DamagedRecordException when some of that is damaged
   */
  static RunSummary recorded(Handle handle, RunTable.Entry run, Epoch epoch) {
    PointTable.Epochs epochs = PointTable.epochs(handle, run.key());
    Integer shown = run.shownEpoch(epochs.count(), epochs.best());
    return of(
        run.measure(),
        epochs,
        run.row().real("seconds_outside_epochs"),
        Phase.sum(run.phases(), epoch.phases()),
        run.logged().with(atEpoch(handle, run, shown)));
  }

  private static Map<String, Double> atEpoch(
      Handle handle, RunTable.Entry run, @Nullable Integer epoch) {
    return epoch == null ? Map.of() : PointTable.atStep(handle, run.key(), epoch);
  }

  /**
   * That of a run of which metrics were logged beside its epochs.
   *
   * @param latest those, with all that were logged before
   * @throws DamagedRecordException when its shown epoch is damaged
   */
  static RunSummary logged(Handle handle, RunTable.Entry run, LatestMetrics latest) {
    return of(run).with(run.measure(), latest.with(atEpoch(handle, run, run.shownEpoch())));
  }

  /** That of a run that ends: its test adds to the metrics of the shown epoch. */
  static RunSummary ended(RunTable.Entry run, RunEnd end) {
    RunSummary before = of(run);
    Map<String, Double> metrics = new LinkedHashMap<>(before.result().metrics());
    metrics.putAll(end.testMetrics());
    return new RunSummary(
            before.result(),
            before.seconds() + end.seconds(),
            before.secondsOutside() + end.seconds(),
            Phase.sum(before.phases(), end.phases()),
            before.score())
        .with(run.measure(), metrics);
  }

  /** What it is in the run's row. */
  Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("epochs", result.epochs());
    values.put("best_epoch", result.bestEpoch());
    values.put("seconds", seconds);
    values.put("seconds_outside_epochs", secondsOutside);
    values.put("phases", Json.write(phases));
    values.put("metrics", Json.write(result.metrics()));
    values.put("score", score);
    values.put("band", result.band());
    return values;
  }

  private static RunResult result(
      Measure measure, int epochs, @Nullable Integer best, Map<String, Double> metrics) {
    return new RunResult(epochs, best, metrics, measure.band(metrics));
  }

  private static @Nullable Double score(Measure measure, Map<String, Double> metrics) {
    Objective metric = measure.metric();
    Double value = metric == null ? null : metrics.get(metric.name());
    if (metric == null || value == null || value.isNaN()) {
      return null;
    }
    return metric.goal() == Goal.MAXIMIZE ? Double.valueOf(-value) : value;
  }
}
