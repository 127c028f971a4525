package dev.trawl.store.table;

import dev.trawl.store.file.Digest;
import dev.trawl.store.file.Json;
import dev.trawl.track.RunEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What runs were trained with, each list of entries once, and from when on which run had which. */
public final class EnvironmentTable {
  private EnvironmentTable() {}

  /** The number of a list of entries, which is added if it is new. Within a write transaction. */
  static long key(Handle handle, Map<String, String> entries) {
    String text = Json.write(entries);
    String sha256 = Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    return handle
        .createQuery("SELECT id FROM environment WHERE sha256 = :sha256")
        .bind("sha256", sha256)
        .mapTo(Long.class)
        .findOne()
        .orElseGet(
            () -> CheckedTable.ENVIRONMENT.add(handle, Map.of("sha256", sha256, "entries", text)));
  }

  public static void put(Handle handle, long runKey, RunEnvironment environment) {
    CheckedTable.RUN_ENVIRONMENT.put(
        handle,
        "run_id, began_at",
        Map.of(
            "run_id", runKey,
            "began_at", environment.beganAt().toEpochMilli(),
            "environment_id", key(handle, environment.entries())));
  }

  /** By time, without those that are damaged. */
  public static List<RunEnvironment> ofRun(Handle handle, long runKey) {
    return CheckedTable.RUN_ENVIRONMENT
        .wholeRows(handle, "WHERE t.run_id = :run ORDER BY t.began_at", Map.of("run", runKey))
        .stream()
        .flatMap(
            row ->
                entries(handle, row.number("environment_id"))
                    .map(entries -> new RunEnvironment(row.instant("began_at"), entries))
                    .stream())
        .toList();
  }

  private static Optional<Map<String, String>> entries(Handle handle, long key) {
    return CheckedTable.ENVIRONMENT
        .wholeRows(handle, "WHERE t.id = :id", Map.of("id", key))
        .stream()
        .findFirst()
        .map(row -> Json.read(row.text("entries"), Json.TEXTS));
  }
}
