package dev.trawl.store.database;

import dev.trawl.store.file.RowChecksum;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Schema 8: tables for all that several parts share. A run says where it comes from, and what was
 * logged of it last beside its epochs; what a program of one's own tracks needs no data set and no
 * metric.
 *
 * <p>Released, so it never changes, and uses nothing of the store that does: {@link RowChecksum}
 * doesn't.
 */
final class V008Roles extends SchemaMigration {
  /** The columns of {@code run} in the order of the checksum, with the new ones at the end. */
  private static final String RUN =
      """
      id, uid, sweep_id, number, attempt, hidden, status, reason, parameters, seed,
      environment_id, tags, metrics, epochs, best_epoch, score, band, seconds,
      seconds_outside_epochs, phases, created_at, started_at, ended_at, deleted_at, sequence,
      candidate, budget, parent, logged
      """;

  private static final int OLD_COLUMNS = 25;

  private static final List<String> CHANGES =
      List.of(
          "ALTER TABLE run ADD COLUMN candidate INTEGER",
          "UPDATE run SET candidate = number",
          "ALTER TABLE run ALTER COLUMN candidate SET NOT NULL",
          "ALTER TABLE run ADD COLUMN budget INTEGER", // epochs; null: as many as the sweep has
          "ALTER TABLE run ADD COLUMN parent VARCHAR(32)", // run.uid; of the finals
          // JSON: the metrics logged last, by name, each with its step and time.
          "ALTER TABLE run ADD COLUMN logged VARCHAR DEFAULT '{}' NOT NULL");

  /** Columns of {@code sweep} that a program of one's own need not know. */
  private static final List<String> OPTIONAL =
      List.of(
          "model",
          "metric_name",
          "metric_goal",
          "epochs",
          "dataset_name",
          "dataset_sha256",
          "train_images",
          "validation_images",
          "test_images",
          "height",
          "width",
          "channels",
          "labels");

