package dev.trawl.train.update;

import dev.trawl.model.Hyperparameters;
import dev.trawl.model.TrainingParameters;
import java.util.Locale;

/**
 * How the learning rate goes from step to step of a run: what it is multiplied by. A pure function
 * of the step's number, so that a resumed run needs nothing but that. Immutable.
 *
 * @param shape how it goes after the warm-up
 * @param warmup the part of the steps in which the rate rises, from 0 to below 1
 * @param steps that a run makes when nothing ends it early, from 1
 */
public record Schedule(Shape shape, double warmup, long steps) {

  /** How the rate goes, as a sweep file names it. */
  public enum Shape {
    /** Stays as it is. */
    CONSTANT,

    /**
     * Rises in a straight line from a 25th and falls in another to a 250,000th: PyTorch's {@code
     * OneCycleLR} with {@code anneal_strategy="linear"} and {@code cycle_momentum=False} (after
     * Smith and Topin, "Super-convergence", 2018).
     */
    ONE_CYCLE,

    /** Falls as half a cosine towards 0 (Loshchilov and Hutter, "SGDR", 2017, without restarts). */
    COSINE
  }

  private static final double FIRST = 1.0 / 25;
  private static final double LAST = FIRST / 1e4;

  public Schedule {
    if (!(warmup >= 0 && warmup < 1 && steps >= 1)) {
      throw new IllegalArgumentException(
          "need a warm-up from 0 to below 1 and steps from 1, found %s and %d"
              .formatted(warmup, steps));
    }
  }

  /**
   * That of a run.
   *
   * @param steps that it makes when nothing ends it early
   */
  public static Schedule of(Hyperparameters values, long steps) {
    String name = values.choice(TrainingParameters.SCHEDULE);
    return new Schedule(
        Shape.valueOf(name.toUpperCase(Locale.ROOT)), TrainingParameters.warmup(values), steps);
  }

  /** Whether the rate never changes. */
  public boolean isConstant() {
    return shape == Shape.CONSTANT && warmup == 0;
  }

  /**
   * What the learning rate is multiplied by, above 0 and at most 1.
   *
   * @param step from 0, below {@link #steps}
   */
  public double factor(long step) {
    return shape == Shape.ONE_CYCLE ? oneCycle(step) : warmedUp(step);
  }

  /** A straight line from (1 ÷ the steps of the warm-up) to 1, then the shape. */
  private double warmedUp(long step) {
    long rising = (long) (warmup * steps);
    if (step < rising) {
      return (step + 1.0) / rising;
    }
    return shape == Shape.CONSTANT
        ? 1
        // The same bits on every machine.
        : (1 + StrictMath.cos(Math.PI * (step - rising) / (steps - rising))) / 2;
  }

  private double oneCycle(long step) {
    double peak = Math.max(0, warmup * steps - 1);
    if (step < peak) {
      return line(FIRST, 1, step / peak);
    }
    double end = steps - 1.0;
    return end > peak ? line(1, LAST, (step - peak) / (end - peak)) : 1;
  }

  private static double line(double from, double to, double part) {
    return from + (to - from) * part;
  }
}
