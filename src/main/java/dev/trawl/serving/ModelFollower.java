package dev.trawl.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether another export has come to the folder's place, or the link leads to
 * another one, and serves it if it can be served. Else the model before goes on, and what is wrong
 * with the new one is logged once.
 */
final class ModelFollower implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ModelFollower.class);
  private static final int ROUND_MILLIS = 1000;

  private final CurrentModel current;
  private final ServingSettings settings;
  private final ServingMetrics metrics;
  private final IntConsumer sizes;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(ModelFollower::daemon);
  private String seen;

  /**
   * @param seen {@link #look} of before the current model was opened
   */
  ModelFollower(
      CurrentModel current, ServingSettings settings, ServingMetrics metrics, String seen) {
    this.current = current;
    this.settings = settings;
    this.metrics = metrics;
    this.sizes = metrics::batch;
    this.seen = seen;
  }

  /** What there is in a folder's place, so far as it changes with each export; empty for none. */
  static String look(Path folder) {
    try {
      Path place = folder.toRealPath();
      return place + "\n" + Files.readString(place.resolve("model.json"));
    } catch (IOException e) {
      return ""; // For a moment, while one export takes the place of another.
    }
  }

  void start() {
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void round() {
    try {
      String found = look(settings.folder());
      if (!found.isEmpty() && !found.equals(seen)) {
        follow();
        seen = found;
      }
    } catch (RuntimeException | LinkageError e) {
      LOGGER.warn("model not followed", e); // A further round must follow.
    }
  }

  private void follow() {
    @Nullable LoadedModel newer = null;
    try {
      newer = LoadedModel.open(settings.folder(), settings.format(), sizes);
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("model kept, the new one can't be served: {}", e.getMessage());
    }
    metrics.loaded(newer != null);
    if (newer != null) {
      current.replace(newer);
      LOGGER.info("model replaced name={} version={}", newer.name(), newer.record().version());
    }
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
