package dev.trawl.analysis;

import dev.trawl.analysis.Symptom.Words;
import dev.trawl.track.Metric;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Training that doesn't settle: a learning rate too large late in training.
 *
 * <p>Source: Godbole et al., Deep Learning Tuning Playbook (2023), "Examining the training curves":
 * high variance from step to step late in training comes from batches, small validation sets or a
 * learning rate too large; its remedies are the ones here. What a small validation set gives by
 * chance is ruled out: a fall of the validation accuracy counts when the interval of the difference
 * of the two epochs lies above 0. Goodfellow et al., Deep Learning (2016), section 11.4.1, and
 * "Identifying unstable workloads" in the Playbook: a loss that goes up in training is the other
 * sign, told only of a run that doesn't fit its training images.
 */
final class Oscillation implements RunRule {
  /** Fewer can't show a swing and its return twice. */
  private static final int EPOCHS = 5;

  /** One such fall may still be an accident: at 2.5 % each, of ten epochs it is in one run of 5. */
  private static final int FALLS = 2;

  /** By so much a training loss rises that does not only sway about a floor. */
  private static final double RISE = 1.05;

  private static final double RISING_SHARE = 0.3;

  @Override
  public Optional<Symptom> find(RunEvidence run) {
    if (run.curves().epochs() < EPOCHS) {
      return Optional.empty();
    }
    return falls(run).or(() -> rises(run)).map(evidence -> symptom(run, evidence));
  }

  private static Symptom symptom(RunEvidence run, Supplier<String> evidence) {
    return run.symptom(
        "It oscillates",
        settings ->
            Words.of(
                evidence.get() + ": its learning rate is too large for the end of training.",
                settings.remedies().ofOscillation(),
                "Try a learning rate that falls as training goes on, or a smaller one."));
  }

  private static Optional<Supplier<String>> falls(RunEvidence run) {
    return run.curves().of(Metric.VAL_ACCURACY).flatMap(curve -> falls(run, curve));
  }

  private static Optional<Supplier<String>> falls(RunEvidence run, double[] curve) {
    List<Integer> falls = late(run, epoch -> fell(run, curve[epoch - 1], curve[epoch]));
    return falls.size() < FALLS
        ? Optional.empty()
        : Optional.of(
            () -> {
              int most = largest(falls, epoch -> curve[epoch - 1] - curve[epoch]);
              return "Its val_accuracy fell by more than chance in %d of its last %d %ss, from %s to %s in %s %d"
                  .formatted(
                      falls.size(),
                      run.curves().epochs() - run.curves().secondHalf(),
                      run.epoch(),
                      Accuracies.percent(curve[most - 1]),
                      Accuracies.percent(curve[most]),
                      run.epoch(),
                      most + 1);
            });
  }

  private static boolean fell(RunEvidence run, double before, double after) {
    return run.difference(Metric.VAL_ACCURACY, before, Metric.VAL_ACCURACY, after)
        .filter(interval -> interval.low() > 0)
        .isPresent();
  }

  private static Optional<Supplier<String>> rises(RunEvidence run) {
    return run.curves()
        .of(Metric.TRAIN_LOSS)
        .filter(losses -> run.underfits())
        .flatMap(curve -> rises(run, curve));
  }

  private static Optional<Supplier<String>> rises(RunEvidence run, double[] curve) {
    int late = run.curves().epochs() - run.curves().secondHalf();
    List<Integer> rises = late(run, epoch -> curve[epoch] >= RISE * curve[epoch - 1]);
    return rises.size() < Math.max(FALLS, RISING_SHARE * late)
        ? Optional.empty()
        : Optional.of(
            () -> {
              int most = largest(rises, epoch -> curve[epoch] / curve[epoch - 1]);
              return "Its train_loss rose by 5 %% or more in %d of its last %d %ss, from %s to %s in %s %d"
                  .formatted(
                      rises.size(),
                      late,
                      run.epoch(),
                      NumberText.of(curve[most - 1], 3),
                      NumberText.of(curve[most], 3),
                      run.epoch(),
                      most + 1);
            });
  }

  /** The epochs of the second half, from 0, of which something is true. */
  private static List<Integer> late(RunEvidence run, IntPredicate condition) {
    return IntStream.range(run.curves().secondHalf(), run.curves().epochs())
        .filter(condition)
        .boxed()
        .toList();
  }

  private static int largest(List<Integer> epochs, IntToDoubleFunction size) {
    return epochs.stream().max(Comparator.comparingDouble(size::applyAsDouble)).orElse(0);
  }
}
