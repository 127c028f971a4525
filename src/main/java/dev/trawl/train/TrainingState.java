package dev.trawl.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.sweep.TrainingSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What training goes on from beside the weights and the updater's state. Immutable; written into
 * each checkpoint.
 *
 * @param epoch the last trained epoch; 0 before the first
 * @param bestEpoch the first epoch with the best value of the sweep's metric; 0 before the first
 * @param bestValue that value
 * @param learningRate for the next epoch
 * @param earlyStopping epochs without an improvement of early stopping's metric
 * @param reduceLr the same for the learning rate's, since it was last reduced
 * @param diverged whether the last epoch ended the run
 */
record TrainingState(
    int epoch,
    int bestEpoch,
    double bestValue,
    double learningRate,
    PatienceCounter earlyStopping,
    PatienceCounter reduceLr,
    boolean diverged) {

  /** Writes NaN as a string, which it reads back. */
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  static TrainingState initial(double learningRate) {
    return new TrainingState(
        0, 0, Double.NaN, learningRate, PatienceCounter.START, PatienceCounter.START, false);
  }

  /**
   * After the next epoch: {@code best} says whether its {@code value} of the sweep's metric is the
   * best so far.
   */
  TrainingState after(
      TrainingSpec training, Map<String, Double> metrics, double value, boolean best) {
    PatienceCounter stopping = earlyStopping;
    TrainingSpec.@Nullable EarlyStopping stop = training.earlyStopping();
    if (stop != null) {
      stopping = stopping.next(stop.monitor(), value(metrics, stop.monitor()), stop.minDelta());
    }
    PatienceCounter reducing = reduceLr;
    double rate = learningRate;
    TrainingSpec.@Nullable ReduceLr reduce = training.reduceLr();
    if (reduce != null) {
      reducing =
          reducing.next(reduce.monitor(), value(metrics, reduce.monitor()), reduce.minDelta());
      if (reducing.waited() >= reduce.patience() && rate > reduce.minLr()) {
        rate = Math.max(rate * reduce.factor(), reduce.minLr());
        reducing = reducing.restarted();
      }
    }
    int next = epoch + 1;
    return new TrainingState(
        next, best ? next : bestEpoch, best ? value : bestValue, rate, stopping, reducing, false);
  }

  /** The same, of a run that its last epoch ended. */
  TrainingState asDiverged() {
    return new TrainingState(
        epoch, bestEpoch, bestValue, learningRate, earlyStopping, reduceLr, true);
  }

  /** Whether no further epoch is to be trained. */
  boolean ended(TrainingSpec training) {
    TrainingSpec.@Nullable EarlyStopping stop = training.earlyStopping();
    return epoch >= training.epochs()
        || (stop != null && earlyStopping.waited() >= stop.patience());
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws TrainingException when it is something else
   */
  static TrainingState fromJson(String json) {
    try {
      return JSON.readValue(json, TrainingState.class);
    } catch (JsonProcessingException e) {
      throw new TrainingException("need a checkpoint's training state, found " + json, e);
    }
  }

  private static double value(Map<String, Double> metrics, String key) {
    Double value = metrics.get(key);
    if (value == null) {
      throw new TrainingException(
          "need one of %s to monitor, found %s".formatted(metrics.keySet(), key), null);
    }
    return value;
  }
}
