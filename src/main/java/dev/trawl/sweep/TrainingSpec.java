package dev.trawl.sweep;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How each run is trained.
 *
 * @param epochs passes over the training images, at most
 * @param timeout the longest that one run may train; null is no limit
 */
public record TrainingSpec(
    int epochs,
    @Nullable EarlyStopping earlyStopping,
    @Nullable ReduceLr reduceLr,
    CheckpointRetention checkpoints,
    @Nullable Duration timeout) {

  public static final int DEFAULT_EPOCHS = 10;

  /**
   * Ends a run when {@code monitor} has not improved by more than {@code minDelta} for {@code
   * patience} epochs in a row. A loss improves downwards, an accuracy upwards.
   */
  public record EarlyStopping(String monitor, int patience, double minDelta) {}

  /**
   * Multiplies the learning rate by {@code factor}, in (0, 1), when {@code monitor} has not
   * improved by more than {@code minDelta} for {@code patience} epochs in a row; never below {@code
   * minLr}.
   */
  public record ReduceLr(
      String monitor, double factor, int patience, double minDelta, double minLr) {}
}
