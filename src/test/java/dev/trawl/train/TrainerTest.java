package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.trawl.data.Dataset;
import dev.trawl.data.Datasets;
import dev.trawl.data.ImageSet;
import dev.trawl.model.Architectures;
import dev.trawl.model.Network;
import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.sweep.TrainingSpec.Augmentation;
import dev.trawl.testkit.TestCache;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.Phase;
import dev.trawl.track.RecordInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunIdentity;
import dev.trawl.track.RunProvenance;
import dev.trawl.track.RunResult;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RungRank;
import dev.trawl.track.Timing;
import dev.trawl.track.Verdict;
import dev.trawl.train.onednn.Precision;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On a part of the real MNIST. */
class TrainerTest {
  private static final Architectures ARCHITECTURES = new Architectures();
  private static final Offset<Double> TINY = Offset.offset(1e-12);
  private static Dataset dataset;

  @BeforeAll
  static void load() throws IOException {
    dataset =
        new Datasets(TestCache.datasets(), line -> {})
            .load(new DatasetSpec("mnist", null, 0.2, 1500, 500), 1);
  }

  private static Trainer trainer(int epochs) {
    return trainer(epochs, null);
  }

  private static Trainer augmenting(int epochs) {
    return trainer(epochs, new Augmentation(10, 0.1, 0));
  }

  private static Trainer trainer(int epochs, @Nullable Augmentation augmentation) {
    // A loss that is never good enough: the learning rate falls after each epoch.
    return trainer(epochs, augmentation, EpochSettings.reduceLr("val_loss", 0.5, 1, 100, 1e-6));
  }

  private static Trainer trainer(int epochs, @Nullable Augmentation augmentation, Selection rule) {
    TrainingSpec training =
        new TrainingSpec(epochs, List.of(rule), augmentation, CheckpointRetention.BEST, null);
    SweepSpec spec =
        new SweepSpec(
            Title.of("test"),
            new DatasetSpec("mnist", null, 0.2, 1500, 500),
            "cnn",
            SearchSpec.of(Selection.of("grid"), Map.of("l2", new Distribution.Constant(0.0))),
            1,
            new Objective("val_accuracy", Goal.MAXIMIZE, null),
            List.of(0.98, 0.99),
            training,
            ExecutionSpec.DEFAULT);
    return new Trainer(dataset, ARCHITECTURES, spec, EpochSettings.RULES, Map.of());
  }

