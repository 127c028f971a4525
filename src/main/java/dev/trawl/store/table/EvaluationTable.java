package dev.trawl.store.table;

import dev.trawl.store.file.Json;
import dev.trawl.track.Evaluation;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How runs did on the test images. */
public final class EvaluationTable {
  private EvaluationTable() {}

  static void put(Handle handle, long runKey, Evaluation evaluation) {
    CheckedTable.EVALUATION.put(
        handle,
        "run_id",
        Map.of(
            "run_id", runKey,
            "loss", evaluation.loss(),
            "confusion", Json.write(evaluation.confusion())));
  }

  public static Optional<Evaluation> find(Handle handle, long runKey) {
    return CheckedTable.EVALUATION
        .row(handle, "WHERE t.run_id = :run", Map.of("run", runKey))
        .map(EvaluationTable::read);
  }

  private static Evaluation read(StoredRow row) {
    return new Evaluation(row.real("loss"), Json.read(row.text("confusion"), Json.MATRIX));
  }
}
