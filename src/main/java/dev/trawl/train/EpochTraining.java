package dev.trawl.train;

import dev.trawl.track.Evaluation;
import dev.trawl.track.Verdict;
import dev.trawl.train.federated.RoundRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What trains a run's network for an epoch. For one thread, which closes it before the network. */
interface EpochTraining extends AutoCloseable {

  /** What is to be said of a run's environment beside the network's, by name. */
  default Map<String, String> environment() {
    return Map.of();
  }

  /** Before the first epoch that is trained here. */
  default void began(TrainingObserver observer) {}

  /**
   * Trains an epoch, cut short where the loss is no longer finite. What it does depends on the
   * run's seed and the epoch alone.
   *
   * @param epoch from 1
   * @param learningRate without the schedule
   * @return what it was asked to stop with in the middle, if it was
   */
  Optional<Verdict.Stop> train(int epoch, double learningRate, TrainingObserver observer);

  /** The last epoch. */
  Scores scores();

  /**
   * What else is to be recorded of the last epoch, by the names of metrics.
   *
   * @param validation how the network did after it
   */
  default Map<String, Double> metrics(Evaluation validation) {
    return Map.of();
  }

  /** What the server of a federated run goes on with beside the weights; may be empty. */
  default float[] remembered() {
    return new float[0];
  }

  /** Of a federated run the rounds so far that share their file with the next. */
  default List<RoundRecord> rounds() {
    return List.of();
  }

  @Override
  void close();

  /**
   * An epoch's.
   *
   * @param loss of the training images; may be NaN or infinite
   * @param accuracy likewise
   * @param images how many were trained
   * @param learningRate of the last step
   */
  record Scores(double loss, double accuracy, int images, double learningRate) {}
}
