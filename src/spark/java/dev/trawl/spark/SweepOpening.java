package dev.trawl.spark;

import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.spark.OpeningTask.Opened;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a sweep on all executors at once, before its first run: which of them can train it, and on
 * what, is said then.
 */
final class SweepOpening {
  private static final Logger log = LoggerFactory.getLogger(SweepOpening.class);

  /** Images and libraries may come over a slow network. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private SweepOpening() {}

  /**
   * With a task for each slot, so that each executor has one.
   *
   * @return what came of it on those that can train it
   * @throws IOException when none can, with the reason
   */
  static List<Opened> of(SparkApplication application) throws IOException {
    Map<String, Opened> found = new LinkedHashMap<>();
    for (byte[] told : told(application)) {
      Opened opened = Packed.unpack(told, Opened.class);
      found.put(opened.executor(), opened);
    }
    Set<String> processors = new LinkedHashSet<>();
    List<Opened> able = new ArrayList<>();
    for (Opened opened : found.values()) {
      if (opened.problem() == null) {
        log.info(
            "executor {} on {} trains with {}",
            opened.executor(),
            opened.host(),
            opened.processor());
        processors.add(opened.processor());
        able.add(opened);
      } else {
        log.warn(
            "executor {} on {} can't train: {}",
            opened.executor(),
            opened.host(),
            opened.problem());
      }
    }
    if (able.isEmpty() && !found.isEmpty()) {
      throw new IOException("no executor can train: " + found.values().iterator().next().problem());
    }
    if (processors.size() > 1) {
      log.warn(
          "executors have several types of processors, {}: with another the last bits of a run's"
              + " numbers may differ",
          processors);
    }
    return able;
  }

  /** Nothing where an executor is lost meanwhile: its runs meet that again. */
  private static List<byte[]> told(SparkApplication application) throws IOException {
    int slots = application.slots();
    List<RunOrder> orders = Collections.nCopies(slots, application.sweep().order(Map.of()));
    JavaFutureAction<List<byte[]>> job =
        application.spark().parallelize(orders, slots).map(new OpeningTask()).collectAsync();
    try {
      return job.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      log.warn("not every executor has opened the sweep: {}", SparkApplication.reason(e));
      return List.of();
    } catch (TimeoutException e) {
      log.warn("not every executor has opened the sweep within {} min", LONGEST.toMinutes());
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while executors opened the sweep", e);
    } finally {
      SparkApplication.cancel(job);
    }
  }
}
