package dev.trawl.store;

import dev.trawl.store.database.DatabaseClock;
import dev.trawl.store.table.OutboxTable;
import dev.trawl.track.Notification;
import dev.trawl.track.Outbox;
import dev.trawl.track.RecordableText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Notifications on their way. */
interface H2Outbox extends H2Role, Outbox {
  @Override
  default void post(String key, String channel, String payload) {
    RecordableText.name("a notification", key);
    RecordableText.text("a notification", payload);
    parts()
        .database()
        .write(
            transaction ->
                OutboxTable.post(transaction.handle(), key, channel, payload, transaction.now()),
            handle -> true);
  }

  /** A try that may have been committed takes others: those are due again after the lease. */
  @Override
  default List<Notification> take(Predicate<String> channel, int limit, Duration lease) {
    DatabaseClock clock = parts().database().clock();
    boolean isDue =
        parts()
            .read(handle -> OutboxTable.isDue(handle, channel, clock.now(handle).toEpochMilli()));
    if (!isDue) {
      return List.of(); // Asked every few seconds: nothing is written for it.
    }
    AtomicReference<List<Notification>> taken = new AtomicReference<>(List.of());
    parts()
        .database()
        .write(
            transaction ->
                taken.set(
                    OutboxTable.take(
                        transaction.handle(),
                        channel,
                        limit,
                        transaction.now(),
                        transaction.now() + lease.toMillis())),
            handle -> true);
    return Objects.requireNonNull(taken.get());
  }

  @Override
  default void sent(String key) {
    parts()
        .database()
        .write(
            transaction -> OutboxTable.sent(transaction.handle(), key, transaction.now()),
            handle -> true);
  }

  @Override
  default void failed(String key, String reason, @Nullable Duration retry) {
    parts()
        .database()
        .write(
            transaction ->
                OutboxTable.failed(
                    transaction.handle(),
                    key,
                    reason,
                    retry == null ? null : (Long) (transaction.now() + retry.toMillis())),
            handle -> true);
  }

  @Override
  default List<Notification> notifications() {
    return parts().read(OutboxTable::all);
  }
}
