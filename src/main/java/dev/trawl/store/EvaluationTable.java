package dev.trawl.store;

import dev.trawl.track.Evaluation;
import dev.trawl.track.Metric;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How runs did on the test images. */
final class EvaluationTable {
  private EvaluationTable() {}

  static void put(Handle handle, long runKey, Evaluation evaluation) {
    handle
        .createUpdate(
            """
            MERGE INTO evaluation (run_id, loss, confusion) KEY (run_id)
            VALUES (:run, :loss, :confusion)
            """)
        .bind("run", runKey)
        .bind("loss", evaluation.loss())
        .bind("confusion", Json.write(evaluation.confusion()))
        .execute();
  }

  /** What a run's metrics repeat of it. */
  static Map<String, Double> metrics(Evaluation evaluation) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(Metric.TEST_LOSS, evaluation.loss());
    metrics.put(Metric.TEST_ACCURACY, evaluation.accuracy());
    return metrics;
  }

  static Optional<Evaluation> find(Handle handle, long runKey) {
    return handle
        .createQuery("SELECT loss, confusion FROM evaluation WHERE run_id = :run")
        .bind("run", runKey)
        .map(
            (row, context) ->
                new Evaluation(
                    row.getDouble("loss"), Json.read(row.getString("confusion"), Json.MATRIX)))
        .findOne();
  }
}
