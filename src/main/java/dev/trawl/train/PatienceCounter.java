package dev.trawl.train;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Limits;
import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.Setting;

/**
 * Counts the epochs since a monitored metric last improved, which way its {@link MetricKind} says;
 * NaN never improves.
 *
 * @param best the best value so far; NaN before the first
 * @param waited epochs since then
 */
record PatienceCounter(double best, int waited) {
  static final PatienceCounter START = new PatienceCounter(Double.NaN, 0);

  /** The metric that is waited for. */
  static final Setting<String> MONITOR =
      Setting.metric("monitor")
          .about("the metric that is waited for: a loss falls, an accuracy rises");

  /** Epochs. */
  static final Setting<Integer> PATIENCE =
      Setting.integer("patience", 1).such("3").about("so many epochs without an improvement");

  /** An improvement is one by more than this. */
  static final Setting<Double> MIN_DELTA =
      Setting.number("min_delta", Limits.atLeast(0))
          .or(0.0)
          .about("an improvement is one by more than this");

  /**
   * After an epoch.
   *
   * @param settings of {@link #MONITOR} and {@link #MIN_DELTA}
   * @throws TrainingException when the epoch lacks the metric
   */
  PatienceCounter after(Selection settings, EpochResult epoch) {
    String monitor = settings.get(MONITOR);
    double value = epoch.metric(monitor);
    boolean isLess = MetricKind.of(monitor).needGoal() == Goal.MINIMIZE;
    double gain = isLess ? best - value : value - best;
    boolean improved = Double.isNaN(best) ? !Double.isNaN(value) : gain > settings.get(MIN_DELTA);
    return improved ? new PatienceCounter(value, 0) : new PatienceCounter(best, waited + 1);
  }

  /** Waits anew for an improvement on the same best value. */
  PatienceCounter restarted() {
    return new PatienceCounter(best, 0);
  }
}
