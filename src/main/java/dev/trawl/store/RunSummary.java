package dev.trawl.store;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Metric;
import dev.trawl.track.Phase;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a run's own row repeats of its epochs and metrics, so that a list of runs is one scan.
 *
 * @param secondsOutside spent outside of epochs, over all sessions
 * @param phases what the run's time went to
 * @param metrics of the best epoch, the test's among them
 * @param score the sweep's metric, turned so that less is better; null for NaN and without one
 * @param band how many thresholds the test reaches; null without one
 */
record RunSummary(
    PointTable.Epochs epochs,
    double secondsOutside,
    Map<String, Double> phases,
    Map<String, Double> metrics,
    @Nullable Double score,
    @Nullable Integer band) {
  static final RunSummary EMPTY =
      new RunSummary(PointTable.Epochs.NONE, 0, Map.of(), Map.of(), null, null);

  static RunSummary of(
      SweepTable.Measure measure,
      PointTable.Epochs epochs,
      double secondsOutside,
      Map<String, Double> phases,
      Map<String, Double> metrics) {
    return new RunSummary(
        epochs,
        secondsOutside,
        phases,
        metrics,
        score(measure.metric(), metrics),
        band(measure.thresholds(), metrics));
  }

  double seconds() {
    return epochs.seconds() + secondsOutside;
  }

  /**
   * Brings the run's own row up to date with its epochs and metrics.
   *
   * @param secondsOutside to add to those of the epochs
   * @param spent to add to what the run's time went to
   */
  static void update(
      WriteTransaction transaction,
      RunTable.Entry run,
      double secondsOutside,
      Map<String, Double> spent) {
    Handle handle = transaction.handle();
    PointTable.Epochs epochs = PointTable.epochs(handle, run.key());
    Integer best = epochs.best();
    Map<String, Double> metrics =
        best == null ? Map.of() : PointTable.atStep(handle, run.key(), best);
    double outside = run.secondsOutside() + secondsOutside;
    Map<String, Double> phases = Phase.sum(run.phases(), spent);
    of(run.measure(), epochs, outside, phases, metrics).write(handle, run);
  }

  private void write(Handle handle, RunTable.Entry run) {
    RunMetricTable.replace(handle, run, metrics);
    handle
        .createUpdate(
            """
            UPDATE run SET epochs = :epochs, seconds = :seconds, seconds_outside_epochs = :outside,
              phases = :phases, best_epoch = :best, metrics = :metrics, score = :score, band = :band
            WHERE id = :id
            """)
        .bind("epochs", epochs.count())
        .bind("seconds", seconds())
        .bind("outside", secondsOutside)
        .bind("phases", Json.write(phases))
        .bind("best", epochs.best())
        .bind("metrics", Json.write(metrics))
        .bind("score", score)
        .bind("band", band)
        .bind("id", run.key())
        .execute();
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
