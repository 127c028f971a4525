package dev.trawl.train;

import dev.trawl.data.Batch;
import dev.trawl.model.Hyperparameters;
import dev.trawl.train.update.Schedule;
import dev.trawl.train.update.WeightAverage;

/**
 * The steps of one run: each at the schedule's rate, by the optimiser that the hyperparameters
 * choose, and into the moving average of the weights, if there is one. For one thread.
 */
final class WeightUpdates {
  private final RunTraining.Trained trained;
  private final Schedule schedule;
  private double learningRate = Double.NaN;

  /**
   * @param steps that the run makes when nothing ends it early
   */
  WeightUpdates(RunTraining.Trained trained, Hyperparameters values, long steps) {
    this.trained = trained;
    this.schedule = Schedule.of(values, steps);
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
      trained.trainer().setLearningRate(rate);
      learningRate = rate;
    }
    trained.trainer().fit(batch.features(), batch.labels());
    WeightAverage average = trained.average();
    if (average != null) {
      average.add(step);
    }
  }

  /** The last step's; NaN before the first. */
  double learningRate() {
    return learningRate;
  }
}
