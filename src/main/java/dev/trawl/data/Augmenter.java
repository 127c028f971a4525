package dev.trawl.data;

import dev.trawl.sweep.Seeds;
import dev.trawl.sweep.TrainingSpec.Augmentation;

/**
 * Turns, moves and scales each image by random amounts that depend on a seed and the image's place
 * in its file alone: not on the order of the images, the batch size or what went before. For one
 * thread.
 */
final class Augmenter {
  private static final int ROTATION = 0;
  private static final int RIGHT = 1;
  private static final int DOWN = 2;
  private static final int SCALE = 3;

  private final ImageSet images;
  private final Augmentation limits;
  private final Resampler resampler;

  Augmenter(ImageSet images, Augmentation limits) {
    this.images = images;
    this.limits = limits;
    this.resampler = new Resampler(images);
  }

  /** Writes an image, scaled to [0, 1], as {@code seed} shows it. */
  void augment(int image, long seed, float[] values) {
    int place = images.indexInFile(image);
    resampler.resample(
        image,
        limits.rotation() * draw(seed, place, ROTATION),
        limits.shift() * images.width() * draw(seed, place, RIGHT),
        limits.shift() * images.height() * draw(seed, place, DOWN),
        1 + limits.scale() * draw(seed, place, SCALE),
        values);
  }

  /** Uniform in [−1, 1): 54 bits. */
  private static double draw(long seed, int place, int what) {
    return (Seeds.mix(seed, place, what) >> 10) * 0x1p-53;
  }
}
