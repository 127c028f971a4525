package dev.trawl.store;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Metric;
import dev.trawl.track.Phase;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a run's own row repeats of its epochs and metrics, so that a list of runs is one scan. */
final class RunSummary {
  private RunSummary() {}

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
    Integer best =
        handle
            .createQuery("SELECT MAX(number) FROM epoch WHERE run_id = :run AND best")
            .bind("run", run.key())
            .mapTo(Integer.class)
            .findOne()
            .orElse(null);
    Map<String, Double> metrics =
        best == null ? Map.of() : MetricTable.atStep(handle, run.key(), best);
    RunMetricTable.put(handle, run, metrics);
    handle
        .createUpdate(
            """
            UPDATE run SET best_epoch = :best, metrics = :metrics, score = :score, band = :band,
              phases = :phases,
              epochs = (SELECT COUNT(*) FROM epoch WHERE run_id = :id),
              seconds_outside_epochs = seconds_outside_epochs + :outside,
              seconds = seconds_outside_epochs + :outside
                + (SELECT COALESCE(SUM(seconds), 0) FROM epoch WHERE run_id = :id)
            WHERE id = :id
            """)
        .bind("best", best)
        .bind("metrics", Json.write(metrics))
        .bind("score", score(run.metric(), metrics))
        .bind("band", band(run.thresholds(), metrics))
        .bind("phases", Json.write(Phase.sum(run.phases(), spent)))
        .bind("outside", secondsOutside)
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