  private static Run run(Map<String, Object> parameters, long seed) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.putIfAbsent("filters", List.of(4L, 8L));
    return new Run(
        RunIdentity.of("r", "s", 1),
        all,
        new RunProvenance(seed, Map.of()),
        RunStatus.RUNNING,
        null,
        RunResult.NONE,
        Timing.NONE,
        RecordInfo.of(Instant.EPOCH, 1));
  }

  @Test
  void train_withARuleThatIsNotTrawls_goesByIt() {
    Trainer trainer = trainer(4, null, EpochSettings.stepDecay(2, 0.5));
    Recorder whole = new Recorder(Integer.MAX_VALUE);
    trainer.train(run(Map.of("learning_rate", 3e-3), 1), null, whole);
    assertThat(whole.metrics())
        .extracting(metrics -> metrics.get("learning_rate"))
        .containsExactly(3e-3, 3e-3, 1.5e-3, 1.5e-3);
    assertThat(whole.epochs.get(3).metrics().get("val_accuracy")).isGreaterThan(0.7);

    CheckpointData third = whole.epochs.get(2).checkpoint();
    Recorder rest = new Recorder(Integer.MAX_VALUE);
    trainer.train(run(Map.of("learning_rate", 3e-3), 1), new Resumption(3, third, third), rest);
    assertThat(rest.metrics()).isEqualTo(whole.metrics().subList(3, 4));
  }

  @Test
  void train_aVerdictAfterAnEpoch_endsTheRunWithIt() {
    Recorder paused = new Recorder(Integer.MAX_VALUE);
    paused.verdicts.put(1, new Verdict.Pause(new RungRank(1, 0.5, 0.6, 3, 5)));
    RunEnd pause = trainer(3).train(run(Map.of(), 7), null, paused);
    assertThat(pause.status()).isEqualTo(RunStatus.PAUSED);
    assertThat(pause.reason()).isEqualTo("epoch 1: 0.5, needed 0.6, rank 3 of 5");
    assertThat(paused.epochs).hasSize(1);

    Recorder stopped = new Recorder(Integer.MAX_VALUE);
    stopped.verdicts.put(2, new Verdict.Stop(RunStatus.PRUNED, "last of 5"));
    RunEnd stop = trainer(3).train(run(Map.of(), 7), null, stopped);
    assertThat(stop.status()).isEqualTo(RunStatus.PRUNED);
    assertThat(stop.reason()).isEqualTo("last of 5");
    assertThat(stopped.epochs).hasSize(2);
  }

  @Test
  void train_toldToFinishBeforeItsTime_looksAtTheTestImagesFirst() {
    Recorder whole = new Recorder(Integer.MAX_VALUE);
    RunEnd finished = trainer(1).train(run(Map.of(), 7), null, whole);
    Recorder cut = new Recorder(Integer.MAX_VALUE);
    cut.verdicts.put(1, new Verdict.Stop(RunStatus.FINISHED, "no time for another epoch"));

    RunEnd end = trainer(3).train(run(Map.of(), 7), null, cut);

    assertThat(end.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(end.reason()).isEqualTo("no time for another epoch");
    assertThat(cut.epochs).hasSize(1);
    assertThat(end.test()).as("as the same epoch has it").isEqualTo(finished.test());
  }

  @Test
  void train_aVerdictOnTheEpochThatItGoesOnFrom_endsItUntrained() {
    Recorder first = new Recorder(Integer.MAX_VALUE);
    first.verdicts.put(1, new Verdict.Stop(RunStatus.INTERRUPTED, "enough"));
    trainer(3).train(run(Map.of(), 7), null, first);
    CheckpointData last = first.epochs.get(0).checkpoint();
    Recorder paused = new Recorder(Integer.MAX_VALUE);
    paused.verdicts.put(0, new Verdict.Pause(new RungRank(1, 0.5, 0.6, 3, 5)));

    RunEnd end = trainer(3).train(run(Map.of(), 7), new Resumption(1, last, last), paused);

    assertThat(end.status()).isEqualTo(RunStatus.PAUSED);
    assertThat(paused.epochs).isEmpty();
  }

  @Test
  void train_aRunWithItsOwnModelAndEpochs_goesByThem() {
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    Map<String, Object> own = Map.of("training.epochs", 1L, "model", "cnn", "seed", 7L);

    RunEnd end = trainer(3).train(run(own, 7), null, recorder);

    assertThat(end.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(recorder.epochs).hasSize(1);
  }

  @Test
  void train_aVerdictAfterTheLastEpoch_comesTooLate() {
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    recorder.verdicts.put(1, new Verdict.Pause(new RungRank(1, 0.5, 0.6, 3, 5)));
    assertThat(trainer(1).train(run(Map.of(), 7), null, recorder).status())
        .isEqualTo(RunStatus.FINISHED);
  }

  /** Keeps what it hears; stops after {@code stopAfter} images. */
  private static final class Recorder implements TrainingObserver {
    private final List<Epoch> epochs = new ArrayList<>();
    private final Map<Integer, Verdict> verdicts = new HashMap<>();
    private Map<String, String> environment = Map.of();
    private final int stopAfter;
    private int images;

    Recorder(int stopAfter) {
      this.stopAfter = stopAfter;
    }

    @Override
    public Verdict began(Map<String, String> where) {
      environment = where;
      return verdicts.getOrDefault(0, Verdict.CONTINUE);
    }

    @Override
    public void progressed(int epoch, int trained, int total) {
      images = (epoch - 1) * total + trained;
    }

    @Override
    public Verdict epochEnded(Epoch epoch) {
      epochs.add(epoch);
      return verdicts.getOrDefault(epoch.number(), Verdict.CONTINUE);
    }

    @Override
    public Optional<Verdict.Stop> stop() {
      return images >= stopAfter
          ? Optional.of(new Verdict.Stop(RunStatus.INTERRUPTED, "enough"))
          : Optional.empty();
    }

    /** What must be the same from run to run: all but the speed. */
    List<Map<String, Double>> metrics() {
      return epochs.stream()
          .map(
              epoch -> {
                Map<String, Double> metrics = new HashMap<>(epoch.metrics());
                metrics.remove("images_per_second");
                return metrics;
              })
          .toList();
    }
  }

  private static final Map<String, Object> ALL_IN =
      Map.of("dropout", 0.3, "l2", 1e-4, "learning_rate", 3e-3, "batch_size", 48L);

  @Test
  void train_threeEpochs_learns() {
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    RunEnd end = trainer(3).train(run(Map.of("learning_rate", 3e-3), 1), null, recorder);
    assertThat(end.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(recorder.epochs).extracting(Epoch::number).containsExactly(1, 2, 3);
    assertThat(recorder.epochs.get(2).metrics().get("val_accuracy")).isGreaterThan(0.7);
    Evaluation test = Objects.requireNonNull(end.test());
    assertThat(test.images()).isEqualTo(500);
    assertThat(test.accuracy()).isGreaterThan(0.7);
  }

  @Test
  void train_resumedAfterEachEpoch_isTheSameBitForBit() {
    Recorder whole = new Recorder(Integer.MAX_VALUE);
    RunEnd wholeEnd = augmenting(3).train(run(ALL_IN, 7), null, whole);
    for (int epoch = 1; epoch <= 3; epoch++) {
      Epoch last = whole.epochs.get(epoch - 1);
      Epoch best =
          whole.epochs.subList(0, epoch).stream()
              .filter(Epoch::best)
              .reduce((a, b) -> b)
              .orElseThrow();
      Recorder rest = new Recorder(Integer.MAX_VALUE);
      RunEnd restEnd =
          augmenting(3)
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
    assumeThat(trainer(1).refusal(values)).isEmpty();
    Recorder whole = new Recorder(Integer.MAX_VALUE);
    Recorder again = new Recorder(Integer.MAX_VALUE);
    Recorder one = new Recorder(Integer.MAX_VALUE);
    RunEnd wholeEnd = augmenting(2).train(run(values, 7), null, whole);
    augmenting(2).train(run(values, 7), null, again);
    augmenting(2).train(run(ALL_IN, 7), null, one);
    CheckpointData first = whole.epochs.get(0).checkpoint();
    Recorder rest = new Recorder(Integer.MAX_VALUE);
    RunEnd restEnd = augmenting(2).train(run(values, 7), new Resumption(1, first, first), rest);

    assertThat(whole.environment).containsEntry("threads", "2");
    assertThat(augmenting(2).environment(values)).isEqualTo(whole.environment);
    assertThat(one.environment).containsEntry("threads", "1");
    assertThat(again.metrics()).isEqualTo(whole.metrics());
    assertThat(again.epochs.get(1).checkpoint().model())
        .isEqualTo(whole.epochs.get(1).checkpoint().model())
        .isNotEqualTo(one.epochs.get(1).checkpoint().model());
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
    Trainer trainer = trainer(3, null, EpochSettings.reduceLr("val_loss", 0.5, 100, 0, 1e-6));
    Recorder whole = new Recorder(Integer.MAX_VALUE);
    RunEnd wholeEnd = trainer.train(run(values, 7), null, whole);
    assertThat(whole.epochs.get(2).metrics().get("val_accuracy")).isGreaterThan(0.7);

    CheckpointData second = whole.epochs.get(1).checkpoint();
    Recorder rest = new Recorder(Integer.MAX_VALUE);
    RunEnd restEnd = trainer.train(run(values, 7), new Resumption(2, second, second), rest);
    assertThat(rest.metrics()).isEqualTo(whole.metrics().subList(2, 3));
    assertThat(rest.epochs.get(0).checkpoint().model())
        .isEqualTo(whole.epochs.get(2).checkpoint().model());
    assertThat(restEnd.test()).isNotNull();

    Epoch best = whole.epochs.stream().filter(Epoch::best).reduce((a, b) -> b).orElseThrow();
    Network tested = Network.read(best.checkpoint().model());
    assertThat(new Evaluator(dataset.test(), 10).evaluate(tested)).isEqualTo(wholeEnd.test());
    assertThat(new Evaluator(dataset.validation(), 10).evaluate(tested).loss())
        .isEqualTo(best.metrics().get("val_loss"));
  }

  /** Measured and kept in 32 bits: another process that has only the checkpoint finds the same. */
  @Test
  void train_inBfloat16_learns_andGoesOnBitForBit() throws IOException {
    assumeThat(Precision.BFLOAT16.objection()).isEmpty();
    Map<String, Object> half = Map.of("learning_rate", 3e-3, "precision", "bfloat16");
    Recorder whole = new Recorder(Integer.MAX_VALUE);
    Recorder full = new Recorder(Integer.MAX_VALUE);
    Recorder automatic = new Recorder(Integer.MAX_VALUE);
    trainer(3).train(run(half, 7), null, whole);
    trainer(1).train(run(Map.of("learning_rate", 3e-3), 7), null, full);
    trainer(1).train(run(Map.of("learning_rate", 3e-3, "precision", "auto"), 7), null, automatic);

    assertThat(whole.environment).containsEntry("precision", "bfloat16");
    assertThat(full.environment).containsEntry("precision", "float32");
    assertThat(automatic.environment).containsEntry("precision", "bfloat16");
    assertThat(automatic.metrics()).isEqualTo(whole.metrics().subList(0, 1));
    assertThat(full.metrics()).isNotEqualTo(whole.metrics().subList(0, 1));
    assertThat(whole.epochs.get(2).metrics().get("val_accuracy")).isGreaterThan(0.7);
    CheckpointData second = whole.epochs.get(1).checkpoint();
    Recorder rest = new Recorder(Integer.MAX_VALUE);
    trainer(3).train(run(half, 7), new Resumption(2, second, second), rest);
    assertThat(rest.metrics()).isEqualTo(whole.metrics().subList(2, 3));
    assertThat(
            new Evaluator(dataset.validation(), 10).evaluate(Network.read(second.model())).loss())
        .isEqualTo(whole.epochs.get(1).metrics().get("val_loss"));
  }

  @Test
  void refusal_ofAPrecisionThatTheMachineLacks_saysWhy() {
    System.setProperty("trawl.layers", "stock");
    try {
      assertThat(trainer(1).refusal(Map.of("precision", "bfloat16")))
          .hasValueSatisfying(why -> assertThat(why).startsWith("bfloat16 needs"));
      assertThat(trainer(1).refusal(Map.of("precision", "auto"))).isEmpty();
      assertThatThrownBy(
              () ->
                  trainer(1)
                      .train(
                          run(Map.of("precision", "bfloat16"), 1),
                          null,
                          new Recorder(Integer.MAX_VALUE)))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith("bfloat16 needs");
    } finally {
      System.clearProperty("trawl.layers");
    }
  }

  @Test
  void train_withASchedule_recordsTheLastStepsRate() {
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    Map<String, Object> values =
        Map.of("schedule", "cosine", "learning_rate", 0.01, "batch_size", 60L);
    trainer(2, null, EpochSettings.reduceLr("val_loss", 0.5, 100, 0, 1e-6))
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
    Recorder plain = new Recorder(Integer.MAX_VALUE);
    Recorder averaged = new Recorder(Integer.MAX_VALUE);
    trainer(2).train(run(Map.of("learning_rate", 3e-3), 1), null, plain);
    trainer(2).train(run(Map.of("learning_rate", 3e-3, "weight_average", 0.9), 1), null, averaged);
    for (int epoch = 0; epoch < 2; epoch++) {
      Map<String, Double> with = averaged.epochs.get(epoch).metrics();
      Map<String, Double> without = plain.epochs.get(epoch).metrics();
      assertThat(with.get("train_loss")).isEqualTo(without.get("train_loss"));
      assertThat(with.get("val_loss")).isNotEqualTo(without.get("val_loss"));
      Network network = Network.read(plain.epochs.get(epoch).checkpoint().model());
      assertThat(Network.trained(averaged.epochs.get(epoch).checkpoint().model()))
          .hasValueSatisfying(
              trained -> assertThat(trained).isEqualTo(network.flatWeights().toFloatVector()));
    }

    CheckpointData without = plain.epochs.get(0).checkpoint();
    assertThatThrownBy(
            () ->
                trainer(2)
                    .train(
                        run(Map.of("weight_average", 0.9), 1),
                        new Resumption(1, without, without),
                        new Recorder(Integer.MAX_VALUE)))
        .isInstanceOf(TrainingException.class)
        .hasMessage("need a checkpoint with an average of the weights, found one without");
  }

  @Test
  void train_withAugmentation_seesOtherImages() {
    Recorder plain = new Recorder(Integer.MAX_VALUE);
    Recorder augmented = new Recorder(Integer.MAX_VALUE);
    trainer(1).train(run(ALL_IN, 7), null, plain);
    augmenting(1).train(run(ALL_IN, 7), null, augmented);
    assertThat(augmented.metrics()).isNotEqualTo(plain.metrics());
  }

  @Test
  void train_withSmoothedLabels_isAsGoodButLessSure() {
    Map<String, Object> smoothed = Map.of("learning_rate", 3e-3, "label_smoothing", 0.5);
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    trainer(3).train(run(smoothed, 1), null, recorder);
    Epoch last = recorder.epochs.get(2);
    ImagePredictions seen = Objects.requireNonNull(last.validation());

    assertThat(last.metrics().get("val_accuracy")).isGreaterThan(0.7);
    assertThat(IntStream.range(0, seen.size()).map(i -> seen.confidence(i)).average().orElseThrow())
        .isLessThan(0.6 * 255);
    assertThat(last.metrics().getOrDefault("train_loss", Double.NaN))
        .as("by labels as they are, as the validation loss")
        .isCloseTo(last.metrics().getOrDefault("val_loss", Double.NaN), Offset.offset(0.15));
  }

  @Test
  void train_twoAtOnce_isTheSameAsOneAfterTheOther() throws Exception {
    Recorder alone = new Recorder(Integer.MAX_VALUE);
    RunEnd aloneEnd = augmenting(2).train(run(ALL_IN, 3), null, alone);
    Trainer shared = augmenting(2);
    List<Recorder> recorders =
        List.of(new Recorder(Integer.MAX_VALUE), new Recorder(Integer.MAX_VALUE));
    ExecutorService executor = Executors.newFixedThreadPool(2);
    List<Future<RunEnd>> ends = new ArrayList<>();
    for (Recorder recorder : recorders) {
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
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    RunEnd end = trainer(3).train(run(Map.of("learning_rate", 10.0), 1), null, recorder);
    assertThat(end.status()).isEqualTo(RunStatus.FAILED);
    assertThat(end.reason()).isEqualTo("diverged");
    assertThat(end.test()).isNull();
    assertThat(recorder.epochs).hasSize(1);
    assertThat(recorder.epochs.get(0).metrics().get("train_loss")).isGreaterThan(23);

    // Killed between that record and the run's end, it ends the same.
    Epoch last = recorder.epochs.get(0);
    Recorder resumed = new Recorder(Integer.MAX_VALUE);
    RunEnd again =
        trainer(3)
            .train(
                run(Map.of("learning_rate", 10.0), 1),
                new Resumption(1, last.checkpoint(), last.checkpoint()),
                resumed);
    assertThat(again.reason()).isEqualTo("diverged");
    assertThat(resumed.epochs).isEmpty();
  }

  @Test
  void run_thatHasToGoOnWithAnotherProcessor_doesNotGoOn() throws IOException {
    Training trainer = trainer(2);
    CheckpointData last = new CheckpointData(new byte[] {1}, "{}");
    Resumption elsewhere = new Resumption(1, last, last).on("another");
    Recorder recorder = new Recorder(Integer.MAX_VALUE);

    assertThatThrownBy(() -> trainer.train(run(Map.of(), 1), elsewhere, recorder))
        .isInstanceOf(NoMachineException.class)
        .hasMessageStartingWith("need a processor of the type that the run was trained on, another")
        .hasMessageEndingWith("found " + trainer.environment(Map.of()).get("processor"));
  }

  @Test
  void imagesPerSecond_ofAnEpochCutShort_countTheImagesThatWereTrained() throws IOException {
    Recorder first = new Recorder(Integer.MAX_VALUE);
    trainer(1).train(run(Map.of(), 1), null, first);
    CheckpointData sound = first.epochs.get(0).checkpoint();
    Network network = Network.read(sound.model());
    network.deeplearning4j().params().assign(Double.NaN);
    CheckpointData broken = new CheckpointData(network.write(), sound.state());
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    RunEnd end = trainer(2).train(run(Map.of(), 1), new Resumption(1, broken, broken), recorder);
    assertThat(end.reason()).isEqualTo("diverged");
    Epoch epoch = recorder.epochs.get(0);
    double training =
        Stream.of(Phase.DATA, Phase.FORWARD, Phase.BACKWARD, Phase.UPDATE)
            .mapToDouble(phase -> epoch.phases().getOrDefault(phase, 0.0))
            .sum();
    double speed = epoch.metrics().getOrDefault("images_per_second", Double.NaN);
    assertThat(training * speed).isBetween(1.0, 64.0); // One batch.
  }

  @Test
  void phases_ofARun_addUpToItsSeconds() {
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    RunEnd end = trainer(2).train(run(Map.of(), 1), null, recorder);
    for (Epoch epoch : recorder.epochs) {
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
  void train_askedToStop_endsAsInterruptedOneBatchLater() {
    Recorder recorder = new Recorder(1300);
    RunEnd end = trainer(5).train(run(Map.of(), 1), null, recorder);
    assertThat(end.status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(recorder.epochs).hasSize(1);
    assertThat(recorder.images).isBetween(1300, 1300 + 64);
  }

  @Test
  void train_parametersThatMakeNoNetwork_sayWhy() {
    Map<String, Object> tooDeep = Map.of("filters", List.of(1L, 1L, 1L, 1L));
    assertThatThrownBy(
            () -> trainer(1).train(run(tooDeep, 1), null, new Recorder(Integer.MAX_VALUE)))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("filters: need images large enough");
  }

  @Test
  void train_bestEpochsAndTheTest_sayWhatEachImageIsTakenFor() {
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    RunEnd end = trainer(3).train(run(ALL_IN, 11), null, recorder);
    Epoch best = recorder.epochs.stream().filter(Epoch::best).reduce((a, b) -> b).orElseThrow();

    ImagePredictions validation = Objects.requireNonNull(best.validation());
    assertThat(validation.part()).isEqualTo(ImagePredictions.Part.VALIDATION);
    assertThat(validation.epoch()).isEqualTo(best.number());
    assertThat(accuracy(validation, dataset.validation()))
        .isEqualTo(best.metrics().get("val_accuracy"));
    ImagePredictions tested = Objects.requireNonNull(end.tested());
    assertThat(tested.epoch()).isEqualTo(best.number());
    assertThat(accuracy(tested, dataset.test()))
        .isEqualTo(Objects.requireNonNull(end.test()).accuracy());
    assertThat(recorder.epochs).allMatch(epoch -> epoch.best() == (epoch.validation() != null));
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
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    RunEnd end = augmenting(3).train(run(ALL_IN, 11), null, recorder);
    Epoch best = recorder.epochs.stream().filter(Epoch::best).reduce((a, b) -> b).orElseThrow();
    Network network = Network.read(best.checkpoint().model());
    assertThat(new Evaluator(dataset.test(), 10).evaluate(network)).isEqualTo(end.test());
    assertThat(new Evaluator(dataset.validation(), 10).evaluate(network).loss())
        .as("only training images are turned and moved")
        .isEqualTo(best.metrics().get("val_loss"));
    Network slim = Network.read(network.writeForInference());
    assertThat(new Evaluator(dataset.test(), 10).evaluate(slim)).isEqualTo(end.test());
  }
}
