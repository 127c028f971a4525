package dev.trawl.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * For work of which only so much may be done at once. Some more may wait for their turn; whoever
 * comes then, or waits for too long, is refused. Safe for use by many threads.
 */
public final class Places {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final String what;
  private final int mostAtOnce;
  private final Semaphore places;
  private final Semaphore waiting;

  /**
   * @param what is done in them, such as {@code requests that send}
   * @param mostWaiting of the server's 200 threads, as {@code mostAtOnce}
   */
  public Places(String what, int mostAtOnce, int mostWaiting) {
    this.what = what;
    this.mostAtOnce = mostAtOnce;
    places = new Semaphore(mostAtOnce, true);
    waiting = new Semaphore(mostWaiting);
  }

  /**
   * Does the work when there is a place.
   *
   * @throws RequestException 503 when there is none; what is left of the body is nobody's then, and
   *     the connection ends
   */
  public <T> T in(Context ctx, Supplier<T> work) {
    if (!enter()) {
      ctx.header("Retry-After", Long.toString(LONGEST_WAIT.toSeconds()));
      ctx.header("Connection", "close");
      throw new RequestException(
          503,
          "Too many at once",
          "need at most %d %s at once, found one more".formatted(mostAtOnce, what));
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  private boolean enter() {
    if (places.tryAcquire()) {
      return true;
    }
    if (!waiting.tryAcquire()) {
      return false;
    }
    try {
      return places.tryAcquire(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.release();
    }
  }
}
