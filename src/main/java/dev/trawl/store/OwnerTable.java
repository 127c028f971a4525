package dev.trawl.store;

import dev.trawl.store.Liveness.Heard;
import dev.trawl.track.Owner;
import dev.trawl.track.StopRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Who runs which sweep, and what is asked of them. */
final class OwnerTable {
  private OwnerTable() {}

  static void put(Handle handle, long sweepKey, Owner owner, long now) {
    handle
        .createUpdate(
            """
            MERGE INTO sweep_owner (sweep_id, owner_uid, host, pid, started_at, heartbeat_at)
            KEY (sweep_id) VALUES (:sweep, :owner, :host, :pid, :started, :now)
            """)
        .bind("sweep", sweepKey)
        .bind("owner", owner.id())
        .bind("host", owner.host())
        .bind("pid", owner.pid())
        .bind("started", owner.startedAt().toEpochMilli())
        .bind("now", now)
        .execute();
  }

  static void remove(Handle handle, long sweepKey) {
    handle.execute("DELETE FROM sweep_owner WHERE sweep_id = ?", sweepKey);
  }

  static Optional<Heard> find(Handle handle, long sweepKey) {
    return handle
        .createQuery("SELECT * FROM sweep_owner WHERE sweep_id = :sweep")
        .bind("sweep", sweepKey)
        .map((row, context) -> heard(row))
        .findOne();
  }

  /** The owners of the sweeps that are RUNNING, by the sweep's key. */
  static Map<Long, Heard> running(Handle handle) {
    Map<Long, Heard> owners = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            SELECT o.* FROM sweep_owner o JOIN sweep s ON s.id = o.sweep_id
            WHERE s.status = 'RUNNING' ORDER BY s.id
            """)
        .map((row, context) -> Map.entry(row.getLong("sweep_id"), heard(row)))
        .forEach(entry -> owners.put(entry.getKey(), entry.getValue()));
    return owners;
  }

  private static Heard heard(ResultSet row) throws SQLException {
    Owner owner =
        new Owner(
            row.getString("owner_uid"),
            row.getString("host"),
            row.getLong("pid"),
            Instant.ofEpochMilli(row.getLong("started_at")));
    return new Heard(owner, Instant.ofEpochMilli(row.getLong("heartbeat_at")));
  }

  /** Whether the sweep is the owner's. */
  static boolean beat(Handle handle, long sweepKey, Owner owner, long now) {
    return handle.execute(
            "UPDATE sweep_owner SET heartbeat_at = ? WHERE sweep_id = ? AND owner_uid = ?",
            now,
            sweepKey,
            owner.id())
        > 0;
  }

  static void request(Handle handle, long sweepKey, @Nullable Long runKey, long now) {
    handle
        .createUpdate(
            """
            INSERT INTO stop_request (sweep_id, run_id, requested_at)
            SELECT :sweep, :run, :now WHERE NOT EXISTS (
              SELECT 1 FROM stop_request
              WHERE sweep_id = :sweep AND run_id IS NOT DISTINCT FROM :run)
            """)
        .bind("sweep", sweepKey)
        .bindByType("run", runKey, Long.class)
        .bind("now", now)
        .execute();
  }

  static List<StopRequest> requests(Handle handle, long sweepKey) {
    return handle
        .createQuery(
            """
            SELECT s.uid AS sweep, r.uid AS run
            FROM stop_request q JOIN sweep s ON s.id = q.sweep_id LEFT JOIN run r ON r.id = q.run_id
            WHERE q.sweep_id = :sweep ORDER BY q.id
            """)
        .bind("sweep", sweepKey)
        .map((row, context) -> new StopRequest(row.getString("sweep"), row.getString("run")))
        .list();
  }

  static void forgetRequests(Handle handle, long sweepKey) {
    handle.execute("DELETE FROM stop_request WHERE sweep_id = ?", sweepKey);
  }

  static void forgetRequest(Handle handle, long runKey) {
    handle.execute("DELETE FROM stop_request WHERE run_id = ?", runKey);
  }
}
