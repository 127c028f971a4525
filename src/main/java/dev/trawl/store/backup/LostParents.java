package dev.trawl.store.backup;

import dev.trawl.store.file.ChecksumColumns;
import dev.trawl.store.file.Digest;
import dev.trawl.store.file.RowChecksum;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Rows of a repaired database whose parents did not come through. Of any schema version. */
final class LostParents {
  private final Handle handle;
  private final List<String> lost;

  /**
   * @param lost takes what is left out
   */
  LostParents(Handle handle, List<String> lost) {
    this.handle = handle;
    this.lost = lost;
  }

  /** A column that refers to the key of another table. */
  private record Reference(String table, String column, String parent, String key) {}

  /** Drops rows whose parent did not come through, and theirs; an environment is made up. */
  void drop() {
    addEnvironments();
    named(
        """
        SELECT 'the checkpoint of epoch ' || c.epoch || ' of run ' || r.number || ' (' || r.uid
          || '): its bytes are lost'
        FROM checkpoint c JOIN run r ON r.id = c.run_id JOIN sweep s ON s.id = r.sweep_id
        WHERE NOT EXISTS (SELECT 1 FROM checkpoint_model m WHERE m.id = c.model_id)
        ORDER BY c.run_id, c.epoch
        """);
    List<Reference> references = references();
    boolean isChanged = true;
    while (isChanged) {
      isChanged = false;
      for (Reference reference : references) {
        isChanged |= drop(reference) > 0;
      }
    }
  }

  private void named(String query) {
    lost.addAll(handle.createQuery(query).mapTo(String.class).list());
  }

  private int drop(Reference reference) {
    return handle.execute(
        """
        DELETE FROM "%1$s" c WHERE c."%2$s" IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM "%3$s" p WHERE p."%4$s" = c."%2$s")
        """
            .formatted(reference.table(), reference.column(), reference.parent(), reference.key()));
  }

  private List<Reference> references() {
    return handle
        .createQuery(
            """
            SELECT c.TABLE_NAME, c.COLUMN_NAME, p.TABLE_NAME, p.COLUMN_NAME
            FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS r
            JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE c ON c.CONSTRAINT_NAME = r.CONSTRAINT_NAME
            JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE p
              ON p.CONSTRAINT_NAME = r.UNIQUE_CONSTRAINT_NAME
            """)
        .map(
            (row, context) ->
                new Reference(
                    row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
        .list();
  }

  /** A run without the list of what it ran on is still a run. */
  private void addEnvironments() {
    List<Long> missing =
        handle
            .createQuery(
                """
                SELECT DISTINCT r.environment_id FROM run r
                WHERE NOT EXISTS (SELECT 1 FROM environment e WHERE e.id = r.environment_id)
                """)
            .mapTo(Long.class)
            .list();
    boolean isChecked = TableColumns.of(handle, "environment").contains(ChecksumColumns.CHECKSUM);
    for (long id : missing) {
      String sha256 = Digest.sha256(("lost " + id).getBytes(StandardCharsets.UTF_8));
      lost.add("what some runs ran on (environment %d)".formatted(id));
      handle
          .createUpdate(
              "INSERT INTO environment (id, sha256, entries%s) OVERRIDING SYSTEM VALUE VALUES (:id, :sha256, '{}'%s)"
                  .formatted(isChecked ? ", checksum" : "", isChecked ? ", :checksum" : ""))
          .bind("id", id)
          .bind("sha256", sha256)
          .bind("checksum", RowChecksum.of(List.of(id, sha256, "{}")))
          .execute();
    }
  }
}
