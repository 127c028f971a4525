package dev.trawl.analysis;

import dev.trawl.analysis.Symptom.Words;
import dev.trawl.track.Metric;
import java.util.Optional;

/**
 * A run that is far from done when it ends, by the shape of its training loss: a learning rate too
 * small, or too few epochs for it.
 *
 * <p>Source: Stanford's CS231n, notes on neural networks, part 3, "Loss function": with low
 * learning rates the improvements are linear, with high ones they look exponential. Goodfellow et
 * al., Deep Learning (2016), section 11.4.1: a rate too small leaves training slow, or stuck at a
 * high error.
 *
 * <p>The loss falls from ln(classes), what guessing costs. A straight fall has half of itself in
 * the second half of training; an exponential one a quarter when training is about twice as long as
 * its time constant, and less when it is longer. A quarter or more is slow, in a run that misses
 * the lowest threshold on its training images. Halves are those of the sum of the recorded learning
 * rates, so that a schedule that lets the rate fall doesn't look like a loss that is done.
 */
final class SlowLearning implements RunRule {
  private static final double SHARE = 0.25;

  @Override
  public Optional<Symptom> find(RunEvidence run) {
    int classes = Accuracies.classes(run.sweep());
    return run.curves()
        .of(Metric.TRAIN_LOSS)
        .filter(losses -> run.isFinished() && classes > 1 && run.underfits())
        .flatMap(losses -> symptom(run, losses, Math.log(classes)));
  }

  private static Optional<Symptom> symptom(RunEvidence run, double[] losses, double chance) {
    double last = losses[losses.length - 1];
    double share = (atHalf(run, losses, chance) - last) / (chance - last);
    return last < chance && share >= SHARE
        ? Optional.of(
            run.symptom(
                "It learns slowly",
                settings ->
                    Words.of(
                        evidence(run, losses, chance, share),
                        settings.remedies().ofSlowLearning(losses.length),
                        "Try a learning rate three times as large, or more %ss."
                            .formatted(run.epoch()))))
        : Optional.empty();
  }

  private static String evidence(RunEvidence run, double[] losses, double chance, double share) {
    return "Its train_loss fell from %s, what guessing costs, to %s in %s, and %.0f %% of that in the second half: its learning rate is too small, or its %ss are too few."
        .formatted(
            NumberText.of(chance, 3),
            NumberText.of(losses[losses.length - 1], 3),
            FailedRuns.count(losses.length, run.epoch()),
            100 * Math.min(1, share), // more where it first rose
            run.epoch());
  }

  /**
   * The loss when half of the learning rates have been taken. An epoch's is the mean over it, and
   * stands at its middle; what the rate was between two recorded ones is on the line between.
   */
  private static double atHalf(RunEvidence run, double[] losses, double chance) {
    double[] rates = run.curves().of(Metric.LEARNING_RATE).orElse(new double[0]);
    double[] taken = new double[losses.length + 1];
    for (int epoch = 0; epoch < losses.length; epoch++) {
      taken[epoch + 1] = taken[epoch] + rate(rates, epoch);
    }
    double half = taken[losses.length] / 2;
    double place = 0;
    double loss = chance;
    for (int epoch = 0; epoch < losses.length; epoch++) {
      double middle = (taken[epoch] + taken[epoch + 1]) / 2;
      if (middle >= half && middle > place) {
        return loss + (losses[epoch] - loss) * (half - place) / (middle - place);
      }
      place = middle;
      loss = losses[epoch];
    }
    return loss;
  }

  private static double rate(double[] rates, int epoch) {
    return rates.length == 0 ? 1 : (rates[Math.max(0, epoch - 1)] + rates[epoch]) / 2;
  }
}
