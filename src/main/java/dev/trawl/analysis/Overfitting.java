package dev.trawl.analysis;

import dev.trawl.analysis.Symptom.Words;
import dev.trawl.track.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A run that fits its training images far better than others.
 *
 * <p>By the gap: at the best epoch train_accuracy lies above val_accuracy by more than chance, and
 * by more than the lowest threshold leaves: with such a gap even a perfect fit would miss it.
 * Source: Stanford's CS231n, notes on neural networks, part 3, "Train/Val accuracy". Training
 * accuracies are measured without dropout and by labels as they are, augmented images among them:
 * what makes them lower makes the gap smaller, and never gives an alarm.
 *
 * <p>By the loss: val_loss has risen while train_loss went on falling. Sources: Godbole et al.,
 * Deep Learning Tuning Playbook (2023), "Examining the training curves"; Prechelt, Early stopping —
 * but when? (1998), whose criteria are the loss in percent above its lowest, and a rise in several
 * strips one after the other. The middle one of the last three epochs has to be a fifth above: a
 * loss that is mostly that of the wrong images is known to about 1 / sqrt(wrong images), 17 % of 36
 * ones.
 */
final class Overfitting {
  /** Of any run: a low threshold hides no larger gap. */
  private static final double LARGEST_GAP = 0.05;

  private static final double RISE = 1.2;
  private static final double FALL = 0.8;
  private static final int EPOCHS_SINCE = 3;

  /** Spearman's, of the epochs and the losses since the lowest. */
  private static final double STEADY = 0.8;

  private static final String TITLE = "It overfits";
  private static final String OTHERWISE =
      "Try augmentation, more dropout, a larger penalty on the weights, or more training images.";

  private Overfitting() {}

  static Optional<Symptom> byGap(RunEvidence run) {
    double train = run.value(Metric.TRAIN_ACCURACY);
    double validation = run.value(Metric.VAL_ACCURACY);
    double allowed =
        run.reachesLowest() ? LARGEST_GAP : Math.min(LARGEST_GAP, 1 - run.threshold().orElse(0.0));
    boolean isFar =
        isFraction(train)
            && isFraction(validation)
            && train - validation > allowed
            && run.difference(Metric.TRAIN_ACCURACY, train, Metric.VAL_ACCURACY, validation)
                .filter(interval -> interval.low() > 0)
                .isPresent();
    return isFar
        ? Optional.of(symptom(run, () -> gap(train, validation, allowed), false))
        : Optional.empty();
  }

  private static String gap(double train, double validation, double allowed) {
    return "Its train_accuracy is %s and its val_accuracy %s: they are %s points apart, and more than %s is far."
        .formatted(
            Accuracies.percent(train),
            Accuracies.percent(validation),
            NumberText.of(100 * (train - validation), 2),
            NumberText.of(100 * allowed, 2));
  }

  static Optional<Symptom> byLoss(RunEvidence run) {
    return run.curves()
        .of(Metric.VAL_LOSS)
        .filter(losses -> !run.reachesLowest())
        .flatMap(
            losses ->
                run.curves()
                    .of(Metric.TRAIN_LOSS)
                    .filter(training -> isRising(losses, training))
                    .map(
                        training -> symptom(run, () -> rise(losses, training, run.epoch()), true)));
  }

  private static boolean isRising(double[] losses, double[] training) {
    int lowest = RunCurves.lowest(losses);
    return losses.length - 1 - lowest >= EPOCHS_SINCE
        && RunCurves.settled(losses) >= RISE * losses[lowest]
        && isSteady(Arrays.copyOfRange(losses, lowest, losses.length))
        && RunCurves.settled(training) <= FALL * training[lowest];
  }

  /** Whether a loss rather rises from epoch to epoch than sways. */
  private static boolean isSteady(double[] losses) {
    double[] epochs = IntStream.range(0, losses.length).asDoubleStream().toArray();
    return RankCorrelation.of(epochs, losses) >= STEADY;
  }

  private static String rise(double[] losses, double[] training, String epoch) {
    int lowest = RunCurves.lowest(losses);
    int last = losses.length - 1;
    return "Its val_loss rose from %s in %s %d to %s in %s %d, while train_loss fell from %s to %s."
        .formatted(
            NumberText.of(losses[lowest], 3),
            epoch,
            lowest + 1,
            NumberText.of(losses[last], 3),
            epoch,
            last + 1,
            NumberText.of(training[lowest], 3),
            NumberText.of(training[last], 3));
  }

  private static Symptom symptom(RunEvidence run, Supplier<String> evidence, boolean stops) {
    return run.symptom(
        TITLE,
        settings -> {
          List<FileChange> changes = settings.remedies().ofOverfitting(stops);
          Words words = Words.of(evidence.get(), changes, OTHERWISE);
          return settings
              .trainLimit()
              .map(
                  limit ->
                      new Words(
                          "%s dataset.train_limit leaves it %d images: more help most."
                              .formatted(words.detail(), limit),
                          changes))
              .orElse(words);
        });
  }

  private static boolean isFraction(double value) {
    return value >= 0 && value <= 1;
  }
}
