package dev.trawl.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.sweep.Webhook;
import dev.trawl.sweep.Webhook.Format;
import dev.trawl.sweep.Webhook.Variable;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whereto a notification goes, as the outbox records it: names of variables, never their values.
 *
 * @param url null where {@code variable} holds it
 * @param secret the variable with the key that signs; null leaves it unsigned
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Channel(
    @Nullable String url, @Nullable String variable, @Nullable String secret, String format) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Channel of(Webhook webhook) {
    return new Channel(
        webhook.address().url(),
        name(webhook.address().variable()),
        name(webhook.secret()),
        webhook.format().key());
  }

  private static @Nullable String name(@Nullable Variable variable) {
    return variable == null ? null : variable.name();
  }

  /** What {@link #text} gave. */
  static Channel read(String text) throws UnsendableException {
    try {
      Channel channel = MAPPER.readValue(text, Channel.class);
      Format unused = channel.kind(); // A later version may have others.
      return channel;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new UnsendableException("need a webhook, found the channel " + text, e);
    }
  }

  String text() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  Format kind() {
    return Format.of(format);
  }

  /** Where it leads, by this environment. */
  URI address(Map<String, String> environment) throws UnsendableException {
    String text = url != null ? url : value(String.valueOf(variable), environment);
    try {
      URI uri = URI.create(text.strip());
      if (Webhook.Address.isUsable(uri)) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, without the value.
    }
    throw new UnsendableException(
        "need an HTTP or HTTPS URL in %s, found something else".formatted(shown()));
  }

  /** The key that signs, as its variable has it; null for none. */
  @Nullable String key(Map<String, String> environment) throws UnsendableException {
    return secret == null ? null : value(secret, environment);
  }

  /** Looks whether this environment has all that it needs. */
  void check(Map<String, String> environment) throws UnsendableException {
    URI unused = address(environment);
    String unusedKey = key(environment);
  }

  /** Whether this environment has the variables that it names. */
  boolean isKnown(Map<String, String> environment) {
    return Stream.of(variable, secret)
        .flatMap(Stream::ofNullable)
        .allMatch(name -> !environment.getOrDefault(name, "").isBlank());
  }

  private static String value(String name, Map<String, String> environment)
      throws UnsendableException {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new UnsendableException("need the environment variable %s, found none".formatted(name));
    }
    return value;
  }

  /** For people: the variable's name, or the host without what a path may keep secret. */
  String shown() {
    return url == null ? "$" + variable : String.valueOf(URI.create(url).getAuthority());
  }
}
