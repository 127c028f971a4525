package dev.trawl.store.backup;

import dev.trawl.store.database.FoundDamage;
import dev.trawl.store.file.Json;
import dev.trawl.store.table.ArtifactTable;
import dev.trawl.store.table.CheckedTable;
import dev.trawl.store.table.CopiedCheckpoints;
import dev.trawl.store.table.DatabaseCheck;
import dev.trawl.store.table.RowName;
import dev.trawl.store.table.RunValues;
import dev.trawl.store.table.StoredRow;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Damage;
import dev.trawl.track.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows that came from a damaged database belong together again. Before it is migrated, what
 * it uses of the schema is what every version of it has.
 */
final class RepairedRows {
  private static final long STEPS_OF_A_RUN = 1L << 32;

  private final Handle handle;
  private final List<String> lost;
  private final RecoveredSweeps recovered;

  /**
   * @param lost takes what is left out
   */
  RepairedRows(Handle handle, List<String> lost, RecoveredSweeps recovered) {
    this.handle = handle;
    this.lost = lost;
    this.recovered = recovered;
  }

  /** Rows that are not as they were written. */
  private void dropDamaged() {
    for (CheckedTable table : CheckedTable.values()) {
      List<Long> damaged = new ArrayList<>();
      handle
          .createQuery(
              "SELECT %s, r._ROWID_ FROM %s r".formatted(table.columns("r"), table.table()))
          .map(
              (result, context) -> {
                StoredRow row = table.read(result);
                if (row.checksum() != row.found()) {
                  damaged.add(result.getLong(table.columns().size() + 2));
                  if (table != CheckedTable.RUN) { // which is named with what it had
                    lost.add(RowName.of(handle, row).text() + ": its checksum is another");
                  }
                }
                return row.checksum();
              })
          .forEach(checksum -> {});
      for (long row : damaged) {
        handle.execute("DELETE FROM %s WHERE _ROWID_ = ?".formatted(table.table()), row);
      }
    }
  }

  /** New rows get keys after those that came through, and changes numbers. */
  void restartNumbers() {
    List<Map.Entry<String, String>> identities =
        handle
            .createQuery(
                """
                SELECT TABLE_NAME, COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS
                WHERE IS_IDENTITY = 'YES' AND TABLE_SCHEMA = 'PUBLIC'
                """)
            .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
            .list();
    for (Map.Entry<String, String> identity : identities) {
      long last =
          number(
              "SELECT COALESCE(MAX(\"%s\"), 0) FROM \"%s\""
                  .formatted(identity.getValue(), identity.getKey()));
      handle.execute(
          "ALTER TABLE \"%s\" ALTER COLUMN \"%s\" RESTART WITH %d"
              .formatted(identity.getKey(), identity.getValue(), last + 1));
    }
    long sequence =
        number(
            """
            SELECT GREATEST(
              (SELECT COALESCE(MAX(sequence), 0) FROM change_counter),
              (SELECT COALESCE(MAX(sequence), 0) FROM change),
              (SELECT COALESCE(MAX(sequence), 0) FROM sweep),
              (SELECT COALESCE(MAX(sequence), 0) FROM run))
            """);
    handle.execute("MERGE INTO change_counter (id, sequence) KEY (id) VALUES (1, ?)", sequence);
    handle.execute(
        """
        DELETE FROM change c WHERE NOT EXISTS (SELECT 1 FROM sweep s WHERE s.id = c.sweep_id)
          OR (c.run_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM run r WHERE r.id = c.run_id))
        """);
  }

  private long number(String query) {
    return handle.createQuery(query).mapTo(Long.class).one();
  }

  /**
   * Of the current schema: makes what is recorded twice the same, and compares checkpoints with
   * their SHA-256.
   */
  void complete() {
    dropUnreadable();
    ArtifactTable.dropIncomplete(handle)
        .forEach(name -> lost.add(name + ": some of its bytes are lost"));
    addMetricNames();
    dropPoints();
    countEpochs();
    recovered.dropBands(handle);
    sortRuns();
    dropCheckpoints();
    new DatabaseCheck(handle).checkRows();
    lost.addAll(FoundDamage.of(handle).all().stream().map(Damage::description).toList());
  }

  /** Beside rows with another checksum: before schema 7, none told of runs with damaged texts. */
  private void dropUnreadable() {
    handle.execute("SET REFERENTIAL_INTEGRITY FALSE");
    recovered.mend(handle);
    dropDamaged(); // a migration leaves checksums that were others
    List<Long> damaged = new ArrayList<>();
    handle
        .createQuery(CheckedTable.RUN.select("r"))
        .map((row, context) -> CheckedTable.RUN.read(row))
        .forEach(
            run -> {
              try {
                Json.read(run.text("metrics"), Json.NUMBERS);
                Json.read(run.text("parameters"), Json.VALUES);
                Json.read(run.text("tags"), Json.TEXTS);
                Json.read(run.text("phases"), Json.NUMBERS);
              } catch (StoreException e) {
                damaged.add(run.number(CheckedTable.ID));
              }
            });
    damaged.forEach(key -> handle.execute("DELETE FROM run WHERE id = ?", key));
    recovered.dropEmpty(handle);
    new LostParents(handle, lost).drop();
    handle.execute("SET REFERENTIAL_INTEGRITY TRUE");
  }

