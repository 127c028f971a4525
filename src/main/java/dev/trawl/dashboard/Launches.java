package dev.trawl.dashboard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on threads of their own what may take minutes because data have to come; a request waits
 * only for a moment. Tells then what became of each. Safe for use by many threads.
 *
 * @param <T> what comes of it
 */
final class Launches<T> implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Launches.class);

  /** How long a request waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How many may be at work; each has a thread. */
  static final int MOST_AT_ONCE = 16;

  private static final int ENDED_KEPT = 20;

  private final String kind;
  private final ExecutorService threads = Executors.newCachedThreadPool(Launches::daemon);
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final Map<String, Launch<T>> launches = new LinkedHashMap<>(); // guarded by itself

  /**
   * @param kind what is launched, in the singular, for messages
   */
  Launches(String kind) {
    this.kind = kind;
  }

  /** Gets the data and does what they are for. */
  interface Work<T> {
    T run() throws RefusedException;
  }

  /**
   * What is known of a piece of work.
   *
   * @param name what it is done to
   * @param result null until it is done
   * @param problem null unless it failed
   */
  record Launch<T>(String launchId, String name, @Nullable T result, @Nullable String problem) {
    static <T> Launch<T> of(String name) {
      return new Launch<>(UUID.randomUUID().toString(), name, null, null);
    }

    Launch<T> done(T outcome) {
      return new Launch<>(launchId, name, outcome, null);
    }

    Launch<T> failed(String why) {
      return new Launch<>(launchId, name, null, why);
    }

    boolean hasEnded() {
      return result != null || problem != null;
    }

    /** One of the two words, or failed. */
    String status(String atWork, String done) {
      return problem != null ? "failed" : result != null ? done : atWork;
    }
  }

  /**
   * Begins the work, which is in the {@link #list} from now on, and waits for a moment.
   *
   * @return done, or at work
   * @throws RefusedException when it can't be done, and that shows at once
   */
  Launch<T> launch(String name, Work<T> work) throws RefusedException {
    if (!places.tryAcquire()) {
      throw new RefusedException(
          "need at most %d %ss that wait for their data, found one more"
              .formatted(MOST_AT_ONCE, kind));
    }
    Launch<T> launch = Launch.of(name);
    CompletableFuture<T> result = new CompletableFuture<>();
    put(launch);
    threads.execute(() -> run(launch, work, result));
    try {
      return launch.done(result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      follow(launch, result);
      return launch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      follow(launch, result);
      return launch;
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  /** Whatever happens is the launch's and the future's end. */
  private void run(Launch<T> launch, Work<T> work, CompletableFuture<T> result) {
    try {
      T outcome = work.run();
      put(launch.done(outcome));
      result.complete(outcome);
    } catch (RefusedException | RuntimeException | Error e) {
      put(launch.failed(Refusals.text(e)));
      result.completeExceptionally(e);
    } finally {
      places.release();
    }
  }

  /** What was thrown on the work's thread, for the request's. */
  private static RefusedException failure(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RefusedException refused
        ? refused
        : new RefusedException(String.valueOf(cause));
  }

  /** Nobody waits for it: what becomes of it stands in the list and the log. */
  private void follow(Launch<T> launch, CompletableFuture<T> result) {
    LOGGER.info("{} waits for its data name={}", kind, launch.name());
    CompletableFuture<T> unused =
        result.whenComplete(
            (outcome, problem) -> {
              if (problem == null) {
                return;
              }
              if (Refusals.isRefusal(problem)) {
                LOGGER.warn(
                    "{} failed name={} reason={}", kind, launch.name(), Refusals.text(problem));
              } else {
                LOGGER.error("{} failed name={}", kind, launch.name(), problem);
              }
            });
  }

  private void put(Launch<T> launch) {
    synchronized (launches) {
      launches.put(launch.launchId(), launch);
      List<String> ended =
          launches.values().stream().filter(Launch::hasEnded).map(Launch::launchId).toList();
      launches.keySet().removeAll(ended.subList(0, Math.max(0, ended.size() - ENDED_KEPT)));
    }
  }

  /** Those at work, and the latest that ended, the oldest first. */
  List<Launch<T>> list() {
    synchronized (launches) {
      return new ArrayList<>(launches.values());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "launch");
    thread.setDaemon(true);
    return thread;
  }

  /** Takes no more; what is at work ends with the process. */
  @Override
  public void close() {
    threads.shutdown();
    for (Launch<T> launch : list()) {
      if (!launch.hasEnded()) {
        LOGGER.warn("{} given up, the server ends name={}", kind, launch.name());
      }
    }
  }
}
