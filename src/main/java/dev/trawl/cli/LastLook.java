package dev.trawl.cli;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * How long a dashboard outlives its sweep: as long as a page of it is open.
 *
 * @param unopened how long, when no page is open, until one may be
 * @param left how long after the last page was seen: a reload closes one, too
 * @param poll how often is looked
 */
record LastLook(Duration unopened, Duration left, Duration poll) {
  static final LastLook USUAL =
      new LastLook(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMillis(500));

  /** Waits until nobody looks any more, or for the signal. */
  void await(IntSupplier openPages, Interruption interruption) throws InterruptedException {
    long until = System.nanoTime() + unopened.toNanos();
    do {
      if (openPages.getAsInt() > 0) {
        until = Math.max(until, System.nanoTime() + left.toNanos());
      }
    } while (!interruption.await(poll) && System.nanoTime() - until < 0);
  }
}
