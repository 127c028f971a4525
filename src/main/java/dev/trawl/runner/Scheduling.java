package dev.trawl.runner;

import java.time.Duration;

/**
 * How a sweep shares the machine and how patient it is.
 *
 * @param workers how many runs train at once where a sweep file doesn't say
 * @param heartbeat how often the owner says that it lives and asks for requests to stop
 * @param patience how long a store that can't record is tried again before the sweep is interrupted
 * @param retryAfter the pause between two such tries
 * @param grace how long a run may take to end once it is asked to; then it is left behind
 */
public record Scheduling(
    int workers, Duration heartbeat, Duration patience, Duration retryAfter, Duration grace) {

  public Scheduling {
    if (workers < 1) {
      throw new IllegalArgumentException("need 1 worker or more, found " + workers);
    }
  }

  /** One worker a core; a heartbeat each 2 s; a minute's patience. */
  public static Scheduling ofThisMachine() {
    return new Scheduling(
        Runtime.getRuntime().availableProcessors(),
        Duration.ofSeconds(2),
        Duration.ofMinutes(1),
        Duration.ofMillis(500),
        Duration.ofSeconds(3));
  }
}
