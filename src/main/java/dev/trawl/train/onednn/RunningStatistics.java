package dev.trawl.train.onednn;

import dev.trawl.train.onednn.BatchNormalizationOperation.Scaling;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * The mean and deviation of each channel that a network predicts by, moved at each training step as
 * Deeplearning4j moves them:
 *
 * <pre>mean ← d · mean + (1 − d) · the batch's;  variance likewise, of the batch's biased one</pre>
 */
final class RunningStatistics {
  private final Tensor mean;
  private final Tensor deviation;
  private final float decay;
  private final boolean logarithmic;
  private final float[] means;
  private final float[] deviations;
  private final float[] batch;

  /**
   * @param mean a parameter
   * @param deviation a parameter: log₁₀ of the standard deviation, or a variance
   */
  RunningStatistics(
      Tensor mean, Tensor deviation, double decay, boolean logarithmic, int channels) {
    this.mean = mean;
    this.deviation = deviation;
    this.decay = (float) decay;
    this.logarithmic = logarithmic;
    this.means = new float[channels];
    this.deviations = new float[channels];
    this.batch = new float[channels];
  }

  /** Copies them to where a primitive wants them. */
  void read(Tensor toMean, Tensor toVariance) {
    read();
    numbers(toMean).put(means);
    numbers(toVariance).put(deviations);
  }

  /** The deviations as variances. */
  private void read() {
    numbers(mean).get(means);
    numbers(deviation).get(deviations);
    for (int i = 0; logarithmic && i < deviations.length; i++) {
      deviations[i] = (float) square(Math.pow(10, deviations[i]));
    }
  }

  /**
   * What normalises by them.
   *
   * @param bias of the layer before; null for none
   */
  void scaling(double epsilon, Tensor gamma, Tensor beta, @Nullable Tensor bias, Scaling result) {
    read();
    float[] factors = new float[means.length];
    float[] shifts = new float[means.length];
    numbers(gamma).get(factors);
    numbers(beta).get(shifts);
    if (bias != null) {
      numbers(bias).get(batch);
    }
    for (int i = 0; i < means.length; i++) {
      double factor = factors[i] / Math.sqrt(deviations[i] + epsilon);
      double before = bias == null ? 0 : batch[i];
      factors[i] = (float) factor;
      shifts[i] = (float) (shifts[i] + (before - means[i]) * factor);
    }
    numbers(result.factors()).put(factors);
    numbers(result.shifts()).put(shifts);
  }

  /** After a batch with this mean and variance. */
  void update(Tensor batchMean, Tensor batchVariance) {
    numbers(mean).get(means);
    numbers(batchMean).get(batch);
    for (int i = 0; i < means.length; i++) {
      means[i] = decay * means[i] + (1 - decay) * batch[i];
    }
    numbers(mean).put(means);
    numbers(deviation).get(deviations);
    numbers(batchVariance).get(batch);
    for (int i = 0; i < deviations.length; i++) {
      double before = logarithmic ? square(Math.pow(10, deviations[i])) : deviations[i];
      double after = decay * before + (1 - decay) * batch[i];
      deviations[i] = (float) (logarithmic ? Math.log10(after) / 2 : after);
    }
    numbers(deviation).put(deviations);
  }

  private static double square(double value) {
    return value * value;
  }

  private static FloatPointer numbers(Tensor tensor) {
    return new FloatPointer(tensor.memory().get_data_handle());
  }
}
