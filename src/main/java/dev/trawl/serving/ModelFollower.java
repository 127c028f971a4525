package dev.trawl.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether there is another model, such as a newer export in the folder's place,
 * and serves it if it can be served. Else the model before goes on, and what is wrong with the new
 * one is logged once.
 */
final class ModelFollower implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ModelFollower.class);
  private static final int ROUND_MILLIS = 1000;

  /** So that the moment in which one export takes another's place is none. */
  private static final int ROUNDS_MISSING = 3;

  private final CurrentModel current;
  private final ServingSettings settings;
  private final ServingMetrics metrics;
  private final IntConsumer sizes;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(ModelFollower::daemon);
  private String seen;
  private int missing;

  /**
   * @param seen {@link ModelSource#look} of before the current model was opened; empty without
   */
  ModelFollower(
      CurrentModel current, ServingSettings settings, ServingMetrics metrics, String seen) {
    this.current = current;
    this.settings = settings;
    this.metrics = metrics;
    this.sizes = metrics::batch;
    this.seen = seen;
  }

  void start() {
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void round() {
    try {
      String found = settings.source().look();
      missing = 0;
      if (!found.equals(seen) && follow()) {
        seen = found;
      }
    } catch (IOException e) {
      missing++;
      if (missing == ROUNDS_MISSING) {
        LOGGER.warn("model kept, there is none to follow now: {}", e.getMessage());
      }
    } catch (RuntimeException | LinkageError e) {
      LOGGER.warn("model not followed", e); // A further round must follow.
    }
  }

  /** False when it could not be looked at, and has to be again. */
  private boolean follow() {
    @Nullable LoadedModel newer = null;
    try {
      newer = LoadedModel.open(settings.source(), settings.format(), sizes);
    } catch (UncheckedIOException e) {
      LOGGER.warn("model kept, the new one can't be reached: {}", e.getMessage());
      return false;
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("model kept, the new one can't be served: {}", e.getMessage());
    }
    metrics.loaded(newer != null);
    if (newer != null) {
      current.replace(newer);
      LOGGER.info("model replaced name={} version={}", newer.name(), newer.record().version());
    }
    return true;
  }

  private static Thread daemon(Runnable task) {
    Thread made = new Thread(task, "model-follower");
    made.setDaemon(true);
    return made;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
