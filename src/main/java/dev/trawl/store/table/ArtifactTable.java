package dev.trawl.store.table;

import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.file.Digest;
import dev.trawl.track.Artifact;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Files of runs beside their checkpoints, in pieces, so that none is read or written at once. */
public final class ArtifactTable {
  private static final int PIECE_BYTES = 256 << 10;

  private ArtifactTable() {}

  /** An artifact but for its bytes. */
  public record Found(long key, Artifact artifact) {
    public ContentStream.Content content() {
      return new ContentStream.Content(
          "artifact %s/%s".formatted(artifact.runId(), artifact.path()),
          artifact.bytes(),
          artifact.sha256());
    }
  }

  /** Puts a file in the place of the one with the same path. Within a write transaction. */
  public static void put(WriteTransaction transaction, long runKey, String path, byte[] content) {
    Handle handle = transaction.handle();
    remove(handle, runKey, path);
    long key =
        CheckedTable.ARTIFACT.add(
            handle,
            Map.of(
                "run_id",
                runKey,
                "path",
                path,
                "bytes",
                (long) content.length,
                "sha256",
                Digest.sha256(content),
                "created_at",
                transaction.now()));
    PreparedBatch pieces = handle.prepareBatch(CheckedTable.ARTIFACT_PIECE.insert(true));
    for (int from = 0; from < content.length; from += PIECE_BYTES) {
      byte[] data = Arrays.copyOfRange(content, from, Math.min(content.length, from + PIECE_BYTES));
      Map<String, Object> piece =
          Map.of("artifact_id", key, "place", from / PIECE_BYTES, "data", data);
      pieces.add(StoredRow.of(CheckedTable.ARTIFACT_PIECE, piece).bindings());
    }
    if (pieces.size() > 0) {
      pieces.execute();
    }
  }

  /** Whether it was there. */
  public static boolean remove(Handle handle, long runKey, String path) {
    handle.execute(
        """
        DELETE FROM artifact_piece WHERE artifact_id =
          (SELECT a.id FROM artifact a WHERE a.run_id = ? AND a.path = ?)
        """,
        runKey,
        path);
    return handle.execute("DELETE FROM artifact WHERE run_id = ? AND path = ?", runKey, path) > 0;
  }

  /** By path, without those that are damaged. */
  public static List<Artifact> ofRun(Handle handle, RunTable.Entry run) {
    return CheckedTable.ARTIFACT
        .wholeRows(handle, "WHERE t.run_id = :run ORDER BY t.path", Map.of("run", run.key()))
        .stream()
        .map(row -> artifact(row, run.uid()))
        .toList();
  }

  public static Optional<Found> find(Handle handle, RunTable.Entry run, String path) {
    return CheckedTable.ARTIFACT
        .row(
            handle,
            "WHERE t.run_id = :run AND t.path = :path",
            Map.of("run", run.key(), "path", path))
        .map(row -> new Found(row.number("id"), artifact(row, run.uid())));
  }

  private static Artifact artifact(StoredRow row, String run) {
    return new Artifact(
        run, row.text("path"), row.number("bytes"), row.text("sha256"), row.instant("created_at"));
  }

  /**
   * The piece that begins at an offset; empty once the artifact is removed.
   *
   * @throws dev.trawl.track.DamagedRecordException when it is damaged
   */
  public static Optional<byte[]> piece(Handle handle, Found artifact, long offset) {
    return CheckedTable.ARTIFACT_PIECE
        .row(
            handle,
            "WHERE t.artifact_id = :artifact AND t.place = :place",
            Map.of("artifact", artifact.key(), "place", (int) (offset / PIECE_BYTES)))
        .map(row -> row.bytes("data"));
  }

  /** Drops artifacts of which pieces are lost: what they were. */
  public static List<String> dropIncomplete(Handle handle) {
    List<StoredRow> incomplete =
        CheckedTable.ARTIFACT.rows(
            handle,
            """
            WHERE t.bytes <> (SELECT COALESCE(SUM(OCTET_LENGTH(p.data)), 0)
              FROM artifact_piece p WHERE p.artifact_id = t.id)
            ORDER BY t.id
            """,
            Map.of());
    List<String> names = incomplete.stream().map(row -> RowName.of(handle, row).text()).toList();
    for (StoredRow row : incomplete) {
      handle.execute("DELETE FROM artifact_piece WHERE artifact_id = ?", row.number("id"));
      handle.execute("DELETE FROM artifact WHERE id = ?", row.number("id"));
    }
    return names;
  }
}
