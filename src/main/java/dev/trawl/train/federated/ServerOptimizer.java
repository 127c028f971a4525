package dev.trawl.train.federated;

import dev.trawl.sweep.FederatedSpec.Server;
import java.util.Arrays;

/**
 * How far the server goes, given the clients' mean change Δ: it takes −Δ for a gradient. With the
 * formulas' names, coordinate by coordinate:
 *
 * <pre>
 * fedavg, fedprox, median, trimmed_mean   w ← w + η Δ
 * fedavgm    v ← β v + Δ                                   w ← w + η v
 * fedadam    m ← β₁ m + (1 − β₁) Δ,  v ← β₂ v + (1 − β₂) Δ²      w ← w + η m / (√v + τ)
 * fedyogi    m as before,  v ← v − (1 − β₂) Δ² sign(v − Δ²)     w as before
 * </pre>
 *
 * FedAvgM is Hsu, Qi and Brown, "Measuring the effects of non-identical data distribution for
 * federated visual classification" (2019), section 4.3, with η as in Reddi; FedAdam and FedYogi are
 * Reddi and others, "Adaptive federated optimization" (2021), algorithm 2, without a correction of
 * the first rounds' bias, v beginning as τ².
 *
 * <p>What it remembers is in floats, as a checkpoint keeps it. For one thread.
 */
final class ServerOptimizer {
  private final Server settings;
  private final float[] direction;
  private final float[] square;

  private ServerOptimizer(Server settings, float[] direction, float[] square) {
    this.settings = settings;
    this.direction = direction;
    this.square = square;
  }

  /** Before the first round. */
  static ServerOptimizer begin(Server settings, int weights) {
    float[] direction = new float[settings.strategy().hasMomentum() ? weights : 0];
    float[] square = new float[settings.strategy().isAdaptive() ? weights : 0];
    Arrays.fill(square, (float) (settings.tau() * settings.tau()));
    return new ServerOptimizer(settings, direction, square);
  }

  /**
   * Goes on with what it {@link #remembered}.
   *
   * @throws IllegalArgumentException when that is another strategy's or another network's
   */
  static ServerOptimizer resume(Server settings, int weights, float[] remembered) {
    ServerOptimizer optimizer = begin(settings, weights);
    int first = optimizer.direction.length;
    int all = first + optimizer.square.length;
    if (remembered.length != all) {
      throw new IllegalArgumentException(
          "need %d numbers that %s remembers, found %d"
              .formatted(all, settings.strategy().key(), remembered.length));
    }
    System.arraycopy(remembered, 0, optimizer.direction, 0, first);
    System.arraycopy(remembered, first, optimizer.square, 0, all - first);
    return optimizer;
  }

  /** What the next round depends on; empty for strategies without memory. */
  float[] remembered() {
    float[] all = Arrays.copyOf(direction, direction.length + square.length);
    System.arraycopy(square, 0, all, direction.length, square.length);
    return all;
  }

  /**
   * What is added to a weight.
   *
   * @param change Δ of this coordinate
   */
  double step(int coordinate, double change) {
    return switch (settings.strategy()) {
      case FEDAVG, FEDPROX, MEDIAN, TRIMMED_MEAN -> settings.learningRate() * change;
      case FEDAVGM ->
          settings.learningRate()
              * (direction[coordinate] =
                  (float) (settings.momentum() * direction[coordinate] + change));
      case FEDADAM -> {
        double decay = settings.secondMoment();
        yield adaptive(
            coordinate, change, decay * square[coordinate] + (1 - decay) * change * change);
      }
      case FEDYOGI -> {
        double before = square[coordinate];
        double squared = change * change;
        yield adaptive(
            coordinate,
            change,
            before - (1 - settings.secondMoment()) * squared * Math.signum(before - squared));
      }
    };
  }

  private double adaptive(int coordinate, double change, double secondMoment) {
    double mean = settings.momentum() * direction[coordinate] + (1 - settings.momentum()) * change;
    direction[coordinate] = (float) mean;
    square[coordinate] = (float) secondMoment;
    return settings.learningRate() * mean / (Math.sqrt(secondMoment) + settings.tau());
  }
}
