package dev.trawl.track;

import java.util.Optional;

/**
 * What runs predict, image by image. They are recorded with the epoch or the end that they belong
 * to: see {@link Epoch#validation} and {@link RunEnd#tested}. {@link RunStore} says what holds for
 * each method.
 */
public interface Predictions {
  /**
   * Those of a run's best epoch.
   *
   * @return empty where none are recorded, or those of an epoch that is not the best one any more
   */
  Optional<ImagePredictions> predictions(String runId, ImagePredictions.Part part);
}
