package dev.trawl.sweep;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How each run is trained.
 *
 * @param epochs passes over the training images, at most; from 1
 * @param rules what an epoch leads to, such as another learning rate or the run's end, in the order
 *     in which they see it
 * @param augmentation null trains on the images as they are
 * @param timeout the longest that one run may train; null is no limit
 */
public record TrainingSpec(
    int epochs,
    List<Selection> rules,
    @Nullable Augmentation augmentation,
    CheckpointRetention checkpoints,
    @Nullable Duration timeout) {

  public static final int DEFAULT_EPOCHS = 10;

  public TrainingSpec {
    rules = List.copyOf(rules);
    if (epochs < 1) {
      throw new IllegalArgumentException("need epochs from 1, found " + epochs);
    }
  }

  /** Without rules, augmentation and limit; the best checkpoint is kept. */
  public static TrainingSpec of(int epochs) {
    return new TrainingSpec(epochs, List.of(), null, CheckpointRetention.BEST, null);
  }

  /**
   * Shows each training image turned, moved and scaled a little, anew each epoch: uniformly by up
   * to {@code rotation} degrees either way, by up to {@code shift} of the image's height and width,
   * and to between 1 − {@code scale} and 1 + {@code scale} times its size.
   *
   * @param rotation 0 to 180
   * @param shift from 0, below 1
   * @param scale from 0, below 1
   */
  public record Augmentation(double rotation, double shift, double scale) {
    public Augmentation {
      if (!(rotation >= 0 && rotation <= 180 && isFraction(shift) && isFraction(scale))) {
        throw new IllegalArgumentException(
            "need rotation 0 to 180, and shift and scale from 0 to below 1, found %s, %s and %s"
                .formatted(rotation, shift, scale));
      }
    }

    private static boolean isFraction(double value) {
      return value >= 0 && value < 1;
    }
  }
}
