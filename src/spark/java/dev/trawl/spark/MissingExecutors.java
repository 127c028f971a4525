package dev.trawl.spark;

import dev.trawl.train.NoMachineException;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Sees that a cluster has had no executor for long, while something waits for one: then it counts
 * as gone, since its master may be, which starts none any more. For use by one thread, which asks
 * many times a second.
 */
final class MissingExecutors {
  static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final String cluster;
  private final IntSupplier count;
  private final LongSupplier nanos;
  private long looked;
  private long seen;

  /**
   * @param count how many executors there are now
   * @param nanos a clock that only goes forward
   */
  MissingExecutors(String cluster, IntSupplier count, LongSupplier nanos) {
    this.cluster = cluster;
    this.count = count;
    this.nanos = nanos;
    looked = nanos.getAsLong();
    seen = looked;
  }

  /**
   * @throws NoMachineException when there has been none since the beginning, or since the last one
   *     was seen, for five minutes
   */
  void check() {
    long now = nanos.getAsLong();
    if (now - looked < BETWEEN_LOOKS.toNanos()) {
      return;
    }
    looked = now;
    if (count.getAsInt() > 0) {
      seen = now;
    } else if (now - seen >= LONGEST.toNanos()) {
      throw new NoMachineException(
          "need an executor of %s, found none for %d min: its master or its workers are gone"
              .formatted(cluster, LONGEST.toMinutes()),
          null);
    }
  }
}
