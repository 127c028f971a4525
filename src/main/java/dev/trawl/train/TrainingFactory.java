package dev.trawl.train;

import dev.trawl.sweep.SweepSpec;
import java.io.IOException;

/** Opens the training that a sweep needs: fetches, checks and loads its data. */
public interface TrainingFactory {
  /**
   * Opens it.
   *
   * @throws IOException when the data set can't be fetched, is not what it should be, or can't be
   *     trained on at any point of the space
   */
  Training open(SweepSpec spec) throws IOException;
}
