package dev.trawl.examples;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.tracking.SweepDescription;
import dev.trawl.tracking.TrackedRun;
import dev.trawl.tracking.TrackedSweep;
import dev.trawl.tracking.Tracker;
import java.util.List;
import java.util.Map;

/**
 * A line through points, found by gradient descent and recorded by Trawl: no images, no classes, no
 * test, and a metric of its own that shall be small.
 *
 * <p>Arguments: the database's URL, and how many learning rates are tried, 5 unless told otherwise.
 */
public final class OwnMetric {
  private static final String ERROR = "error/valid";
  private static final int EPOCHS = 20;
  private static final double LEAST_RATE = 0.003;
  private static final double MOST_RATE = 0.2;
  private static final double[] TRAIN_X = {0, 1, 2, 3, 4, 5};
  private static final double[] TRAIN_Y = {1.1, 2.9, 5.2, 7.1, 8.8, 11.0};
  private static final double[] VALIDATION_X = {0.5, 2.5, 4.5};
  private static final double[] VALIDATION_Y = {2.0, 6.0, 10.0};

  public static void main(String[] arguments) {
    int rates = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    SweepDescription description =
        new SweepDescription(
            "line-fit", "line", null, new Objective(ERROR, Goal.MINIMIZE, null), List.of(), EPOCHS);
    try (Tracker tracker = Tracker.open(arguments[0]);
        TrackedSweep sweep = tracker.begin(description)) {
      for (int i = 0; i < rates; i++) {
        fit(sweep, LEAST_RATE * Math.pow(MOST_RATE / LEAST_RATE, i / Math.max(1.0, rates - 1)));
      }
    }
  }

  private static void fit(TrackedSweep sweep, double learningRate) {
    try (TrackedRun run = sweep.begin(Map.of("learning_rate", learningRate))) {
      double slope = 0;
      double offset = 0;
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        double slopeGradient = 0;
        double offsetGradient = 0;
        for (int i = 0; i < TRAIN_X.length; i++) {
          double away = slope * TRAIN_X[i] + offset - TRAIN_Y[i];
          slopeGradient += 2 * away * TRAIN_X[i] / TRAIN_X.length;
          offsetGradient += 2 * away / TRAIN_X.length;
        }
        slope -= learningRate * slopeGradient;
        offset -= learningRate * offsetGradient;
        run.epoch(
            Map.of(
                "error/train",
                error(slope, offset, TRAIN_X, TRAIN_Y),
                ERROR,
                error(slope, offset, VALIDATION_X, VALIDATION_Y)));
      }
      run.finish();
    }
  }

  /** The mean of the squares. */
  private static double error(double slope, double offset, double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double away = slope * x[i] + offset - y[i];
      sum += away * away;
    }
    return sum / x.length;
  }
}