  private static final List<String> TABLES =
      List.of(
          """
          -- Metrics beside the epochs: what was logged at once for a step, in the order of logging.
          CREATE TABLE logged_metric (
            id BIGINT PRIMARY KEY,
            run_id BIGINT NOT NULL REFERENCES run,
            step BIGINT NOT NULL,
            logged_at BIGINT NOT NULL,
            key_set_id INTEGER NOT NULL, -- metric_key_set.id
            metric_values VARBINARY NOT NULL, -- as in metric_point
            checksum INTEGER NOT NULL
          )
          """,
          "CREATE INDEX logged_metric_run ON logged_metric (run_id, id)",
          """
          CREATE TABLE artifact (
            id BIGINT PRIMARY KEY,
            run_id BIGINT NOT NULL REFERENCES run,
            path VARCHAR NOT NULL,
            bytes BIGINT NOT NULL,
            sha256 VARCHAR(64) NOT NULL,
            created_at BIGINT NOT NULL,
            checksum INTEGER NOT NULL,
            UNIQUE (run_id, path)
          )
          """,
          """
          CREATE TABLE artifact_piece (
            artifact_id BIGINT NOT NULL REFERENCES artifact,
            place INTEGER NOT NULL, -- from 0
            data VARBINARY NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (artifact_id, place)
          )
          """,
          """
          CREATE TABLE prediction (
            run_id BIGINT NOT NULL REFERENCES run,
            part VARCHAR(16) NOT NULL,
            epoch INTEGER NOT NULL,
            data VARBINARY NOT NULL, -- see PackedPredictions
            checksum INTEGER NOT NULL,
            PRIMARY KEY (run_id, part)
          )
          """,
          """
          CREATE TABLE run_log (
            run_id BIGINT PRIMARY KEY REFERENCES run,
            head VARCHAR NOT NULL,
            tail VARCHAR NOT NULL,
            omitted BIGINT NOT NULL, -- characters between them
            failure VARCHAR,
            trace VARCHAR,
            checksum INTEGER NOT NULL
          )
          """,
          """
          CREATE TABLE run_environment (
            run_id BIGINT NOT NULL REFERENCES run,
            began_at BIGINT NOT NULL,
            environment_id BIGINT NOT NULL REFERENCES environment,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (run_id, began_at)
          )
          """,
          """
          CREATE TABLE decision (
            id BIGINT PRIMARY KEY,
            sweep_id BIGINT NOT NULL REFERENCES sweep,
            run_id BIGINT NOT NULL REFERENCES run,
            job INTEGER NOT NULL,
            begins BOOLEAN NOT NULL, -- the job; else ends it
            kind VARCHAR(16) NOT NULL,
            epoch INTEGER NOT NULL,
            known INTEGER NOT NULL, -- the last job that it was decided on
            reason VARCHAR, -- JSON
            decided_at BIGINT NOT NULL,
            checksum INTEGER NOT NULL,
            UNIQUE (sweep_id, job, begins)
          )
          """,
          """
          CREATE TABLE adjustment (
            id BIGINT PRIMARY KEY,
            sweep_id BIGINT NOT NULL REFERENCES sweep,
            job INTEGER NOT NULL, -- the first that it holds for
            sweep_key VARCHAR NOT NULL,
            value_before VARCHAR NOT NULL,
            value_after VARCHAR NOT NULL,
            adjusted_by VARCHAR NOT NULL,
            adjusted_at BIGINT NOT NULL,
            checksum INTEGER NOT NULL
          )
          """,
          "CREATE INDEX adjustment_sweep ON adjustment (sweep_id, id)",
          """
          CREATE TABLE model_version (
            id BIGINT PRIMARY KEY,
            name VARCHAR NOT NULL,
            version INTEGER NOT NULL,
            run_uid VARCHAR(32) NOT NULL, -- it outlives the run
            location VARCHAR NOT NULL,
            files VARCHAR NOT NULL, -- JSON
            registered_at BIGINT NOT NULL,
            checksum INTEGER NOT NULL,
            UNIQUE (name, version)
          )
          """,
          """
          CREATE TABLE alias_move (
            id BIGINT PRIMARY KEY,
            model VARCHAR NOT NULL,
            alias VARCHAR NOT NULL,
            version INTEGER, -- null: it stands for none any more
            moved_by VARCHAR NOT NULL,
            test VARCHAR,
            moved_at BIGINT NOT NULL,
            checksum INTEGER NOT NULL
          )
          """,
          "CREATE INDEX alias_move_model ON alias_move (model, alias, id)",
          """
          CREATE TABLE saved_view (
            id BIGINT PRIMARY KEY,
            name VARCHAR NOT NULL UNIQUE,
            query VARCHAR NOT NULL,
            saved_at BIGINT NOT NULL,
            checksum INTEGER NOT NULL
          )
          """,
          """
          CREATE TABLE outbox (
            id BIGINT PRIMARY KEY,
            uid VARCHAR NOT NULL UNIQUE,
            channel VARCHAR NOT NULL,
            payload VARCHAR NOT NULL,
            attempts INTEGER NOT NULL,
            failure VARCHAR,
            created_at BIGINT NOT NULL,
            due_at BIGINT, -- null: it is sent or given up
            sent_at BIGINT,
            checksum INTEGER NOT NULL
          )
          """,
          "CREATE INDEX outbox_due ON outbox (due_at, id)");

  V008Roles() {
    super(8, "roles");
  }

  @Override
  void migrate(Connection connection) throws SQLException {
    execute(connection, CHANGES);
    fill(connection, "run", RUN.strip() + ", checksum", V008Roles::checksum);
    execute(
        connection,
        OPTIONAL.stream()
            .map("ALTER TABLE sweep ALTER COLUMN %s DROP NOT NULL"::formatted)
            .toList());
    execute(connection, TABLES);
  }

  /** A row that was damaged before stays so, by the same difference. */
  private static int checksum(List<@Nullable Object> values) {
    int before = (Integer) Objects.requireNonNull(values.get(values.size() - 1));
    List<@Nullable Object> all = values.subList(0, values.size() - 1);
    int needed = RowChecksum.of(all.subList(0, OLD_COLUMNS));
    return RowChecksum.of(all) ^ needed ^ before;
  }
}
