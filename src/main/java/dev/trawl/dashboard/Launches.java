package dev.trawl.dashboard;

import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
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
 * Starts and resumes sweeps on threads of their own: data may take minutes to come, and a request
 * waits only for a moment. Tells then what became of each. Safe for use by many threads.
 */
final class Launches implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Launches.class);

  /** How long a request waits for its sweep. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How many sweeps may be getting their data; each has a thread. */
  static final int MOST_AT_ONCE = 16;

  private static final int ENDED_KEPT = 20;

  private final ExecutorService threads = Executors.newCachedThreadPool(Launches::daemon);
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final Map<String, Launch> launches = new LinkedHashMap<>(); // guarded by itself

  /** Gets a sweep's data and runs it; returns as soon as that is recorded. */
  interface Start {
    Sweep start() throws RefusedException;
  }

  /**
   * A start that a request did not wait for.
   *
   * @param name the sweep's
   * @param status starting, started or failed
   * @param sweepId null until it is started
   * @param problem null unless it failed
   */
  record Launch(
      String launchId,
      String name,
      String status,
      @Nullable String sweepId,
      @Nullable String problem) {
    static Launch of(String name) {
      return new Launch(UUID.randomUUID().toString(), name, "starting", null, null);
    }

    Launch started(Sweep sweep) {
      return new Launch(launchId, name, "started", sweep.id(), null);
    }

    Launch failed(String why) {
      return new Launch(launchId, name, "failed", null, why);
    }

    boolean hasEnded() {
      return !status.equals("starting");
    }
  }

  /**
   * What a request is told.
   *
   * @param sweep null while its data are fetched
   * @param launch null once it is recorded
   */
  record Answer(@Nullable Sweep sweep, @Nullable Launch launch) {}

  /**
   * Starts a sweep, and waits for a moment.
   *
   * @throws RefusedException when it can't be started, and that shows at once
   */
  Answer launch(String name, Start start) throws RefusedException {
    if (!places.tryAcquire()) {
      throw new RefusedException(
          "need at most %d sweeps that wait for their data, found one more"
              .formatted(MOST_AT_ONCE));
    }
    CompletableFuture<Sweep> sweep = new CompletableFuture<>();
    threads.execute(() -> run(start, sweep));
    try {
      return new Answer(sweep.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), null);
    } catch (TimeoutException e) {
      return new Answer(null, follow(Launch.of(name), sweep));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(null, follow(Launch.of(name), sweep));
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  /** Whatever happens is the future's end. */
  private void run(Start start, CompletableFuture<Sweep> sweep) {
    try {
      sweep.complete(start.start());
    } catch (RefusedException | RuntimeException | Error e) {
      sweep.completeExceptionally(e);
    } finally {
      places.release();
    }
  }

  /** What was thrown on the start's thread, for the request's. */
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

  private Launch follow(Launch launch, CompletableFuture<Sweep> sweep) {
    LOGGER.info("sweep waits for its data name={}", launch.name());
    put(launch);
    CompletableFuture<Sweep> unused =
        sweep.whenComplete(
            (started, problem) ->
                put(problem == null ? launch.started(started) : failed(launch, problem)));
    return launch;
  }

  private static Launch failed(Launch launch, Throwable problem) {
    if (problem instanceof RefusedException
        || problem instanceof RefusedChangeException
        || problem instanceof StoreException) {
      LOGGER.warn("sweep not started name={} reason={}", launch.name(), problem.getMessage());
      return launch.failed(String.valueOf(problem.getMessage()));
    }
    LOGGER.error("sweep not started name={}", launch.name(), problem);
    return launch.failed("an error in Trawl, written to its log");
  }

  private void put(Launch launch) {
    synchronized (launches) {
      launches.put(launch.launchId(), launch);
      List<String> ended =
          launches.values().stream().filter(Launch::hasEnded).map(Launch::launchId).toList();
      launches.keySet().removeAll(ended.subList(0, Math.max(0, ended.size() - ENDED_KEPT)));
    }
  }

  /** Those that are starting, and the latest that ended, the oldest first. */
  List<Launch> list() {
    synchronized (launches) {
      return new ArrayList<>(launches.values());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "launch");
    thread.setDaemon(true);
    return thread;
  }

  /** Takes no more; what waits for its data ends with the process. */
  @Override
  public void close() {
    threads.shutdown();
    for (Launch launch : list()) {
      if (!launch.hasEnded()) {
        LOGGER.warn("sweep not started, its data had not come name={}", launch.name());
      }
    }
  }
}
