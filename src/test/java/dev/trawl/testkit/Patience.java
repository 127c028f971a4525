package dev.trawl.testkit;

import dev.trawl.track.StoreException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** For what a busy machine takes its time for, and a broken one never does. */
public final class Patience {
  private static final long LONGEST_NANOS = Duration.ofMinutes(2).toNanos();

  private Patience() {}

  /** Whether something comes true. */
  public static boolean until(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LONGEST_NANOS) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return true;
  }

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
