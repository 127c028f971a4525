package dev.trawl.spark;

import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.spark.OpeningTask.Opened;
import java.io.IOException;
import java.time.Duration;
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
import org.apache.spark.api.java.JavaSparkContext;
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

  private final JavaSparkContext spark;
  private final SparkSweep sweep;

  SweepOpening(JavaSparkContext spark, SparkSweep sweep) {
    this.spark = spark;
    this.sweep = sweep;
  }

  /**
   * With a task for each slot, so that each executor has one.
   *
   * @throws IOException when none can train it, with the reason
   */
  void on(int slots) throws IOException {
    Map<String, Opened> found = new LinkedHashMap<>();
    for (byte[] told : told(slots)) {
      Opened opened = Packed.unpack(told, Opened.class);
      found.put(opened.executor(), opened);
    }
    Set<String> processors = new LinkedHashSet<>();
    int unable = 0;
    for (Opened opened : found.values()) {
      if (opened.problem() == null) {
        log.info(
            "executor {} on {} trains with {}",
            opened.executor(),
            opened.host(),
            opened.processor());
        processors.add(opened.processor());
      } else {
        unable++;
        log.warn(
            "executor {} on {} can't train: {}",
            opened.executor(),
            opened.host(),
            opened.problem());
      }
    }
    if (unable > 0 && unable == found.size()) {
      throw new IOException("no executor can train: " + found.values().iterator().next().problem());
    }
    if (processors.size() > 1) {
      log.warn(
          "executors have several types of processors, {}: with another the last bits of a run's"
              + " numbers may differ",
          processors);
    }
  }

  /** Nothing where an executor is lost meanwhile: its runs meet that again. */
  private List<byte[]> told(int slots) throws IOException {
    List<RunOrder> orders = Collections.nCopies(slots, sweep.order(Map.of()));
    JavaFutureAction<List<byte[]>> job =
        spark.parallelize(orders, slots).map(new OpeningTask()).collectAsync();
    try {
      return job.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.warn("not every executor has opened the sweep: {}", SparkTraining.firstLine(e));
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while executors opened the sweep", e);
    } finally {
      RunJob.cancel(job);
    }
  }
}
