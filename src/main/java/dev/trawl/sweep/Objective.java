package dev.trawl.sweep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metric that chooses between runs: a train or validation metric, never a test metric.
 *
 * @param target once a run reaches it, no new runs start; null is none
 */
public record Objective(String name, Goal goal, @Nullable Double target) {

  public static final Objective DEFAULT = new Objective("val_accuracy", Goal.MAXIMIZE, null);

  /** The metrics that may steer a sweep or a run. */
  public static final List<String> METRICS =
      List.of("train_loss", "train_accuracy", "val_loss", "val_accuracy");

  /** Whether {@code value} reaches the target; false without one. */
  public boolean reached(double value) {
    return target != null && (goal == Goal.MAXIMIZE ? value >= target : value <= target);
  }
}
