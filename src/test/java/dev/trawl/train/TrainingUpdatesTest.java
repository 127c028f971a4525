package dev.trawl.train;

import static dev.trawl.train.DigitTrainers.ALL_IN;
import static dev.trawl.train.DigitTrainers.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.model.Network;
import dev.trawl.testkit.HeardTraining;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.ImagePredictions;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a schedule, an average, augmentation and smoothing change, on a part of the real MNIST. */
final class TrainingUpdatesTest {
  private static final Offset<Double> TINY = Offset.offset(1e-12);
  private static DigitTrainers digits;

  @BeforeAll
  static void load() throws IOException {
    digits = DigitTrainers.small();
  }

  @Test
  void train_withASchedule_recordsTheLastStepsRate() {
    HeardTraining recorder = new HeardTraining();
    Map<String, Object> values =
        Map.of("schedule", "cosine", "learning_rate", 0.01, "batch_size", 60L);
    digits
        .trainer(2, EpochSettings.reduceLr("val_loss", 0.5, 100, 0, 1e-6))
        .train(run(values, 1), null, recorder);
    // 1,200 images are 20 steps an epoch: the rates of steps 19 and 39 of 40.
    assertThat(recorder.metrics())
        .extracting(metrics -> metrics.get("learning_rate"))
        .satisfiesExactly(
            rate -> assertThat(rate).isCloseTo(0.01 * (1 + Math.cos(Math.PI * 19 / 40)) / 2, TINY),
            rate -> assertThat(rate).isCloseTo(0.01 * (1 + Math.cos(Math.PI * 39 / 40)) / 2, TINY));
  }

  /** The average is what is measured and kept; the training itself doesn't know of it. */
  @Test
  void train_withAnAverage_measuresItButTrainsAsWithout() throws IOException {
    HeardTraining plain = new HeardTraining();
    HeardTraining averaged = new HeardTraining();
    digits.trainer(2).train(run(Map.of("learning_rate", 3e-3), 1), null, plain);
    digits
        .trainer(2)
        .train(run(Map.of("learning_rate", 3e-3, "weight_average", 0.9), 1), null, averaged);
    for (int epoch = 0; epoch < 2; epoch++) {
      Map<String, Double> with = averaged.epochs().get(epoch).metrics();
      Map<String, Double> without = plain.epochs().get(epoch).metrics();
      assertThat(with.get("train_loss")).isEqualTo(without.get("train_loss"));
      assertThat(with.get("val_loss")).isNotEqualTo(without.get("val_loss"));
      Network network = Network.read(plain.epochs().get(epoch).checkpoint().model());
      assertThat(Network.trained(averaged.epochs().get(epoch).checkpoint().model()))
          .hasValueSatisfying(
              trained -> assertThat(trained).isEqualTo(network.flatWeights().toFloatVector()));
    }

    CheckpointData without = plain.epochs().get(0).checkpoint();
    assertThatThrownBy(
            () ->
                digits
                    .trainer(2)
                    .train(
                        run(Map.of("weight_average", 0.9), 1),
                        new Resumption(1, without, without),
                        new HeardTraining()))
        .isInstanceOf(TrainingException.class)
        .hasMessage("need a checkpoint with an average of the weights, found one without");
  }

  @Test
  void train_withAugmentation_seesOtherImages() {
    HeardTraining plain = new HeardTraining();
    HeardTraining augmented = new HeardTraining();
    digits.trainer(1).train(run(ALL_IN, 7), null, plain);
    digits.augmenting(1).train(run(ALL_IN, 7), null, augmented);
    assertThat(augmented.metrics()).isNotEqualTo(plain.metrics());
  }

  @Test
  void train_withSmoothedLabels_isAsGoodButLessSure() {
    Map<String, Object> smoothed = Map.of("learning_rate", 3e-3, "label_smoothing", 0.5);
    HeardTraining recorder = new HeardTraining();
    digits.trainer(3).train(run(smoothed, 1), null, recorder);
    Epoch last = recorder.epochs().get(2);
    ImagePredictions seen = Objects.requireNonNull(last.validation());

    assertThat(last.metrics().get("val_accuracy")).isGreaterThan(0.7);
    assertThat(IntStream.range(0, seen.size()).map(i -> seen.confidence(i)).average().orElseThrow())
        .isLessThan(0.6 * 255);
    assertThat(last.metrics().getOrDefault("train_loss", Double.NaN))
        .as("by labels as they are, as the validation loss")
        .isCloseTo(last.metrics().getOrDefault("val_loss", Double.NaN), Offset.offset(0.15));
  }
}
