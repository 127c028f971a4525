package dev.trawl.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.FakeClock;
import dev.trawl.track.Notification;
import dev.trawl.track.RunStore;
import dev.trawl.wire.RecordJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DispatcherTest {
  private static final String BODY = "{\"type\":\"test\",\"data\":{\"text\":\"ä ≥ 98 %\"}}";

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-28T12:00:00Z"));
  private final RunStore store = H2RunStore.open("jdbc:h2:mem:dispatcher", clock);

  @SuppressWarnings("NullAway.Init")
  private Receiver receiver;

  @BeforeEach
  void receive() throws Exception {
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    receiver.close();
    store.close();
  }

  /** Not started: it sends when it is asked to. */
  private Dispatcher dispatcher(Map<String, String> environment) {
    Announcements none =
        new Announcements(
            store,
            source -> {
              throw new IllegalStateException("need no sweep");
            },
            environment,
            new RecordJson(),
            clock);
    return new Dispatcher(store, none, environment, clock);
  }

  private void post(String url, @Nullable String secret, String format) {
    store.post("run.failed/1f/1", new Channel(url, null, secret, format).text(), BODY);
  }

  private Notification only() {
    List<Notification> all = store.notifications();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void notification_taken_isSentOnceAndSigned() throws Exception {
    post(receiver.url(), "KEY", "json");
    Dispatcher dispatcher = dispatcher(Map.of("KEY", "tiger"));

    dispatcher.flush(Duration.ofSeconds(10));
    dispatcher.flush(Duration.ofSeconds(10));

    assertThat(only().sentAt()).isEqualTo(clock.instant());
    assertThat(receiver.requests()).hasSize(1);
    Receiver.Request request = receiver.requests().get(0);
    assertThat(request.body()).isEqualTo(BODY);
    assertThat(request.timestamp()).isEqualTo("1795867200");
    assertThat(request.signature())
        .isEqualTo("v1," + hmac("tiger".getBytes(StandardCharsets.UTF_8), request));
  }

  @Test
  void key_ofStandardWebhooks_isDecoded() throws Exception {
    byte[] key = {1, 2, 3, -4, 5};
    post(receiver.url(), "KEY", "json");

    dispatcher(Map.of("KEY", "whsec_" + Base64.getEncoder().encodeToString(key)))
        .flush(Duration.ofSeconds(10));

    Receiver.Request request = receiver.requests().get(0);
    assertThat(request.signature()).isEqualTo("v1," + hmac(key, request));
  }

  private static String hmac(byte[] key, Receiver.Request request) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update(request.id().getBytes(StandardCharsets.UTF_8));
    mac.update((byte) '.');
    mac.update(request.timestamp().getBytes(StandardCharsets.UTF_8));
    mac.update((byte) '.');
    mac.update(request.body().getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(mac.doFinal());
  }

  @Test
  void notification_refused_isTriedAgainLaterAndLater() throws Exception {
    post(receiver.url(), null, "slack");
    Dispatcher dispatcher = dispatcher(Map.of());
    receiver.answer(500);

    for (Duration delay : Dispatcher.DELAYS) {
      dispatcher.flush(Duration.ZERO);
      assertThat(only().dueAt()).isEqualTo(clock.instant().plus(delay));
      assertThat(only().failure()).matches("need a status of 200 to 299 from .*:\\d+, found 500");
      assertThat(only().failure()).doesNotContain("secret-path");
      clock.advance(delay);
    }
    dispatcher.flush(Duration.ZERO);

    assertThat(only().dueAt()).as("given up").isNull();
    assertThat(only().sentAt()).isNull();
    assertThat(receiver.requests())
        .hasSize(Dispatcher.DELAYS.size() + 1)
        .allMatch(request -> request.signature() == null);
  }

  @Test
  void notification_refusedOnce_arrivesWithTheSameId() throws Exception {
    post(receiver.url(), null, "json");
    receiver.answer(503);
    dispatcher(Map.of()).flush(Duration.ofSeconds(10));
    receiver.answer(204);
    clock.advance(Dispatcher.DELAYS.get(0));

    dispatcher(Map.of()).flush(Duration.ofSeconds(10)); // another process

    assertThat(only().sentAt()).isNotNull();
    assertThat(receiver.requests())
        .extracting(Receiver.Request::id)
        .containsOnly("run.failed-1f-1");
  }

  @Test
  void redirection_isNotFollowed() throws Exception {
    post(receiver.moved(), null, "json");

    dispatcher(Map.of()).flush(Duration.ofSeconds(10));

    assertThat(receiver.requests()).isEmpty();
    assertThat(only().failure()).endsWith("found 307");
  }

  @Test
  void notification_whoseVariableThisProcessLacks_isLeftToOthers() throws Exception {
    String channel = new Channel(null, "HOOK_URL", null, "json").text();
    store.post("run.failed/1f/1", channel, BODY);

    dispatcher(Map.of()).flush(Duration.ofSeconds(10));
    assertThat(only().attempts()).isZero();
    dispatcher(Map.of("HOOK_URL", receiver.url())).flush(Duration.ofSeconds(10));

    assertThat(only().sentAt()).isNotNull();
  }

  /** What a later version, or a damaged row, asks for stops nothing. */
  @Test
  void channel_thatCantBeRead_isLeftAlone() throws Exception {
    store.post("a/1", "{\"format\":\"teams\"}", BODY);
    store.post("b/1", new Channel("http://127.0.0.1:99999/", null, null, "json").text(), BODY);
    store.post("c/1", new Channel(receiver.url(), null, null, "json").text(), BODY);

    dispatcher(Map.of()).flush(Duration.ofSeconds(10));

    assertThat(store.notifications()).extracting(Notification::attempts).containsExactly(0, 1, 1);
    assertThat(store.notifications().get(1).failure()).startsWith("need an HTTP or HTTPS URL in ");
    assertThat(receiver.requests()).hasSize(1);
  }

  @Test
  void dispatcher_started_sendsWhatIsPosted() throws Exception {
    try (Dispatcher dispatcher = dispatcher(Map.of())) {
      post(receiver.url(), null, "json");
      dispatcher.start();
      while (only().sentAt() == null) {
        Thread.sleep(10);
      }
    }
    assertThat(receiver.requests()).hasSize(1);
  }
}
