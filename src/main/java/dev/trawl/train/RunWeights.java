package dev.trawl.train;

import dev.trawl.train.update.WeightAverage;

/**
 * The weights of a run: its network's own, and those that it is to predict with. For one thread.
 */
record RunWeights(RunTraining.Trained trained) {

  /** Takes the average for the network's weights, or gives these back. */
  void exchange() {
    WeightAverage average = trained.average();
    if (average != null) {
      average.exchange();
    }
  }

  /**
   * The network as it is to predict, so with its average, from which training can go on.
   *
   * @param remembered what else it goes on with; may be empty
   */
  byte[] write(float[] remembered) {
    WeightAverage average = trained.average();
    return trained.network().write(average == null ? null : average.others(), remembered);
  }
}
