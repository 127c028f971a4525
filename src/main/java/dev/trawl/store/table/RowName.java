package dev.trawl.store.table;

import dev.trawl.track.Damage;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a row is to a user, as far as it can be told: the row may be damaged, and so may be those
 * that it belongs to.
 *
 * @param text such as {@code epoch 3 of run 5 of sweep k (3f2a…)}
 */
public record RowName(
    String text, @Nullable String sweepId, @Nullable String runId, @Nullable Integer epoch) {

  public static RowName of(Handle handle, StoredRow row) {
    return switch (row.table()) {
      case SWEEP -> sweep(row);
      case OWNER -> ofSweep(handle, row.number("sweep_id")).prefixed("the owner of ", null);
      case RUN -> run(handle, row);
      case POINT -> {
        int epoch = PointTable.step(row.number("id"));
        String what = PointTable.isTest(row.number("id")) ? "the test of epoch " : "epoch ";
        yield ofRun(handle, PointTable.runKey(row.number("id")))
            .prefixed(what + epoch + " of ", epoch);
      }
      case CHECKPOINT -> {
        int epoch = row.integer("epoch");
        yield ofRun(handle, row.number("run_id"))
            .prefixed("the checkpoint of epoch %d of ".formatted(epoch), epoch);
      }
      case EVALUATION ->
          ofRun(handle, row.number("run_id")).prefixed("the confusion matrix of ", null);
      case LOGGED ->
          ofRun(handle, row.number("run_id"))
              .prefixed("what was logged at step %s of ".formatted(row.get("step")), null);
      case ARTIFACT ->
          ofRun(handle, row.number("run_id"))
              .prefixed("artifact %s of ".formatted(row.get("path")), null);
      case ARTIFACT_PIECE -> piece(handle, row.number("artifact_id"));
      case PREDICTION ->
          ofRun(handle, row.number("run_id")).prefixed("the predicted classes of ", null);
      case RUN_LOG -> ofRun(handle, row.number("run_id")).prefixed("the log of ", null);
      case RUN_ENVIRONMENT ->
          ofRun(handle, row.number("run_id")).prefixed("where it was trained: ", null);
      case DECISION ->
          ofRun(handle, row.number("run_id"))
              .prefixed("a decision on job %s, ".formatted(row.get("job")), null);
      case ADJUSTMENT ->
          ofSweep(handle, row.number("sweep_id")).prefixed("an adjustment of ", null);
      case MODEL_VERSION ->
          unnamed("version %s of model %s".formatted(row.get("version"), row.get("name")));
      case ALIAS_MOVE -> unnamed("a move of the alias %s of a model".formatted(row.get("alias")));
      case SAVED_VIEW -> unnamed("the saved view " + text(row, "name"));
      case OUTBOX -> unnamed("the notification " + text(row, "uid"));
      case ENVIRONMENT -> environment(handle, row.number("id"));
      case METRIC_KEY -> unnamed("metric name " + text(row, "name"));
      case PARAMETER_KEY -> unnamed("parameter name " + text(row, "name"));
      case METRIC_KEY_SET -> unnamed("set of metrics " + row.number("id"));
    };
  }

  private static RowName piece(Handle handle, long artifact) {
    return CheckedTable.ARTIFACT.rows(handle, "WHERE t.id = :id", Map.of("id", artifact)).stream()
        .findFirst()
        .map(row -> of(handle, row).prefixed("a piece of ", null))
        .orElseGet(() -> unnamed("a piece of an artifact that is not there"));
  }

  private static RowName unnamed(String text) {
    return new RowName(text, null, null, null);
  }

  private RowName prefixed(String prefix, @Nullable Integer step) {
    return new RowName(prefix + text, sweepId, runId, step);
  }

  private static RowName sweep(StoredRow row) {
    String uid = text(row, "uid");
    return new RowName("sweep %s (%s)".formatted(text(row, "name"), uid), uid, null, null);
  }

  private static RowName run(Handle handle, StoredRow row) {
    RowName sweep = ofSweep(handle, row.number("sweep_id"));
    String uid = text(row, "uid");
    String attempt = row.integer("attempt") == 1 ? "" : " attempt " + row.integer("attempt");
    return new RowName(
        "run %d%s of %s (%s)".formatted(row.integer("number"), attempt, sweep.text(), uid),
        sweep.sweepId(),
        uid,
        null);
  }

  private static RowName environment(Handle handle, long key) {
    return handle
        .createQuery(
            CheckedTable.RUN.select("r")
                + "WHERE r.environment_id = :id ORDER BY r.id FETCH FIRST ROW ONLY")
        .bind("id", key)
        .map((row, context) -> CheckedTable.RUN.read(row))
        .findOne()
        .map(row -> unnamed("the environment of " + run(handle, row).text() + " and maybe others"))
        .orElseGet(() -> unnamed("environment " + key));
  }

  /** Never fails, whatever the row holds. */
  private static String text(StoredRow row, String column) {
    return String.valueOf(row.get(column));
  }

  static RowName ofRun(Handle handle, long key) {
    return handle
        .createQuery(CheckedTable.RUN.select("r") + "WHERE r.id = :id")
        .bind("id", key)
        .map((row, context) -> CheckedTable.RUN.read(row))
        .findOne()
        .map(row -> run(handle, row))
        .orElseGet(() -> unnamed("a run that is not there (row %d)".formatted(key)));
  }

  static RowName ofSweep(Handle handle, long key) {
    return handle
        .createQuery(CheckedTable.SWEEP.select("s") + "WHERE s.id = :id")
        .bind("id", key)
        .map((row, context) -> CheckedTable.SWEEP.read(row))
        .findOne()
        .map(row -> new RowName("sweep " + text(row, "name"), text(row, "uid"), null, null))
        .orElseGet(() -> unnamed("a sweep that is not there (row %d)".formatted(key)));
  }

  Damage damage(String description) {
    return new Damage(sweepId, runId, epoch, description);
  }
}
