package dev.trawl.analysis;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.analysis.Symptom.Words;
import dev.trawl.track.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A run that does no better than chance at its best epoch. A loss that was far above what guessing
 * costs tells of a learning rate too large, one that falls in each epoch of one too small.
 *
 * <p>Sources: Stanford's CS231n, notes on neural networks, part 3, "Before learning: sanity
 * checks": the loss at chance is ln(classes); Goodfellow et al., Deep Learning (2016), section
 * 11.4.1: a rate too large can raise the training error, one too small can leave it stuck.
 */
final class Guessing implements RunRule {
  /** Earlier the run may only have begun. */
  private static final int EPOCHS = 2;

  private static final double FAR = 1.1;

  @Override
  public Optional<Symptom> find(RunEvidence evidence) {
    return evidence.curves().epochs() >= EPOCHS
            && Accuracies.isChance(evidence.run(), evidence.sweep())
        ? Optional.of(
            new Symptom(Severity.ERROR, "It learnt nothing", settings -> words(evidence, settings)))
        : Optional.empty();
  }

  private static Words words(RunEvidence evidence, RunSettings settings) {
    int classes = Accuracies.classes(evidence.sweep());
    Cause cause =
        evidence
            .curves()
            .of(Metric.TRAIN_LOSS)
            .map(losses -> cause(losses, Math.log(classes)))
            .orElse(Cause.UNKNOWN);
    List<FileChange> changes =
        switch (cause) {
          case TOO_LARGE -> settings.remedies().ofDivergence();
          case TOO_SMALL -> settings.remedies().ofSlowLearning(evidence.curves().epochs());
          case UNKNOWN -> List.of();
        };
    return Words.of(
        "Its val_accuracy is at best %s, what guessing among %d classes gives%s"
            .formatted(
                Accuracies.percent(evidence.value(Metric.VAL_ACCURACY)),
                classes,
                cause.text.formatted(evidence.epoch())),
        changes,
        "Try a learning_rate ten times smaller and one ten times larger; if no run"
            + " learns, check that the labels belong to the images.");
  }

  private static Cause cause(double[] losses, double chance) {
    if (Arrays.stream(losses).anyMatch(loss -> loss > FAR * chance)) {
      return Cause.TOO_LARGE;
    }
    for (int i = 1; i < losses.length; i++) {
      if (losses[i] >= losses[i - 1]) {
        return Cause.UNKNOWN;
      }
    }
    return Cause.TOO_SMALL;
  }

  private enum Cause {
    TOO_LARGE(
        ", and its train_loss was above what guessing costs: its learning rate is too large."),
    TOO_SMALL(", though its train_loss falls in each %s: its learning rate is too small."),
    UNKNOWN(".");

    private final String text;

    Cause(String text) {
      this.text = text;
    }
  }
}
