package dev.trawl.sweep;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How each run is trained.
 *
 * @param epochs passes over the training images, at most
 * @param augmentation null trains on the images as they are
 * @param timeout the longest that one run may train; null is no limit
 */
public record TrainingSpec(
    int epochs,
    @Nullable EarlyStopping earlyStopping,
    @Nullable ReduceLr reduceLr,
    @Nullable Augmentation augmentation,
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

  /**
   * Shows each training image turned and moved a little, anew each epoch: uniformly by up to {@code
   * rotation} degrees either way, and by up to {@code shift} of the image's height and width.
   *
   * @param rotation 0 to 180
   * @param shift from 0, below 1
   */
  public record Augmentation(double rotation, double shift) {
    public Augmentation {
      if (!(rotation >= 0 && rotation <= 180 && shift >= 0 && shift < 1)) {
        throw new IllegalArgumentException(
            "need rotation 0 to 180 and shift from 0 to below 1, found rotation=%s shift=%s"
                .formatted(rotation, shift));
      }
    }
  }
}
