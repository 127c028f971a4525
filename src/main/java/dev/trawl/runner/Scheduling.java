package dev.trawl.runner;

import java.time.Duration;

/**
 * How often a sweep says that it lives, and how patient it is.
 *
 * @param heartbeat how often the owner says that it lives and asks for requests to stop
 * @param patience how long a store that can't record is tried again before the sweep is interrupted
 * @param retryAfter the pause between two such tries
 * @param grace how long a run may take to end once it is asked to; then it is left behind
 */
public record Scheduling(
    Duration heartbeat, Duration patience, Duration retryAfter, Duration grace) {

  /** A heartbeat each 2 s; a minute's patience. */
  public static Scheduling standard() {
    return new Scheduling(
        Duration.ofSeconds(2),
        Duration.ofMinutes(1),
        Duration.ofMillis(500),
        Duration.ofSeconds(3));
  }
}
