package dev.trawl.train;

import static dev.trawl.train.DigitTrainers.ALL_IN;
import static dev.trawl.train.DigitTrainers.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.HeardTraining;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RungRank;
import dev.trawl.track.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a run learns and how it ends, on a part of the real MNIST. */
final class TrainerTest {
  private static DigitTrainers digits;

  @BeforeAll
  static void load() throws IOException {
    digits = DigitTrainers.small();
  }

  @Test
  void train_threeEpochs_learns() {
    HeardTraining recorder = new HeardTraining();
    RunEnd end = digits.trainer(3).train(run(Map.of("learning_rate", 3e-3), 1), null, recorder);
    assertThat(end.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(recorder.epochs()).extracting(Epoch::number).containsExactly(1, 2, 3);
    assertThat(recorder.epochs().get(2).metrics().get("val_accuracy")).isGreaterThan(0.7);
    Evaluation test = Objects.requireNonNull(end.test());
    assertThat(test.images()).isEqualTo(500);
    assertThat(test.accuracy()).isGreaterThan(0.7);
  }

  @Test
  void train_sizeOfTheNetworkAndTimeOfItsPredictions_areMeasured() {
    HeardTraining recorder = new HeardTraining();
    RunEnd end = digits.trainer(2).train(run(Map.of(), 1), null, recorder);

    int convolutions = (1 * 3 * 3 + 1) * 4 + (4 * 3 * 3 + 1) * 8;
    int dense = (5 * 5 * 8 + 1) * 64 + (64 + 1) * 10;
    assertThat(recorder.epochs())
        .extracting(epoch -> epoch.metrics().get("network_parameters"))
        .containsExactly((double) (convolutions + dense), (double) (convolutions + dense));
    assertThat(end.testMetrics())
        .containsOnlyKeys("test_loss", "test_accuracy", "test_cpu_seconds_per_image");
    assertThat(end.cpuSecondsPerImage()).isPositive().isLessThan(end.seconds());
  }

  @Test
  void train_withARuleThatIsNotTrawls_goesByIt() {
    Trainer trainer = digits.trainer(4, EpochSettings.stepDecay(2, 0.5));
    HeardTraining whole = new HeardTraining();
    trainer.train(run(Map.of("learning_rate", 3e-3), 1), null, whole);
    assertThat(whole.metrics())
        .extracting(metrics -> metrics.get("learning_rate"))
        .containsExactly(3e-3, 3e-3, 1.5e-3, 1.5e-3);
    assertThat(whole.epochs().get(3).metrics().get("val_accuracy")).isGreaterThan(0.7);

    CheckpointData third = whole.epochs().get(2).checkpoint();
    HeardTraining rest = new HeardTraining();
    trainer.train(run(Map.of("learning_rate", 3e-3), 1), new Resumption(3, third, third), rest);
    assertThat(rest.metrics()).isEqualTo(whole.metrics().subList(3, 4));
  }

  @Test
  void train_aRunWithItsOwnModelAndEpochs_goesByThem() {
    HeardTraining recorder = new HeardTraining();
    Map<String, Object> own = Map.of("training.epochs", 1L, "model", "cnn", "seed", 7L);

    RunEnd end = digits.trainer(3).train(run(own, 7), null, recorder);

    assertThat(end.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(recorder.epochs()).hasSize(1);
  }

  @Test
  void train_itsOwnNetwork_isToldWithItsPlan() {
    HeardTraining recorder = new HeardTraining();
    recorder.after(0, new Verdict.Stop(RunStatus.KILLED, "seen"));
    Map<String, Object> deep = Map.of("filters", List.of(2L), "activation", "tanh");

    digits.trainer(1).train(run(deep, 1), null, recorder);

    assertThat(new RunEnvironment(Instant.EPOCH, recorder.environment()).plan())
        .hasSizeGreaterThan(3)
        .contains("conv1: conv 3×3 + tanh");
  }

  @Test
  void train_twoAtOnce_isTheSameAsOneAfterTheOther() throws Exception {
    HeardTraining alone = new HeardTraining();
    RunEnd aloneEnd = digits.augmenting(2).train(run(ALL_IN, 3), null, alone);
    Trainer shared = digits.augmenting(2);
    List<HeardTraining> recorders = List.of(new HeardTraining(), new HeardTraining());
    ExecutorService executor = Executors.newFixedThreadPool(2);
    List<Future<RunEnd>> ends = new ArrayList<>();
    for (HeardTraining recorder : recorders) {
      ends.add(executor.submit(() -> shared.train(run(ALL_IN, 3), null, recorder)));
    }
    for (Future<RunEnd> end : ends) {
      assertThat(end.get().test()).isEqualTo(aloneEnd.test());
    }
    executor.shutdown();
    assertThat(recorders).allSatisfy(r -> assertThat(r.metrics()).isEqualTo(alone.metrics()));
  }

  @Test
  void train_aStepFarTooLarge_endsAsDiverged() {
    HeardTraining recorder = new HeardTraining();
    RunEnd end = digits.trainer(3).train(run(Map.of("learning_rate", 10.0), 1), null, recorder);
    assertThat(end.status()).isEqualTo(RunStatus.FAILED);
    assertThat(end.reason()).isEqualTo("diverged");
    assertThat(end.test()).isNull();
    assertThat(recorder.epochs()).hasSize(1);
    assertThat(recorder.epochs().get(0).metrics().get("train_loss")).isGreaterThan(23);

    // Killed between that record and the run's end, it ends the same.
    Epoch last = recorder.epochs().get(0);
    HeardTraining resumed = new HeardTraining();
    RunEnd again =
        digits
            .trainer(3)
            .train(
                run(Map.of("learning_rate", 10.0), 1),
                new Resumption(1, last.checkpoint(), last.checkpoint()),
                resumed);
    assertThat(again.reason()).isEqualTo("diverged");
    assertThat(resumed.epochs()).isEmpty();
  }

  @Test
  void train_parametersThatMakeNoNetwork_sayWhy() {
    Map<String, Object> tooDeep = Map.of("filters", List.of(1L, 1L, 1L, 1L));
    assertThatThrownBy(() -> digits.trainer(1).train(run(tooDeep, 1), null, new HeardTraining()))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("filters: need images large enough");
  }

  @Test
  void refusal_ofAPrecisionThatTheMachineLacks_saysWhy() {
    System.setProperty("trawl.layers", "stock");
    try {
      assertThat(digits.trainer(1).refusal(Map.of("precision", "bfloat16")))
          .hasValueSatisfying(why -> assertThat(why).startsWith("bfloat16 needs"));
      assertThat(digits.trainer(1).refusal(Map.of("precision", "auto"))).isEmpty();
      assertThatThrownBy(
              () ->
                  digits
                      .trainer(1)
                      .train(run(Map.of("precision", "bfloat16"), 1), null, new HeardTraining()))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith("bfloat16 needs");
    } finally {
      System.clearProperty("trawl.layers");
    }
  }

  @Test
  void train_aVerdictAfterAnEpoch_endsTheRunWithIt() {
    HeardTraining paused = new HeardTraining();
    paused.after(1, new Verdict.Pause(new RungRank(1, 0.5, 0.6, 3, 5)));
    RunEnd pause = digits.trainer(3).train(run(Map.of(), 7), null, paused);
    assertThat(pause.status()).isEqualTo(RunStatus.PAUSED);
    assertThat(pause.reason()).isEqualTo("epoch 1: 0.5, needed 0.6, rank 3 of 5");
    assertThat(paused.epochs()).hasSize(1);

    HeardTraining stopped = new HeardTraining();
    stopped.after(2, new Verdict.Stop(RunStatus.PRUNED, "last of 5"));
    RunEnd stop = digits.trainer(3).train(run(Map.of(), 7), null, stopped);
    assertThat(stop.status()).isEqualTo(RunStatus.PRUNED);
    assertThat(stop.reason()).isEqualTo("last of 5");
    assertThat(stopped.epochs()).hasSize(2);
  }

  @Test
  void train_toldToFinishBeforeItsTime_looksAtTheTestImagesFirst() {
    HeardTraining whole = new HeardTraining();
    RunEnd finished = digits.trainer(1).train(run(Map.of(), 7), null, whole);
    HeardTraining cut = new HeardTraining();
    cut.after(1, new Verdict.Stop(RunStatus.FINISHED, "no time for another epoch"));

    RunEnd end = digits.trainer(3).train(run(Map.of(), 7), null, cut);

    assertThat(end.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(end.reason()).isEqualTo("no time for another epoch");
    assertThat(cut.epochs()).hasSize(1);
    assertThat(end.test()).as("as the same epoch has it").isEqualTo(finished.test());
  }

  @Test
  void train_aVerdictOnTheEpochThatItGoesOnFrom_endsItUntrained() {
    HeardTraining first = new HeardTraining();
    first.after(1, new Verdict.Stop(RunStatus.INTERRUPTED, "enough"));
    digits.trainer(3).train(run(Map.of(), 7), null, first);
    CheckpointData last = first.epochs().get(0).checkpoint();
    HeardTraining paused = new HeardTraining();
    paused.after(0, new Verdict.Pause(new RungRank(1, 0.5, 0.6, 3, 5)));

    RunEnd end = digits.trainer(3).train(run(Map.of(), 7), new Resumption(1, last, last), paused);

    assertThat(end.status()).isEqualTo(RunStatus.PAUSED);
    assertThat(paused.epochs()).isEmpty();
  }

  @Test
  void train_aVerdictAfterTheLastEpoch_comesTooLate() {
    HeardTraining recorder = new HeardTraining();
    recorder.after(1, new Verdict.Pause(new RungRank(1, 0.5, 0.6, 3, 5)));
    assertThat(digits.trainer(1).train(run(Map.of(), 7), null, recorder).status())
        .isEqualTo(RunStatus.FINISHED);
  }

  @Test
  void train_askedToStop_endsAsInterruptedOneBatchLater() {
    HeardTraining recorder = new HeardTraining().stopAfter(1300);
    RunEnd end = digits.trainer(5).train(run(Map.of(), 1), null, recorder);
    assertThat(end.status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(recorder.epochs()).hasSize(1);
    assertThat(recorder.images()).isBetween(1300, 1300 + 64);
  }
}
