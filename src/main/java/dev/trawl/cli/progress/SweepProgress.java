package dev.trawl.cli.progress;

import dev.trawl.sweep.Objective;
import dev.trawl.track.Epoch;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepPlan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a running sweep is, from what a listener hears. Safe for use by many threads.
 *
 * <p>Work is counted in epochs. A run that has ended counts with all that it could have had: early
 * stopping makes the estimates a little long, never short.
 */
final class SweepProgress implements RunListener {
  private final Clock clock;
  private final String epochWord;
  private final Map<Integer, RunningRun> running = new TreeMap<>();
  private @Nullable Sweep sweep;
  private @Nullable Instant startedAt;
  private int ended;
  private double doneBefore;
  private @Nullable Run best;

  /**
   * @param epochWord what an epoch is called
   */
  SweepProgress(Clock clock, String epochWord) {
    this.clock = clock;
    this.epochWord = epochWord;
  }

  /**
   * How far the sweep is.
   *
   * @param planned how many runs there will be, if that is known
   * @param ended how many runs have ended for good
   * @param fraction of the planned epochs that are trained, from 0 to 1
   * @param remaining the estimated time; empty before there is one
   * @param best the best value so far of the sweep's metric
   */
  record Snapshot(
      String name,
      @Nullable Integer planned,
      int ended,
      double fraction,
      Duration elapsed,
      Optional<Duration> remaining,
      Optional<Best> best,
      List<RunProgress> running) {}

  /** The sweep's metric and its best value so far. */
  record Best(String metric, double value) {}

  /**
   * How far a run in training is.
   *
   * @param epochWord what an epoch is called
   * @param epoch the one in training, from 1
   * @param fraction of that epoch, from 0 to 1
   * @param valAccuracy after the last epoch; null before the first
   * @param imagesPerSecond 0 while it is not known
   * @param remaining to the run's last epoch; empty while it is not known
   */
  record RunProgress(
      int number,
      String epochWord,
      int epoch,
      int epochs,
      double fraction,
      @Nullable Double valAccuracy,
      double imagesPerSecond,
      Optional<Duration> remaining) {}

  @Override
  public synchronized void sweepStarted(Sweep started) {
    sweep = started;
    startedAt = clock.instant();
    ended =
        started.runs().entrySet().stream()
            .filter(entry -> entry.getKey().isFinal())
            .mapToInt(Map.Entry::getValue)
            .sum();
    doneBefore = (double) ended * started.plan().epochs();
  }

  @Override
  public synchronized void runStarted(Run run, int after) {
    running.put(run.number(), new RunningRun(run, clock.instant()));
    doneBefore += run.isOfFinals() ? 0 : run.epochs();
  }

  @Override
  public synchronized void runProgressed(Run run, int epoch, int images, int total) {
    RunningRun state = running.get(run.number());
    if (state != null) {
      state.progressed(epoch, images, total, clock.instant());
    }
  }

  @Override
  public synchronized void epochEnded(Run run, Epoch epoch) {
    RunningRun state = running.get(run.number());
    if (state != null) {
      state.epochEnded(epoch);
    }
  }

  @Override
  public synchronized void runEnded(Run run) {
    running.remove(run.number());
    if (run.isOfFinals()) {
      return;
    }
    if (run.status().isFinal()) {
      ended++;
    }
    if (run.status() == RunStatus.FINISHED && sweep != null) {
      sweep.metric().filter(metric -> isBetter(metric, run)).ifPresent(metric -> best = run);
    }
  }

  private boolean isBetter(Objective metric, Run run) {
    return best == null || metric.goal().better(value(run, metric), value(best, metric));
  }

  private static double value(Run run, Objective metric) {
    return run.metrics().getOrDefault(metric.name(), Double.NaN);
  }

  /** Empty before the sweep has started. */
  synchronized Optional<Snapshot> snapshot() {
    if (sweep == null || startedAt == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Duration elapsed = Duration.between(startedAt, now);
    List<RunProgress> runs = new ArrayList<>();
    SweepPlan plan = sweep.plan();
    double done = (double) ended * plan.epochs();
    for (RunningRun state : running.values()) {
      RunProgress progress = state.progress(epochWord, plan.epochs(), now);
      runs.add(progress);
      done += state.isOfFinals ? 0 : progress.epoch() - 1 + progress.fraction();
    }
    runs.sort(Comparator.comparingInt(RunProgress::number));
    double total = plan.runs() == null ? 0 : (double) plan.runs() * plan.epochs();
    return Optional.of(
        new Snapshot(
            sweep.name(),
            plan.runs(),
            ended,
            total == 0 ? 0 : Math.min(1, done / total),
            elapsed,
            remaining(elapsed, done - doneBefore, total - done),
            best(sweep),
            runs));
  }

  private Optional<Best> best(Sweep of) {
    Map<String, Double> metrics = best == null ? Map.of() : best.metrics();
    return of.metric()
        .map(Objective::name)
        .flatMap(
            metric ->
                Optional.ofNullable(metrics.get(metric)).map(value -> new Best(metric, value)));
  }

  /** Time for what is left at the pace so far; empty without a pace. */
  private static Optional<Duration> remaining(Duration elapsed, double done, double left) {
    return done < 0.05 || left < 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Math.round(elapsed.toMillis() / done * left)));
  }

  /** What is known of a run in training. */
  private static final class RunningRun {
    private final int number;
    private final boolean isOfFinals;
    private final Instant startedAt;
    private final int epochsBefore;
    private int epoch;
    private double fraction;
    private @Nullable Double valAccuracy;
    private double imagesPerSecond;
    private @Nullable Instant epochStartedAt;

    RunningRun(Run run, Instant startedAt) {
      this.number = run.number();
      this.isOfFinals = run.isOfFinals();
      this.startedAt = startedAt;
      this.epochsBefore = run.epochs();
      this.epoch = run.epochs() + 1;
      this.valAccuracy = run.metrics().get(Metric.VAL_ACCURACY);
    }

    void progressed(int newEpoch, int images, int total, Instant now) {
      if (newEpoch != epoch || epochStartedAt == null) {
        epoch = newEpoch;
        epochStartedAt =
            now.minusMillis(imagesPerSecond > 0 ? Math.round(images / imagesPerSecond * 1000) : 0);
      }
      fraction = total == 0 ? 0 : (double) images / total;
      double seconds = Duration.between(epochStartedAt, now).toMillis() / 1000.0;
      if (seconds > 1) {
        imagesPerSecond = images / seconds;
      }
    }

    void epochEnded(Epoch ended) {
      epoch = ended.number() + 1;
      fraction = 0;
      epochStartedAt = null;
      valAccuracy = ended.metrics().get(Metric.VAL_ACCURACY);
      imagesPerSecond = ended.metrics().getOrDefault(Metric.IMAGES_PER_SECOND, imagesPerSecond);
    }

    RunProgress progress(String epochWord, int epochs, Instant now) {
      double done = epoch - 1 + fraction;
      int shown = Math.min(epoch, epochs);
      return new RunProgress(
          number,
          epochWord,
          shown,
          epochs,
          epoch > epochs ? 1 : fraction,
          valAccuracy,
          imagesPerSecond,
          remaining(Duration.between(startedAt, now), done - epochsBefore, epochs - done));
    }
  }
}
