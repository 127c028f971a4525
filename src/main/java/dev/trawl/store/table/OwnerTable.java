package dev.trawl.store.table;

import dev.trawl.store.table.Liveness.LastHeartbeat;
import dev.trawl.track.Owner;
import dev.trawl.track.StopRequest;
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
            MERGE INTO sweep_owner (
              sweep_id, owner_uid, host, pid, started_at, heartbeat_at, checksum)
            KEY (sweep_id) VALUES (
              :sweep_id, :owner_uid, :host, :pid, :started_at, :heartbeat_at, :checksum)
            """)
        .bindMap(row(sweepKey, owner, now).bindings())
        .execute();
  }

  private static StoredRow row(long sweepKey, Owner owner, long now) {
    return StoredRow.of(
        CheckedTable.OWNER,
        Map.of(
            "sweep_id", sweepKey,
            "owner_uid", owner.id(),
            "host", owner.host(),
            "pid", owner.pid(),
            "started_at", owner.startedAt().toEpochMilli(),
            "heartbeat_at", now));
  }

  static void remove(Handle handle, long sweepKey) {
    handle.execute("DELETE FROM sweep_owner WHERE sweep_id = ?", sweepKey);
  }

  static Optional<LastHeartbeat> find(Handle handle, long sweepKey) {
    return handle
        .createQuery(CheckedTable.OWNER.select("o") + "WHERE o.sweep_id = :sweep")
        .bind("sweep", sweepKey)
        .map((row, context) -> CheckedTable.OWNER.read(row))
        .findOne()
        .map(row -> lastHeartbeat(row.needWhole(handle)));
  }

  /** The owners of the sweeps that are RUNNING, by the sweep's key, without damaged ones. */
  static Map<Long, LastHeartbeat> running(Handle handle) {
    Map<Long, LastHeartbeat> owners = new LinkedHashMap<>();
    handle
        .createQuery(
            CheckedTable.OWNER.select("o")
                + "JOIN sweep s ON s.id = o.sweep_id WHERE s.status = 'RUNNING' ORDER BY s.id")
        .map((row, context) -> CheckedTable.OWNER.read(row))
        .list()
        .stream()
        .filter(row -> row.isWhole(handle))
        .forEach(row -> owners.put(row.number("sweep_id"), lastHeartbeat(row)));
    return owners;
  }

  private static LastHeartbeat lastHeartbeat(StoredRow row) {
    Owner owner =
        new Owner(
            row.text("owner_uid"), row.text("host"), row.number("pid"), row.instant("started_at"));
    return new LastHeartbeat(owner, row.instant("heartbeat_at"));
  }

  /** Whether the sweep is the owner's. */
  static boolean beat(Handle handle, long sweepKey, Owner owner, long now) {
    return handle.execute(
            """
            UPDATE sweep_owner SET heartbeat_at = ?, checksum = ?
            WHERE sweep_id = ? AND owner_uid = ?
            """,
            now,
            row(sweepKey, owner, now).checksum(),
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
