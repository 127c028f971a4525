package dev.trawl.store.table;

import dev.trawl.track.Notification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Notifications on their way. Times are in milliseconds since 1970. */
public final class OutboxTable {
  private OutboxTable() {}

  /** Within a write transaction, as all that writes here. */
  public static void post(Handle handle, String key, String channel, String payload, long now) {
    if (row(handle, key).isPresent()) {
      return;
    }
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("uid", key);
    values.put("channel", channel);
    values.put("payload", payload);
    values.put("attempts", 0);
    values.put("created_at", now);
    values.put("due_at", now);
    CheckedTable.OUTBOX.add(handle, values);
  }

  private static Optional<StoredRow> row(Handle handle, String key) {
    return CheckedTable.OUTBOX.row(handle, "WHERE t.uid = :uid", Map.of("uid", key));
  }

  private static StoredRow need(Handle handle, String key) {
    return row(handle, key)
        .orElseThrow(
            () -> new IllegalArgumentException("need the key of a notification, found " + key));
  }

  public static boolean isDue(Handle handle, Predicate<String> channel, long now) {
    return handle
        .createQuery("SELECT DISTINCT channel FROM outbox WHERE due_at <= :now")
        .bind("now", now)
        .mapTo(String.class)
        .stream()
        .anyMatch(channel);
  }

  /** Those of such channels that are due, which are then due later. */
  public static List<Notification> take(
      Handle handle, Predicate<String> channel, int limit, long now, long later) {
    return CheckedTable.OUTBOX
        .wholeRows(handle, "WHERE t.due_at <= :now ORDER BY t.due_at, t.id", Map.of("now", now))
        .stream()
        .filter(row -> channel.test(row.text("channel")))
        .limit(limit)
        .map(
            row ->
                CheckedTable.OUTBOX.update(
                    handle, row, Map.of("attempts", row.integer("attempts") + 1, "due_at", later)))
        .map(OutboxTable::notification)
        .toList();
  }

  public static void sent(Handle handle, String key, long now) {
    Map<String, @Nullable Object> changes = new HashMap<>();
    changes.put("due_at", null);
    changes.put("failure", null);
    changes.put("sent_at", now);
    CheckedTable.OUTBOX.update(handle, need(handle, key), changes);
  }

  public static void failed(Handle handle, String key, String reason, @Nullable Long dueAt) {
    Map<String, @Nullable Object> changes = new HashMap<>();
    changes.put("due_at", dueAt);
    changes.put("failure", reason);
    CheckedTable.OUTBOX.update(handle, need(handle, key), changes);
  }

  /** The oldest first, without those that are damaged. */
  public static List<Notification> all(Handle handle) {
    return CheckedTable.OUTBOX.wholeRows(handle, "ORDER BY t.id", Map.of()).stream()
        .map(OutboxTable::notification)
        .toList();
  }

  private static Notification notification(StoredRow row) {
    return new Notification(
        row.text("uid"),
        row.text("channel"),
        row.text("payload"),
        row.integer("attempts"),
        row.textOrNull("failure"),
        row.instant("created_at"),
        row.instantOrNull("due_at"),
        row.instantOrNull("sent_at"));
  }
}
