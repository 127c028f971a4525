package dev.trawl.track;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Notifications on their way, so that none is lost with the process that meant to send it. No
 * method raises a sequence number. {@link RunStore} says what else holds for each.
 */
public interface Outbox {
  /** Adds a notification, due at once; one with a key that is there already changes nothing. */
  void post(String key, String channel, String payload);

  /**
   * Takes notifications that are due to send them, the oldest first: each counts as tried, and is
   * nobody else's within {@code lease}, after which it is due again.
   *
   * @param channel which channels the caller can send to: others are left as they are
   */
  List<Notification> take(Predicate<String> channel, int limit, Duration lease);

  /** It is sent. */
  void sent(String key);

  /**
   * It could not be sent.
   *
   * @param retry after which it is due again; null gives it up
   */
  void failed(String key, String reason, @Nullable Duration retry);

  /** All of them, sent ones too, the oldest first. */
  List<Notification> notifications();
}
