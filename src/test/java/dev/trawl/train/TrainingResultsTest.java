package dev.trawl.train;

import static dev.trawl.train.DigitTrainers.ALL_IN;
import static dev.trawl.train.DigitTrainers.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.data.ImageSet;
import dev.trawl.model.Network;
import dev.trawl.testkit.HeardTraining;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.Phase;
import dev.trawl.track.RunEnd;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a run says of its images, its model and its time, on a part of the real MNIST. */
final class TrainingResultsTest {
  private static DigitTrainers digits;

  @BeforeAll
  static void load() throws IOException {
    digits = DigitTrainers.small();
  }

  @Test
  void train_bestEpochsAndTheTest_sayWhatEachImageIsTakenFor() {
    HeardTraining recorder = new HeardTraining();
    RunEnd end = digits.trainer(3).train(run(ALL_IN, 11), null, recorder);
    Epoch best = recorder.best();

    ImagePredictions validation = Objects.requireNonNull(best.validation());
    assertThat(validation.part()).isEqualTo(ImagePredictions.Part.VALIDATION);
    assertThat(validation.epoch()).isEqualTo(best.number());
    assertThat(accuracy(validation, digits.dataset().validation()))
        .isEqualTo(best.metrics().get("val_accuracy"));
    ImagePredictions tested = Objects.requireNonNull(end.tested());
    assertThat(tested.epoch()).isEqualTo(best.number());
    assertThat(accuracy(tested, digits.dataset().test()))
        .isEqualTo(Objects.requireNonNull(end.test()).accuracy());
    assertThat(recorder.epochs()).allMatch(epoch -> epoch.best() == (epoch.validation() != null));
  }

  /** Of predictions in the order of the images, each named by its place in its file. */
  private static double accuracy(ImagePredictions predictions, ImageSet images) {
    assertThat(predictions.size()).isEqualTo(images.size());
    int correct = 0;
    for (int i = 0; i < images.size(); i++) {
      assertThat(predictions.index(i)).isEqualTo(images.indexInFile(i));
      assertThat(predictions.confidence(i)).isGreaterThanOrEqualTo(25); // of ten classes
      correct += predictions.predicted(i) == images.label(i) ? 1 : 0;
    }
    return (double) correct / images.size();
  }

  @Test
  void checkpoint_best_givesTheTestMetricsAgain() throws IOException {
    HeardTraining recorder = new HeardTraining();
    RunEnd end = digits.augmenting(3).train(run(ALL_IN, 11), null, recorder);
    Epoch best = recorder.best();
    Network network = Network.read(best.checkpoint().model());
    assertThat(new Evaluator(digits.dataset().test(), 10).evaluate(network)).isEqualTo(end.test());
    assertThat(new Evaluator(digits.dataset().validation(), 10).evaluate(network).loss())
        .as("only training images are turned and moved")
        .isEqualTo(best.metrics().get("val_loss"));
    Network slim = Network.read(network.writeForInference());
    assertThat(new Evaluator(digits.dataset().test(), 10).evaluate(slim)).isEqualTo(end.test());
  }

  @Test
  void phases_ofARun_addUpToItsSeconds() {
    HeardTraining recorder = new HeardTraining();
    RunEnd end = digits.trainer(2).train(run(Map.of(), 1), null, recorder);
    for (Epoch epoch : recorder.epochs()) {
      assertThat(epoch.phases().keySet())
          .as("all but what a federated run has")
          .containsExactlyInAnyOrderElementsOf(
              Phase.ALL.stream().filter(phase -> !phase.equals(Phase.CLIENTS)).toList());
      assertThat(epoch.phases().values()).allSatisfy(seconds -> assertThat(seconds).isPositive());
      assertThat(sum(epoch.phases())).isCloseTo(epoch.seconds(), within(1e-9));
    }
    assertThat(end.phases()).containsOnlyKeys(Phase.EVALUATION, Phase.OTHER);
    assertThat(sum(end.phases())).isCloseTo(end.seconds(), within(1e-9));
  }

  private static double sum(Map<String, Double> phases) {
    return phases.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  @Test
  void imagesPerSecond_ofAnEpochCutShort_countTheImagesThatWereTrained() throws IOException {
    HeardTraining first = new HeardTraining();
    digits.trainer(1).train(run(Map.of(), 1), null, first);
    CheckpointData sound = first.epochs().get(0).checkpoint();
    Network network = Network.read(sound.model());
    network.deeplearning4j().params().assign(Double.NaN);
    CheckpointData broken = new CheckpointData(network.write(), sound.state());
    HeardTraining recorder = new HeardTraining();
    RunEnd end =
        digits.trainer(2).train(run(Map.of(), 1), new Resumption(1, broken, broken), recorder);
    assertThat(end.reason()).isEqualTo("diverged");
    Epoch epoch = recorder.epochs().get(0);
    double training =
        Stream.of(Phase.DATA, Phase.FORWARD, Phase.BACKWARD, Phase.UPDATE)
            .mapToDouble(phase -> epoch.phases().getOrDefault(phase, 0.0))
            .sum();
    double speed = epoch.metrics().getOrDefault("images_per_second", Double.NaN);
    assertThat(training * speed).isBetween(1.0, 64.0); // One batch.
  }
}
