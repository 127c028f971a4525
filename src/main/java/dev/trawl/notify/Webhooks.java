package dev.trawl.notify;

import dev.trawl.sweep.Webhook.Format;
import dev.trawl.track.Notification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Sends a notification as an HTTP POST, signed as Standard Webhooks 1.0 has it: {@code webhook-id},
 * {@code webhook-timestamp} (seconds), {@code webhook-signature} (v1 and the Base64 of HMAC-SHA256
 * of the three, joined by dots). The key is the variable's text, or what follows {@code whsec_}
 * from Base64. Redirections are not followed.
 */
final class Webhooks {
  /** An answer takes no longer. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final String ENCODED_KEY = "whsec_";

  private final Map<String, String> environment;
  private final Clock clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param environment has the values of the variables that channels name
   */
  Webhooks(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  /** Sends it; returns once it was taken. */
  void send(Notification notification) throws UnsendableException, InterruptedException {
    Channel channel = Channel.read(notification.channel());
    URI address = channel.address(environment);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("User-Agent", "trawl")
            .POST(HttpRequest.BodyPublishers.ofString(notification.payload()));
    if (channel.kind() != Format.SLACK) {
      identify(request, notification, channel.key(environment));
    }
    int status = status(request.build(), channel);
    if (status / 100 != 2) {
      throw new UnsendableException(
          "need a status of 200 to 299 from %s, found %d".formatted(channel.shown(), status));
    }
  }

  /** The request's own time-out ends with the headers: an answer may stall after them. */
  private int status(HttpRequest request, Channel channel)
      throws UnsendableException, InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new UnsendableException(
          "no whole answer from %s within %d s".formatted(channel.shown(), TIMEOUT.toSeconds()), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String why = Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
      // A certificate of another host names this one, which a variable may keep.
      why = why.replace(request.uri().getHost(), channel.shown());
      throw new UnsendableException("no answer from %s (%s)".formatted(channel.shown(), why), e);
    }
  }

  private void identify(
      HttpRequest.Builder request, Notification notification, @Nullable String key)
      throws UnsendableException {
    String id = notification.key().replaceAll("[^A-Za-z0-9._-]", "-");
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    request.header("webhook-id", id).header("webhook-timestamp", timestamp);
    if (key != null) {
      String signed = "%s.%s.%s".formatted(id, timestamp, notification.payload());
      request.header("webhook-signature", "v1," + signature(key, signed));
    }
  }

  private static String signature(String key, String signed) throws UnsendableException {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(key), mac.getAlgorithm()));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String key) throws UnsendableException {
    if (!key.startsWith(ENCODED_KEY)) {
      return key.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(key.substring(ENCODED_KEY.length()));
    } catch (IllegalArgumentException e) {
      throw new UnsendableException("need Base64 behind whsec_, found something else", e);
    }
  }
}
