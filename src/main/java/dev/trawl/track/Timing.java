package dev.trawl.track;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time that a run took.
 *
 * @param startedAt when it was first trained; null before
 * @param seconds spent training and evaluating, over all sessions
 * @param phases what its time went to, in seconds by {@link Phase}, over all sessions; recording is
 *     not part of {@code seconds}, and epochs that were trained again count again
 */
public record Timing(@Nullable Instant startedAt, double seconds, Map<String, Double> phases) {
  /** None yet. */
  public static final Timing NONE = new Timing(null, 0, Map.of());

  public Timing {
    phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    check(seconds);
  }

  static void check(double seconds) {
    if (!(seconds >= 0)) {
      throw new IllegalArgumentException("need seconds from 0, found " + seconds);
    }
  }
}