  /** The values of a metric whose name is lost are kept under another. */
  private void addMetricNames() {
    Set<Integer> known =
        new HashSet<>(handle.createQuery("SELECT id FROM metric_key").mapTo(Integer.class).list());
    Set<Integer> missing = new LinkedHashSet<>();
    handle
        .createQuery(CheckedTable.METRIC_KEY_SET.select("s"))
        .map((row, context) -> CheckedTable.METRIC_KEY_SET.read(row))
        .forEach(
            set ->
                Arrays.stream(set.array("key_ids"))
                    .map(Integer.class::cast)
                    .filter(key -> !known.contains(key))
                    .forEach(missing::add));
    for (int key : missing) {
      String name = "lost_name_" + key;
      lost.add("the name of a metric, whose values are now called " + name);
      handle
          .createUpdate(CheckedTable.METRIC_KEY.insert(true))
          .bindMap(
              StoredRow.of(CheckedTable.METRIC_KEY, Map.of("id", key, "name", name)).bindings())
          .execute();
    }
  }

  private void dropPoints() {
    handle
        .createUpdate(
            "DELETE FROM metric_point p WHERE NOT EXISTS (SELECT 1 FROM run r WHERE r.id = p.id /"
                + " :steps)")
        .bind("steps", STEPS_OF_A_RUN)
        .execute();
    int unnamed =
        handle.execute(
            """
            DELETE FROM metric_point p
            WHERE NOT EXISTS (SELECT 1 FROM metric_key_set s WHERE s.id = p.key_set_id)
            """);
    if (unnamed > 0) {
      lost.add("%d epochs and tests: which metrics they hold is lost".formatted(unnamed));
    }
  }

  private void countEpochs() {
    Map<StoredRow, Integer> changed = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            SELECT %s, (SELECT COUNT(*) FROM metric_point p
              WHERE p.id >= r.id * :steps AND p.id < (r.id + 1) * :steps
                AND p.seconds IS NOT NULL) AS found
            FROM run r ORDER BY r.id
            """
                .formatted(CheckedTable.RUN.columns("r")))
        .bind("steps", STEPS_OF_A_RUN)
        .map((row, context) -> Map.entry(CheckedTable.RUN.read(row), row.getInt("found")))
        .filter(run -> run.getKey().integer("epochs") != run.getValue())
        .forEach(run -> changed.put(run.getKey(), run.getValue()));
    changed.forEach(
        (run, found) -> {
          lost.add(
              "%d of %d epochs of %s"
                  .formatted(
                      run.integer("epochs") - found,
                      run.integer("epochs"),
                      RowName.of(handle, run).text()));
          Map<String, @Nullable Object> changes = new HashMap<>();
          changes.put("epochs", found);
          Object best = run.bindings().get("best_epoch");
          if (best instanceof Integer epoch && epoch > found) {
            changes.put("best_epoch", null); // it may be among those that are lost
          }
          CheckedTable.RUN.update(handle, run, changes);
        });
  }

  /** What runs are sorted by repeats what they hold. */
  private void sortRuns() {
    handle.execute("DELETE FROM run_metric");
    handle.execute("DELETE FROM run_parameter");
    RunValues<Double> metrics = RunValues.metrics(handle);
    RunValues<Object> parameters = RunValues.parameters(handle);
    for (StoredRow run :
        handle
            .createQuery(CheckedTable.RUN.select("r"))
            .map((row, context) -> CheckedTable.RUN.read(row))
            .list()) {
      long key = run.number(CheckedTable.ID);
      long sweep = run.number("sweep_id");
      metrics.add(key, sweep, run.integer("number"), Json.read(run.text("metrics"), Json.NUMBERS));
      parameters.add(
          key, sweep, run.integer("number"), Json.read(run.text("parameters"), Json.VALUES));
    }
    metrics.execute();
    parameters.execute();
  }

  private void dropCheckpoints() {
    for (Checkpoint damaged : new CopiedCheckpoints(handle).damaged()) {
      lost.add(
          "the checkpoint of epoch %d of run %s: its bytes are damaged"
              .formatted(damaged.epoch(), damaged.runId()));
      handle.execute(
          "DELETE FROM checkpoint WHERE epoch = ? AND run_id = (SELECT id FROM run WHERE uid = ?)",
          damaged.epoch(),
          damaged.runId());
    }
    handle.execute(
        """
        DELETE FROM checkpoint_model m
        WHERE NOT EXISTS (SELECT 1 FROM checkpoint c WHERE c.model_id = m.id)
        """);
  }
}
