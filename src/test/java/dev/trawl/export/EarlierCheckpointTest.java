package dev.trawl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.data.Dataset;
import dev.trawl.data.Datasets;
import dev.trawl.data.PixelArrays;
import dev.trawl.export.predict.Predictor;
import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.runner.Scheduling;
import dev.trawl.runner.SweepRunner;
import dev.trawl.search.Searches;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.testkit.TestCache;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.train.EpochRules;
import dev.trawl.train.Evaluator;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.TrainerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A run that Trawl trained while networks were stacks of layers: three epochs, with the checkpoints
 * of the last two. The numbers are those that it had then.
 */
class EarlierCheckpointTest {
  private static final String SWEEP =
      """
      name: earlier
      dataset: {name: mnist, validation_split: 0.2, train_limit: 1500, test_limit: 500}
      method: grid
      seed: 1
      metric: {name: val_accuracy, goal: maximize}
      parameters:
        filters: {value: [4, 8]}
        dense_units: {value: 16}
        l2: {value: 1e-4}
        learning_rate: {value: 3e-3}
        batch_size: {value: 48}
      training:
        epochs: 3
        reduce_lr: {monitor: val_loss, factor: 0.5, patience: 1, min_delta: 100}
      """;

  private static final Map<String, Object> PARAMETERS =
      Map.of(
          "filters",
          List.of(4L, 8L),
          "dense_units",
          16L,
          "l2",
          1e-4,
          "learning_rate",
          3e-3,
          "batch_size",
          48L);

  private static final long SEED = 7;
  private static final double TRAIN_LOSS = 0.8841658255282493;
  private static final double VAL_LOSS = 0.8477121752359444;
  private static final double TEST_LOSS = 0.8949773791834076;
  private static final double TEST_ACCURACY = 0.718;

  private final Datasets datasets = new Datasets(TestCache.datasets(), line -> {});
  private final SweepFiles files =
      new SweepFiles(datasets, new Architectures(), Searches.standard(), EpochRules.standard());
  private final SweepSource source = new SweepSource("earlier.yaml", SWEEP, List.of());
  private RunStore store;
  private Sweep sweep;
  private Run run;

  @BeforeEach
  void record() throws Exception {
    NativeBackend.inspect();
    store = H2RunStore.open("jdbc:h2:mem:earlier", Clock.systemUTC());
    try (var training = factory().open(spec())) {
      NewSweep recorded = NewSweep.of(source, spec(), training.dataset(), 1);
      sweep = store.createSweep(recorded, Owner.ofThisProcess());
    }
    run = store.createRun(new NewRun(sweep.id(), 1, 1, PARAMETERS, SEED, Map.of()));
    store.startRun(run.id());
    store.recordEpoch(run.id(), epoch(1, 0.3033, checkpoint(2)), Set.of());
    store.recordEpoch(run.id(), epoch(2, 0.6166666666666667, checkpoint(2)), Set.of(2));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private TrainerFactory factory() {
    return new TrainerFactory(datasets, new Architectures(), EpochRules.standard());
  }

  private SweepSpec spec() throws Exception {
    return files.read(source).spec();
  }

  private static Epoch epoch(int number, double accuracy, CheckpointData checkpoint) {
    return new Epoch(number, Map.of(Metric.VAL_ACCURACY, accuracy), 1, true, checkpoint);
  }

  /** Of the second epoch, or of the third, after which nothing was to be trained. */
  private static CheckpointData checkpoint(int epoch) throws IOException {
    String state = new String(kept("epoch-2.json"), StandardCharsets.UTF_8);
    return new CheckpointData(kept("epoch-%d.zip".formatted(epoch)), state);
  }

  private static byte[] kept(String name) throws IOException {
    try (InputStream in = EarlierCheckpointTest.class.getResourceAsStream("/multilayer/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /** With Adam's correction from where it was: a count that began anew would be seen. */
  @Test
  void resume_fromItsSecondEpoch_goesOnAsItWould() throws Exception {
    store.endSweep(sweep.id(), SweepStatus.INTERRUPTED, "interrupted");
    new SweepRunner(
            store,
            factory(),
            Searches.standard(),
            Owner::ofThisProcess,
            Scheduling.standard(),
            work -> new Thread(work).start(),
            Clock.systemUTC())
        .resume(sweep.id(), spec(), List.of())
        .await();

    Run resumed = store.run(run.id()).orElseThrow();
    assertThat(resumed.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(resumed.epochs()).isEqualTo(3);
    assertThat(resumed.metrics().get("train_loss")).isCloseTo(TRAIN_LOSS, within(1e-4));
    assertThat(resumed.metrics().get("val_loss")).isCloseTo(VAL_LOSS, within(1e-4));
    assertThat(resumed.metrics().get("test_loss")).isCloseTo(TEST_LOSS, within(1e-4));
    CheckpointData last = store.checkpoint(run.id(), 3).orElseThrow();
    try (Network found = Network.read(last.model());
        Network then = Network.read(kept("epoch-3.zip"))) {
      assertThat(found.deeplearning4j().params().sub(then.deeplearning4j().params()).amaxNumber())
          .satisfies(most -> assertThat(most.doubleValue()).isLessThan(1e-3));
      assertThat(found.deeplearning4j().getIterationCount())
          .isEqualTo(then.deeplearning4j().getIterationCount());
    }
  }

  @Test
  void export_ofItsLastEpoch_isAGraphThatDoesTheSame(@TempDir Path folder) throws Exception {
    store.recordEpoch(run.id(), epoch(3, 0.73, checkpoint(3)), Set.of(3));
    Dataset dataset = datasets.load(spec().dataset(), 1);
    Evaluation tested;
    try (Network network = Network.read(kept("epoch-3.zip"))) {
      tested = new Evaluator(dataset.test(), 10).evaluate(network);
    }
    assertThat(tested.loss()).isCloseTo(TEST_LOSS, within(1e-6));
    assertThat(tested.accuracy()).isEqualTo(TEST_ACCURACY);
    store.endRun(run.id(), new RunEnd(RunStatus.FINISHED, null, 1, tested), Set.of(3));

    new Exporter(store, files, datasets, new ModelFormats(), Clock.systemUTC())
        .export(run.id(), folder.resolve("best"));

    byte[] exported = Files.readAllBytes(folder.resolve("best/model.zip"));
    ComputationGraph graph =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(exported));
    MultiLayerNetwork stack =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(kept("model.zip")));
    assertThat(floats(graph.params())).isEqualTo(floats(stack.params()));
  }

  /** A folder that was exported then is still opened. */
  @Test
  void open_ofAFolderOfThatTime_predictsTheSame(@TempDir Path folder) throws Exception {
    ImageShape shape = new ImageShape(1, 28, 28);
    new ModelInfo(shape, List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")).write(folder);
    Files.write(folder.resolve("model.zip"), kept("model.zip"));
    byte[] pixels = new byte[5 * 28 * 28];
    Arrays.fill(pixels, 500, 2500, (byte) 200);
    MultiLayerNetwork stack =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(kept("model.zip")));
    float[] expected = floats(stack.output(PixelArrays.scaled(pixels, 1, 28, 28)));
    for (ModelFormat.Opening opening : new Deeplearning4jFormat().openings()) {
      try (Predictor predictor = opening.open(folder)) {
        assertThat(predictor.probabilities(pixels)).containsExactly(expected, within(1e-6f));
      }
    }
  }

  private static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
