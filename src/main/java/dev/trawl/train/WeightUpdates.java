package dev.trawl.train;

import dev.trawl.data.Batch;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.TrainingParameters;
import dev.trawl.train.onednn.Acceleration;
import dev.trawl.train.update.Schedule;
import dev.trawl.train.update.UpdateSettings;
import dev.trawl.train.update.WeightAverage;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one run: each at the schedule's rate, by the optimiser that the hyperparameters
 * choose, and into the moving average of the weights, if there is one. For one thread.
 */
final class WeightUpdates {
  private final Acceleration acceleration;
  private final Schedule schedule;
  private final @Nullable WeightAverage average;
  private double learningRate = Double.NaN;

  /**
   * @param steps that the run makes when nothing ends it early
   * @param average of the weights of the network, if the run wants one
   */
  WeightUpdates(
      Acceleration acceleration,
      Hyperparameters values,
      long steps,
      @Nullable WeightAverage average) {
    this.acceleration = acceleration;
    this.schedule = Schedule.of(values, steps);
    this.average = average;
    if (!isPlainAdam(values)) {
      acceleration.update(UpdateSettings.of(values));
    }
  }

  /** Whether the updates are those that Trawl made before it had others, to the last bit. */
  private boolean isPlainAdam(Hyperparameters values) {
    return values.choice(TrainingParameters.OPTIMIZER).equals(TrainingParameters.ADAM)
        && values.real(TrainingParameters.GRADIENT_CLIPPING) == 0
        && values.real(TrainingParameters.WEIGHT_DECAY) == 0
        && schedule.isConstant();
  }

  /**
   * One step.
   *
   * @param step how many were made before, from 0
   * @param highest the learning rate without the schedule
   */
  void fit(Batch batch, long step, double highest) {
    double rate = highest * schedule.factor(step);
    if (rate != learningRate) {
      acceleration.setLearningRate(rate);
      learningRate = rate;
    }
    acceleration.fit(batch.features(), batch.labels());
    if (average != null) {
      average.add(step);
    }
  }

  /** The last step's; NaN before the first. */
  double learningRate() {
    return learningRate;
  }

  /** Takes the average for the network's weights, or gives these back. */
  void exchange() {
    if (average != null) {
      average.exchange();
    }
  }

  /** The network as it is to predict, so with its average, from which training can go on. */
  byte[] write() {
    return average == null
        ? acceleration.network().write()
        : acceleration.network().write(average.others());
  }
}
