package dev.trawl.cli;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * How long a dashboard outlives its sweep: as long as a page of it is open.
 *
 * @param grace how long without a page: one may be opened yet, and a reload closes one, too
 * @param poll how often is looked
 */
record LastLook(Duration grace, Duration poll) {
  static final LastLook USUAL = new LastLook(Duration.ofSeconds(5), Duration.ofMillis(500));

  /** Waits until nobody looks any more, or for the signal. */
  void await(IntSupplier openPages, Interruption interruption) throws InterruptedException {
    long seen = System.nanoTime();
    do {
      if (openPages.getAsInt() > 0) {
        seen = System.nanoTime();
      }
    } while (!interruption.await(poll) && System.nanoTime() - seen < grace.toNanos());
  }
}
