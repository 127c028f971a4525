package dev.trawl.tracking;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.Objective;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Metric;
import dev.trawl.track.Needed;
import dev.trawl.track.RecordableText;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Runs;
import dev.trawl.track.Sweep;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A run of a program's own loop. What a method recorded when it returns survives the program's
 * death and a power cut. Closing a run that did not finish ends it as FAILED. Used by one thread.
 */
public final class TrackedRun implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final TrackedSweep sweep;
  private final Runs store;
  private final @Nullable Objective metric;
  private final @Nullable DatasetInfo dataset;
  private final Run run;
  private Set<Integer> checkpoints = Set.of();
  private int epoch;
  private boolean measured;
  private int best;
  private double bestValue = Double.NaN;
  private long since = System.nanoTime();
  private boolean ended;

  TrackedRun(TrackedSweep sweep, Runs store, Sweep recorded, Run run) {
    this.sweep = sweep;
    this.store = store;
    this.metric = recorded.metric().orElse(null);
    this.dataset = recorded.dataset().orElse(null);
    this.run = run;
  }

  public String id() {
    return run.id();
  }

  /** Whether a person asked to stop this run or its sweep; the program then calls {@link #stop}. */
  public boolean stopRequested() {
    return sweep.stopRequested(run.id());
  }

  /** Records the next epoch, which took the time since the last one. */
  public TrackedRun epoch(Map<String, Double> metrics) {
    return epoch(metrics, null);
  }

  /**
   * Records the next epoch with its model. The best epoch's model is kept, and the last one's while
   * the run goes on, or where the sweep has no metric. What could not be recorded may be tried
   * again.
   *
   * @param metrics by name, the sweep's own, if any, among them; may be NaN or infinite. What
   *     {@link MetricKind} knows as a fraction is one, from 0 to 1
   * @param model a file's bytes, in whatever format; null for none
   * @throws IllegalArgumentException without the sweep's metric, for a blank name, for {@code
   *     test_loss} and {@code test_accuracy}, which are {@link #finish}'s, or for null
   * @throws dev.trawl.track.StoreException when the database can't record it
   */
  public TrackedRun epoch(Map<String, Double> metrics, byte @Nullable [] model) {
    Needed.notNull("metrics", metrics).forEach(TrackedRun::check);
    double value = value(metrics);
    int number = epoch + 1;
    boolean isBest = metric != null && (best == 0 || metric.goal().better(value, bestValue));
    int bestNumber = isBest ? number : best;
    CheckpointData checkpoint =
        model == null ? CheckpointData.NONE : new CheckpointData(model, "{}");
    Set<Integer> recorded = new TreeSet<>(checkpoints);
    if (!checkpoint.isEmpty()) {
      recorded.add(number);
    }
    Set<Integer> kept = retention().kept(recorded, bestNumber, true);
    long now = System.nanoTime();
    store.recordEpoch(
        run.id(), new Epoch(number, metrics, (now - since) / NANOS, isBest, checkpoint), kept);
    epoch = number;
    measured = true;
    best = bestNumber;
    bestValue = isBest ? value : bestValue;
    checkpoints = kept;
    since = now;
    return this;
  }

  /**
   * Records metrics beside the epochs, at a step of the program's own: steps may be of any size,
   * far apart, in any order, and come several times. Of a name that no epoch has, the run has the
   * value at the largest step, by which it is compared where that is the sweep's metric.
   *
   * @param metrics as for {@link #epoch(Map)}, but for the sweep's metric, which may be missing
   * @throws IllegalArgumentException as {@link #epoch(Map)}
   * @throws dev.trawl.track.StoreException when the database can't record it
   */
  public TrackedRun log(long step, Map<String, Double> metrics) {
    Needed.notNull("metrics", metrics).forEach(TrackedRun::check);
    Instant now = Instant.now();
    store.logMetrics(
        run.id(),
        metrics.entrySet().stream()
            .map(each -> new Metric(each.getKey(), each.getValue(), step, now))
            .toList());
    measured |= !metrics.isEmpty();
    return this;
  }

  /** Of the sweep's metric; NaN where it has none. */
  private double value(Map<String, Double> metrics) {
    if (metric == null) {
      return Double.NaN;
    }
    Double value = metrics.get(metric.name());
    if (value == null) {
      throw new IllegalArgumentException(
          "need %s among the metrics, found %s".formatted(metric.name(), metrics.keySet()));
    }
    return value;
  }

  private CheckpointRetention retention() {
    return metric == null ? CheckpointRetention.LAST : CheckpointRetention.BEST;
  }

  private static void check(String name, @Nullable Double value) {
    MetricName.check("each metric", name);
    double number = Needed.notNull("a number for " + name, value);
    if (MetricKind.of(name).isFraction() && Double.isFinite(number) && (number < 0 || number > 1)) {
      throw new IllegalArgumentException(
          "need %s as a fraction from 0 to 1, found %s".formatted(name, number));
    }
  }

  /** Sets a tag; an empty value removes it. */
  public TrackedRun tag(String name, String value) {
    store.tagRun(run.id(), name, value);
    return this;
  }

  /**
   * Ends the run as FINISHED, without a test.
   *
   * @throws IllegalStateException without a recorded epoch or metric
   */
  public void finish() {
    needMeasured();
    end(RunStatus.FINISHED, null, null);
  }

  /**
   * Ends the run as FINISHED.
   *
   * @param test how the best epoch's model, or the last one's without a metric, did on the test
   *     images: looked at once, and never to choose by. It is of the data set's labels and of all
   *     its test images
   * @throws IllegalStateException without a recorded epoch or metric
   * @throws IllegalArgumentException for a test of other labels or images, a loss that is NaN or
   *     below 0, and in a sweep without a data set
   */
  public void finish(Evaluation test) {
    Needed.notNull("an evaluation on the test images", test);
    needMeasured();
    if (dataset == null) {
      throw new IllegalArgumentException("need a sweep with a data set for a test, found none");
    }
    int labels = dataset.labels().size();
    if (test.confusion().size() != labels || test.images() != dataset.testImages()) {
      throw new IllegalArgumentException(
          "need a test of %d labels on %d images, as %s has, found %d labels and %d images"
              .formatted(
                  labels,
                  dataset.testImages(),
                  dataset.name(),
                  test.confusion().size(),
                  test.images()));
    }
    if (!(test.loss() >= 0)) {
      throw new IllegalArgumentException("need a test loss of 0 or more, found " + test.loss());
    }
    end(RunStatus.FINISHED, null, test);
  }

  private void needMeasured() {
    if (!measured) {
      throw new IllegalStateException("need a recorded epoch or metric, found none");
    }
  }

  /** Ends the run as KILLED, by a person. */
  public void stop() {
    end(RunStatus.KILLED, null, null);
  }

  /** Ends the run as FAILED, for a reason in words. */
  public void fail(@Nullable String reason) {
    end(RunStatus.FAILED, reason == null ? null : RecordableText.text("the reason", reason), null);
  }

  private void end(RunStatus status, @Nullable String reason, @Nullable Evaluation test) {
    double seconds = (System.nanoTime() - since) / NANOS;
    Set<Integer> kept = retention().kept(checkpoints, best, false);
    store.endRun(run.id(), new RunEnd(status, reason, seconds, test), kept);
    ended = true;
  }

  @Override
  public void close() {
    if (!ended) {
      fail("its program left it before it was finished");
    }
  }
}
