package dev.trawl.testkit;

import dev.trawl.track.StoreException;
import java.time.Duration;
import java.util.function.Supplier;

/** For calls of a store that gives up sooner than a busy machine answers. */
public final class Patience {
  private static final long LONGEST_NANOS = Duration.ofMinutes(2).toNanos();

  private Patience() {}

  /** What a call returns once the database answers. */
  public static <T> T untilItAnswers(Supplier<T> call) {
    long start = System.nanoTime();
    while (true) {
      try {
        return call.get();
      } catch (StoreException e) {
        if (System.nanoTime() - start > LONGEST_NANOS) {
          throw e;
        }
      }
    }
  }
}
