package dev.trawl.train;

import static dev.trawl.train.DigitTrainers.ALL_IN;
import static dev.trawl.train.DigitTrainers.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.trawl.model.Network;
import dev.trawl.testkit.HeardTraining;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.RunEnd;
import dev.trawl.train.onednn.Precision;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that go on from a checkpoint, on a part of the real MNIST. */
final class ResumedTrainingTest {
  private static DigitTrainers digits;

  @BeforeAll
  static void load() throws IOException {
    digits = DigitTrainers.small();
  }

  @Test
  void train_resumedAfterEachEpoch_isTheSameBitForBit() {
    HeardTraining whole = new HeardTraining();
    RunEnd wholeEnd = digits.augmenting(3).train(run(ALL_IN, 7), null, whole);
    for (int epoch = 1; epoch <= 3; epoch++) {
      Epoch last = whole.epochs().get(epoch - 1);
      Epoch best = whole.bestUpTo(epoch);
      HeardTraining rest = new HeardTraining();
      RunEnd restEnd =
          digits
              .augmenting(3)
              .train(
                  run(ALL_IN, 7),
                  new Resumption(epoch, last.checkpoint(), best.checkpoint()),
                  rest);
      assertThat(rest.metrics()).isEqualTo(whole.metrics().subList(epoch, 3));
      assertThat(restEnd.test()).isEqualTo(wholeEnd.test());
    }
  }

  /** Another number of threads splits sums otherwise. */
  @Test
  void train_withTwoThreads_isTheSameEachTime_andGoesOnBitForBit() {
    Map<String, Object> values = new HashMap<>(ALL_IN);
    values.put("threads", 2L);
    assumeThat(digits.trainer(1).refusal(values)).isEmpty();
    HeardTraining whole = new HeardTraining();
    HeardTraining again = new HeardTraining();
    HeardTraining one = new HeardTraining();
    RunEnd wholeEnd = digits.augmenting(2).train(run(values, 7), null, whole);
    digits.augmenting(2).train(run(values, 7), null, again);
    digits.augmenting(2).train(run(ALL_IN, 7), null, one);
    CheckpointData first = whole.epochs().get(0).checkpoint();
    HeardTraining rest = new HeardTraining();
    RunEnd restEnd =
        digits.augmenting(2).train(run(values, 7), new Resumption(1, first, first), rest);

    assertThat(whole.environment()).containsEntry("threads", "2");
    assertThat(whole.environment()).containsAllEntriesOf(digits.augmenting(2).environment(values));
    assertThat(one.environment()).containsEntry("threads", "1");
    assertThat(again.metrics()).isEqualTo(whole.metrics());
    assertThat(again.epochs().get(1).checkpoint().model())
        .isEqualTo(whole.epochs().get(1).checkpoint().model())
        .isNotEqualTo(one.epochs().get(1).checkpoint().model());
    assertThat(rest.metrics()).isEqualTo(whole.metrics().subList(1, 2));
    assertThat(restEnd.test()).isEqualTo(wholeEnd.test());
  }

  static Stream<Map<String, Object>> updates() {
    return Stream.of(
        Map.of(
            "optimizer", "adamw",
            "schedule", "one_cycle",
            "learning_rate", 5e-3,
            "weight_average", 0.95,
            "label_smoothing", 0.1,
            "dropout", 0.3),
        Map.of(
            "optimizer", "sgd",
            "momentum", 0.8,
            "schedule", "cosine",
            "warmup", 0.2,
            "learning_rate", 0.1,
            "gradient_clipping", 2.0,
            "l2", 1e-4),
        Map.of("optimizer", "sgd", "momentum", 0.0, "learning_rate", 0.2, "weight_average", 0.9),
        Map.of("optimizer", "nesterov", "warmup", 0.3, "learning_rate", 0.05));
  }

