package dev.trawl.train.update;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The exponential moving average of a network's weights over the steps, without the bias towards
 * the first ones (Kingma and Ba, 2015, section 7.2): after step t it is the mean of the weights
 * after each step so far, each weighted by {@code decay} to the power of its age in steps.
 *
 * <p>All parameters are averaged alike. Of batch norm's running statistics that is the mean of the
 * means, and the geometric mean of the deviations, whose logarithms the parameters are. For one
 * thread.
 */
public final class WeightAverage {
  private static final int PIECE = 2048;

  private final FlatVector weights;
  private final double decay;
  private final float[] average;
  private final float[] piece = new float[PIECE];

  /**
   * Begins with the weights as they are, which count for nothing once there is a step.
   *
   * @param weights the network's flat vector of parameters
   * @param decay from 0 to below 1
   */
  public WeightAverage(INDArray weights, double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("need a decay from 0 to below 1, found " + decay);
    }
    this.weights = new FlatVector("weights", weights);
    this.decay = decay;
    this.average = new float[this.weights.length()];
    this.weights.read(0, average, average.length);
  }

  /**
   * Goes on from an average, which the network's weights are; they become those of the training.
   *
   * @param trained the weights after the last step
   */
  public static WeightAverage resume(INDArray weights, double decay, float[] trained) {
    WeightAverage average = new WeightAverage(weights, decay);
    if (trained.length != average.average.length) {
      throw new IllegalArgumentException(
          "need %d weights to go on with, found %d"
              .formatted(average.average.length, trained.length));
    }
    average.weights.write(0, trained, trained.length);
    return average;
  }

  /**
   * Takes the weights in, once after each step.
   *
   * @param step how many were made before, from 0: over all of the training, not since a checkpoint
   */
  public void add(long step) {
    float share = (float) ((1 - decay) / (1 - StrictMath.pow(decay, step + 1.0)));
    for (int from = 0; from < average.length; from += PIECE) {
      int count = Math.min(PIECE, average.length - from);
      weights.read(from, piece, count);
      for (int i = 0; i < count; i++) {
        average[from + i] += share * (piece[i] - average[from + i]);
      }
    }
  }

  /** What the network's weights aren't at the moment: the average, or what it is made of. */
  public float[] others() {
    return average.clone();
  }

  /** Exchanges the network's weights for their average; the second time, the other way round. */
  public void exchange() {
    for (int from = 0; from < average.length; from += PIECE) {
      int count = Math.min(PIECE, average.length - from);
      weights.read(from, piece, count);
      weights.write(from, Arrays.copyOfRange(average, from, from + count), count);
      System.arraycopy(piece, 0, average, from, count);
    }
  }
}
