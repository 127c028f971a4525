package dev.trawl.sweep;

import org.jspecify.annotations.Nullable;

/**
 * The metric that chooses between runs: a train or validation metric, never a test metric.
 *
 * @param target once a run reaches it, no new runs start; null is none
 */
public record Objective(String name, Goal goal, @Nullable Double target) {

  /** Whether {@code value} reaches the target; false without one. */
  public boolean reached(double value) {
    return target != null && (goal == Goal.MAXIMIZE ? value >= target : value <= target);
  }
}