  /** Each learns, and goes on from any epoch, as if there had been no stop; then is tested. */
  @ParameterizedTest
  @MethodSource("updates")
  void train_resumedWithAnyUpdate_isTheSameBitForBit(Map<String, Object> values)
      throws IOException {
    Trainer trainer = digits.trainer(3, EpochSettings.reduceLr("val_loss", 0.5, 100, 0, 1e-6));
    HeardTraining whole = new HeardTraining();
    RunEnd wholeEnd = trainer.train(run(values, 7), null, whole);
    assertThat(whole.epochs().get(2).metrics().get("val_accuracy")).isGreaterThan(0.7);

    CheckpointData second = whole.epochs().get(1).checkpoint();
    HeardTraining rest = new HeardTraining();
    RunEnd restEnd = trainer.train(run(values, 7), new Resumption(2, second, second), rest);
    assertThat(rest.metrics()).isEqualTo(whole.metrics().subList(2, 3));
    assertThat(rest.epochs().get(0).checkpoint().model())
        .isEqualTo(whole.epochs().get(2).checkpoint().model());
    assertThat(restEnd.test()).isNotNull();

    Epoch best = whole.best();
    Network tested = Network.read(best.checkpoint().model());
    assertThat(new Evaluator(digits.dataset().test(), 10).evaluate(tested))
        .isEqualTo(wholeEnd.test());
    assertThat(new Evaluator(digits.dataset().validation(), 10).evaluate(tested).loss())
        .isEqualTo(best.metrics().get("val_loss"));
  }

  /** Measured and kept in 32 bits: another process that has only the checkpoint finds the same. */
  @Test
  void train_inBfloat16_learns_andGoesOnBitForBit() throws IOException {
    Precision.BFLOAT16.objection().ifPresent(Assumptions::abort);
    Map<String, Object> half = Map.of("learning_rate", 3e-3, "precision", "bfloat16");
    HeardTraining whole = new HeardTraining();
    HeardTraining full = new HeardTraining();
    HeardTraining automatic = new HeardTraining();
    digits.trainer(3).train(run(half, 7), null, whole);
    digits.trainer(1).train(run(Map.of("learning_rate", 3e-3), 7), null, full);
    digits
        .trainer(1)
        .train(run(Map.of("learning_rate", 3e-3, "precision", "auto"), 7), null, automatic);

    assertThat(whole.environment()).containsEntry("precision", "bfloat16");
    assertThat(full.environment()).containsEntry("precision", "float32");
    assertThat(automatic.environment()).containsEntry("precision", "bfloat16");
    assertThat(automatic.metrics()).isEqualTo(whole.metrics().subList(0, 1));
    assertThat(full.metrics()).isNotEqualTo(whole.metrics().subList(0, 1));
    assertThat(whole.epochs().get(2).metrics().get("val_accuracy")).isGreaterThan(0.7);
    CheckpointData second = whole.epochs().get(1).checkpoint();
    HeardTraining rest = new HeardTraining();
    digits.trainer(3).train(run(half, 7), new Resumption(2, second, second), rest);
    assertThat(rest.metrics()).isEqualTo(whole.metrics().subList(2, 3));
    assertThat(
            new Evaluator(digits.dataset().validation(), 10)
                .evaluate(Network.read(second.model()))
                .loss())
        .isEqualTo(whole.epochs().get(1).metrics().get("val_loss"));
  }

  @Test
  void run_thatHasToGoOnWithAnotherProcessor_doesNotGoOn() throws IOException {
    Training trainer = digits.trainer(2);
    CheckpointData last = new CheckpointData(new byte[] {1}, "{}");
    Resumption elsewhere = new Resumption(1, last, last).on(Map.of("processor", "another"));

    assertThatThrownBy(() -> trainer.train(run(Map.of(), 1), elsewhere, new HeardTraining()))
        .isInstanceOf(NoMachineException.class)
        .hasMessageStartingWith("need a processor of the type that the run was trained on, another")
        .hasMessageEndingWith("found " + trainer.environment(Map.of()).get("processor"));
    Resumption clients = new Resumption(1, last, last).on(Map.of("client_processors", "another"));
    assertThatThrownBy(() -> trainer.train(run(Map.of(), 1), clients, new HeardTraining()))
        .as("clients train here, too")
        .isInstanceOf(NoMachineException.class);
  }
}
