package dev.trawl.notify;

import dev.trawl.sweep.Webhook;
import dev.trawl.track.Notification;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of telling one address something to see whether it takes it.
 *
 * @param address for people: its host, or its variable's name
 * @param failure why it was not taken; null when it was
 */
public record TestDelivery(String address, String format, @Nullable String failure) {

  /** Sends a test to each, past the outbox. */
  public static List<TestDelivery> of(
      String sweep, List<Webhook> webhooks, Map<String, String> environment, Clock clock)
      throws InterruptedException {
    Webhooks sender = new Webhooks(environment, clock);
    List<TestDelivery> deliveries = new ArrayList<>();
    for (Webhook webhook : webhooks) {
      Channel channel = Channel.of(webhook);
      String body = Message.test(sweep, webhook.format(), clock.instant());
      Instant now = clock.instant();
      Notification test =
          new Notification(
              "test/" + UUID.randomUUID(), channel.text(), body, 1, null, now, now, null);
      deliveries.add(new TestDelivery(channel.shown(), channel.format(), failure(sender, test)));
    }
    return deliveries;
  }

  private static @Nullable String failure(Webhooks sender, Notification test)
      throws InterruptedException {
    try {
      sender.send(test);
      return null;
    } catch (UnsendableException e) {
      return e.getMessage();
    }
  }
}
