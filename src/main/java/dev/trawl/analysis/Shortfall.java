package dev.trawl.analysis;

import dev.trawl.track.Interval;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a finished run's test accuracy is below a threshold.
 *
 * <p>Source: Goodfellow et al., Deep Learning (2016), section 11.3: where the training error is too
 * high, the model or its training is to be changed, and then the data doubted; where only that of
 * other images is, regularisation and more data help.
 */
final class Shortfall {
  /** What else to look at, as a sentence's end, where a run doesn't fit what it is shown. */
  static final String LABELS = "if none helps, look for wrong labels in the data.";

  private final Sweep sweep;
  private final Run run;
  private final double threshold;

  Shortfall(Sweep sweep, Run run, double threshold) {
    this.sweep = sweep;
    this.run = run;
    this.threshold = threshold;
  }

  /** Whether it is below by more than chance; false where that is not known. */
  boolean isCertain() {
    return interval(Metric.TEST_ACCURACY)
        .filter(interval -> interval.high() < threshold)
        .isPresent();
  }

  /** The accuracies that are known, and after how many epochs. */
  String measured() {
    return Stream.of(Metric.TRAIN_ACCURACY, Metric.VAL_ACCURACY, Metric.TEST_ACCURACY)
            .filter(key -> Double.isFinite(value(key)))
            .map(key -> key + " " + Accuracies.percent(value(key)))
            .collect(Collectors.joining(", "))
        + " after "
        + FailedRuns.count(run.epochs(), run.epochWord());
  }

  /** Whether it fits too little or too much, or is measured on other images. */
  Cause cause() {
    double train = value(Metric.TRAIN_ACCURACY);
    double validation = value(Metric.VAL_ACCURACY);
    if (train < threshold && !(validation >= threshold)) { // augmented images may be harder ones
      return Cause.UNDERFITTING;
    }
    if (Double.isNaN(train) || Double.isNaN(validation)) {
      return Cause.UNKNOWN;
    }
    if (validation < threshold) {
      return Cause.OVERFITTING;
    }
    return isLowerOnTestImages() ? Cause.OTHER_IMAGES : Cause.CHANCE;
  }

  /** Whether the intervals lie apart. */
  private boolean isLowerOnTestImages() {
    Optional<Interval> validation = interval(Metric.VAL_ACCURACY);
    Optional<Interval> test = interval(Metric.TEST_ACCURACY);
    return validation.isPresent() && test.isPresent() && test.get().high() < validation.get().low();
  }

  private Optional<Interval> interval(String key) {
    return Accuracies.interval(key, value(key), sweep);
  }

  private double value(String key) {
    return Comparison.value(run, key);
  }

  /** A sentence about each. */
  enum Cause {
    UNDERFITTING("It misses the threshold on its own training images too: it underfits."),
    UNKNOWN(
        "Whether it underfits or overfits can be told once its train_accuracy and val_accuracy are"
            + " recorded."),
    OVERFITTING("It reaches the threshold on its training images only: it overfits."),
    OTHER_IMAGES(
        "Its validation images reach the threshold, and its test images are below them by more than"
            + " chance: they differ from those it was trained on."),
    CHANCE(
        "Its validation images reach the threshold, and its test images may be below them by"
            + " chance: measure on more images, or aim a little higher.");

    private final String text;

    Cause(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }
}
