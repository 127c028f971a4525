package dev.trawl.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.track.Notification;
import dev.trawl.track.Outbox;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A notification as people see it.
 *
 * @param event such as {@code sweep.finished}
 * @param address its host, or its variable's name
 * @param state {@code sent}, {@code waits} or {@code given up}, with why the last try failed
 */
public record Sent(
    String event,
    String address,
    String text,
    int tries,
    String state,
    Instant createdAt,
    @Nullable Instant dueAt,
    @Nullable Instant sentAt) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** All of them, the oldest first. */
  public static List<Sent> all(Outbox outbox) {
    return outbox.notifications().stream().map(Sent::of).toList();
  }

  private static Sent of(Notification notification) {
    return new Sent(
        notification.key().replaceFirst("/.*", ""),
        address(notification),
        text(notification),
        notification.attempts(),
        state(notification),
        notification.createdAt(),
        notification.dueAt(),
        notification.sentAt());
  }

  private static String state(Notification notification) {
    if (notification.sentAt() != null) {
      return "sent";
    }
    String state = notification.dueAt() == null ? "given up" : "waits";
    return notification.failure() == null ? state : state + ": " + notification.failure();
  }

  private static String address(Notification notification) {
    try {
      return Channel.read(notification.channel()).shown();
    } catch (UnsendableException e) {
      return notification.channel();
    }
  }

  private static String text(Notification notification) {
    try {
      JsonNode body = MAPPER.readTree(notification.payload());
      return body.has("data")
          ? body.path("data").path("text").asText()
          : Message.ofSlack(body.path("text").asText());
    } catch (JsonProcessingException e) {
      return notification.payload();
    }
  }
}
