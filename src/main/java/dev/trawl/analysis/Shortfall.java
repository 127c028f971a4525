package dev.trawl.analysis;

import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
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
    return Accuracies.interval(Metric.TEST_ACCURACY, value(Metric.TEST_ACCURACY), sweep)
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
    return isCertain() ? Cause.OTHER_IMAGES : Cause.CHANCE;
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
        "Its validation images reach the threshold and the test images miss it by more than"
            + " chance: the test images differ from those it was trained on."),
    CHANCE(
        "Its validation images reach the threshold and the test images miss it by no more than"
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
