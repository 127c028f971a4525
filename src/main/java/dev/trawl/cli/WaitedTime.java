package dev.trawl.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How long this process could do nothing: while it waited for a person's answer, or for another
 * process to free what it needs. No work, so no budget's time. Safe for use by many threads.
 */
final class WaitedTime {
  private final AtomicLong nanos = new AtomicLong();

  void add(Duration waited) {
    nanos.addAndGet(waited.toNanos());
  }

  /**
   * A moment that is as much later as has been waited from now until it is asked for; by all of
   * that time at most, where several waited at once.
   */
  Supplier<Instant> putOff(Instant moment) {
    long before = nanos.get();
    long began = System.nanoTime();
    return () -> moment.plusNanos(Math.min(nanos.get() - before, System.nanoTime() - began));
  }
}
