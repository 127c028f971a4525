package dev.trawl.sweep;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An address that is told what becomes of a sweep.
 *
 * @param events what it is told
 * @param secret the key that signs what is sent; null leaves it unsigned
 */
public record Webhook(
    Set<Event> events, Address address, @Nullable Variable secret, Format format) {

  /** What a file that names no events gets: how a sweep ends, not how each of its runs does. */
  public static final Set<Event> DEFAULT_EVENTS =
      EnumSet.of(Event.SWEEP_FINISHED, Event.SWEEP_FAILED, Event.TARGET_REACHED);

  public Webhook {
    if (events.isEmpty()) {
      throw new IllegalArgumentException("need at least one event, found none");
    }
    events = Set.copyOf(events);
  }

  /** What may be told. */
  public enum Event {
    /** A sweep ran to its end. */
    SWEEP_FINISHED,
    /** A sweep could not go on, or the process that ran it is gone. */
    SWEEP_FAILED,
    /** A run of the search finished with the metric's target. */
    TARGET_REACHED,
    /** A run failed; one that is tried again did not yet. */
    RUN_FAILED;

    /** As the sweep file has it, such as {@code sweep.finished}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    public static List<String> keys() {
      return Arrays.stream(values()).map(Event::key).toList();
    }

    /** The event of a key that is one of {@link #keys}. */
    public static Event of(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT).replace('.', '_'));
    }
  }

  /** What is sent. */
  public enum Format {
    /** The event with its record. */
    JSON,
    /** One text, as Slack's incoming webhooks and those that copy them take it. */
    SLACK;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> keys() {
      return Arrays.stream(values()).map(Format::key).toList();
    }

    /** The format of a key that is one of {@link #keys}. */
    public static Format of(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT));
    }
  }

  /** The name of an environment variable, whose value is recorded nowhere. */
  public record Variable(String name) {}

  /**
   * Whereto; one of both.
   *
   * @param url HTTP or HTTPS
   * @param variable which holds such a URL
   */
  public record Address(@Nullable String url, @Nullable Variable variable) {
    public Address {
      if ((url == null) == (variable == null)) {
        throw new IllegalArgumentException("need either a URL or a variable");
      }
    }

    /** Whether notifications can be sent there; a name or password in it would be recorded. */
    public static boolean isUsable(URI uri) {
      return uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getPort() <= 65_535
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()));
    }

    public static Address of(String url) {
      return new Address(url, null);
    }

    public static Address of(Variable variable) {
      return new Address(null, variable);
    }
  }
}
