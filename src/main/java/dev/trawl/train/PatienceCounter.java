package dev.trawl.train;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.MetricKind;

/**
 * Counts the epochs since a monitored metric last improved, which way its {@link MetricKind} says;
 * NaN never improves.
 *
 * @param best the best value so far; NaN before the first
 * @param waited epochs since then
 */
record PatienceCounter(double best, int waited) {
  static final PatienceCounter START = new PatienceCounter(Double.NaN, 0);

  /**
   * After an epoch; an improvement is one by more than {@code minDelta}.
   *
   * @param monitor the metric's key
   * @throws TrainingException when the epoch lacks the metric
   */
  PatienceCounter after(EpochResult epoch, String monitor, double minDelta) {
    double value = epoch.metric(monitor);
    boolean isLess = MetricKind.of(monitor).needGoal() == Goal.MINIMIZE;
    double gain = isLess ? best - value : value - best;
    boolean improved = Double.isNaN(best) ? !Double.isNaN(value) : gain > minDelta;
    return improved ? new PatienceCounter(value, 0) : new PatienceCounter(best, waited + 1);
  }

  /** Waits anew for an improvement on the same best value. */
  PatienceCounter restarted() {
    return new PatienceCounter(best, 0);
  }
}
