package dev.trawl.store;

import dev.trawl.track.Change;
import dev.trawl.track.NewRun;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Runs being created, with what they share with others or are sorted by. */
final class RunCreation {
  private RunCreation() {}

  static void insert(WriteTransaction transaction, String uid, long sweepKey, NewRun run) {
    Handle handle = transaction.handle();
    handle.execute(
        "UPDATE run SET superseded = TRUE WHERE sweep_id = ? AND number = ? AND attempt < ?",
        sweepKey,
        run.number(),
        run.attempt());
    long key =
        handle
            .createUpdate(
                """
                INSERT INTO run (uid, sweep_id, number, attempt, superseded, status, parameters,
                  seed, environment_id, tags, metrics, epochs, seconds, seconds_outside_epochs,
                  created_at, sequence)
                VALUES (:uid, :sweep, :number, :attempt, EXISTS (
                    SELECT 1 FROM run
                    WHERE sweep_id = :sweep AND number = :number AND attempt > :attempt),
                  'SCHEDULED', :parameters, :seed, :environment, '{}', '{}', 0, 0, 0, :now, 0)
                """)
            .bind("uid", uid)
            .bind("sweep", sweepKey)
            .bind("number", run.number())
            .bind("attempt", run.attempt())
            .bind("parameters", Json.writeParameters(run.parameters()))
            .bind("seed", run.seed())
            .bind("environment", environmentKey(handle, run.environment()))
            .bind("now", transaction.now())
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    insertParameters(handle, sweepKey, key, run);
    RunTable.stamp(transaction, sweepKey, key, Change.Kind.RUN);
  }

  private static long environmentKey(Handle handle, Map<String, String> environment) {
    String entries = Json.write(environment);
    String sha256 = Digest.sha256(entries.getBytes(StandardCharsets.UTF_8));
    handle.execute(
        """
        INSERT INTO environment (sha256, entries)
        SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM environment WHERE sha256 = ?)
        """,
        sha256,
        entries,
        sha256);
    return handle
        .createQuery("SELECT id FROM environment WHERE sha256 = :sha256")
        .bind("sha256", sha256)
        .mapTo(Long.class)
        .one();
  }

  private static void insertParameters(Handle handle, long sweepKey, long key, NewRun run) {
    Map<String, Object> parameters = run.parameters();
    if (parameters.isEmpty()) {
      return;
    }
    Map<String, Integer> keys = Dictionary.PARAMETER.keys(handle, parameters.keySet());
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO run_parameter (run_id, key_id, numeric_value, text_value, sweep_id, number)
            VALUES (:run, :key, :numeric, :text, :sweep, :number)
            """);
    parameters.forEach(
        (name, value) ->
            batch
                .bind("run", key)
                .bind("key", keys.get(name))
                .bind("numeric", value instanceof Number number ? number.doubleValue() : null)
                .bind("text", Json.write(value))
                .bind("sweep", sweepKey)
                .bind("number", run.number())
                .add());
    batch.execute();
  }
}
