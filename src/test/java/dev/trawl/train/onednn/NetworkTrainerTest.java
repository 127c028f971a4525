package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.model.Network;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.TestGraphs.Subject;
import dev.trawl.train.update.UpdateSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Steps of training, compiled and stock. */
class NetworkTrainerTest {
  private static final String SWITCH = "trawl.layers";
  private static final int STEPS = 20;

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  @AfterEach
  void forget() {
    System.clearProperty(SWITCH);
  }

  private static Subject base() {
    TestGraphs graph = TestGraphs.of(1, 14, 14);
    String x = graph.pool(graph.conv(TestGraphs.INPUT, 32, 3, 1, Activation.RELU), PoolingType.MAX);
    x = graph.pool(graph.conv(x, 16, 3, 1, Activation.RELU), PoolingType.MAX);
    return graph.output(graph.dense(x, 16));
  }

  /** Dropout on the input, within and before the output; batch normalisation. */
  private static Subject dropping() {
    TestGraphs graph = TestGraphs.of(TestNetworks.configuration().l2(1e-3).dropOut(0.8), 1, 10, 10);
    String x = graph.layer(new DropoutLayer(0.9), TestGraphs.INPUT);
    x = graph.normalised(graph.conv(x, 18, 3, 1, Activation.IDENTITY), Activation.RELU);
    return graph.output(graph.layer(new DenseLayer.Builder().nOut(12).build(), x));
  }

  private static Subject subject(String name) {
    Subject subject =
        switch (name) {
          case "base" -> base();
          case "resnet" -> TestGraphs.resnet(12, false);
          case "dropping" -> dropping();
          default -> TestGraphs.mobilenet(12);
        };
    assertThat(GraphPlan.of(subject.configuration(), subject.images()).gap()).isEmpty();
    return subject;
  }

  private static NetworkTrainer trainer(ComputationGraph network, Subject subject) {
    return trainer(network, subject, Precision.FLOAT32);
  }

  private static NetworkTrainer trainer(
      ComputationGraph network, Subject subject, Precision precision) {
    return NetworkTrainer.of(
        Network.of(network), subject.images(), precision, UpdateSettings.STOCK);
  }

  /** What a step's loss was, before it. */
  private static final class Losses implements StepListener {
    private final INDArray labels;
    private final List<Double> all = new ArrayList<>();

    Losses(INDArray labels) {
      this.labels = labels;
    }

    @Override
    public void forwardEnded(float[] logits) {
      INDArray rows = Nd4j.createFromArray(logits).reshape(labels.shape());
      all.add(new LossMCXENT().computeScore(labels, rows, new ActivationSoftmax(), null, true));
    }

    @Override
    public void backwardEnded() {}
  }

  private static List<Double> losses(Subject subject, String layers, Precision precision) {
    System.setProperty(SWITCH, layers);
    INDArray images = subject.images(24);
    Losses losses = new Losses(TestNetworks.labels(24));
    ComputationGraph network = subject.network();
    try (NetworkTrainer trainer = trainer(network, subject, precision)) {
      trainer.setLearningRate(2e-3);
      trainer.listen(losses);
      for (int step = 0; step < STEPS; step++) {
        trainer.fit(images, losses.labels);
      }
      assertThat(network.getConfiguration().getIterationCount()).isEqualTo(STEPS);
    }
    return losses.all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "resnet", "mobilenet"})
  void losses_ofTwentySteps_areTheStockOnes(String name) {
    List<Double> stock = losses(subject(name), "stock", Precision.FLOAT32);
    List<Double> compiled = losses(subject(name), "onednn", Precision.FLOAT32);
    assertThat(stock.get(STEPS - 1)).isLessThan(0.8 * stock.get(0));
    for (int step = 0; step < STEPS; step++) {
      assertThat(compiled.get(step))
          .as("step %d", step)
          .isCloseTo(stock.get(step), within(0.02 * stock.get(step)));
    }
  }

  @Test
  void losses_ofSixteenBits_fallAsThoseOf32() {
    Precision.BFLOAT16.objection().ifPresent(Assumptions::abort);
    for (String name : List.of("base", "resnet", "mobilenet", "dropping")) {
      List<Double> exact = losses(subject(name), "onednn", Precision.FLOAT32);
      List<Double> found = losses(subject(name), "onednn", Precision.BFLOAT16);
      double first = exact.get(0);
      assertThat(found.get(0)).as(name).isCloseTo(first, within(0.02 * first)).isNotEqualTo(first);
      assertThat(found.get(STEPS - 1)).as(name).isLessThan(0.9 * first);
      assertThat(found.get(STEPS - 1))
          .as(name)
          .isCloseTo(exact.get(STEPS - 1), within(0.1 * first));
    }
  }

  /** Parameters and updater's state after two epochs of full and short batches. */
  private static List<Float> trained(String name, Precision precision, boolean interrupted)
      throws IOException {
    Subject subject = subject(name);
    ComputationGraph network = subject.network();
    for (int epoch = 1; epoch <= 2; epoch++) {
      try (NetworkTrainer trainer = trainer(network, subject, precision)) {
        trainer.setLearningRate(1e-3);
        for (int within = epoch; within <= (interrupted ? epoch : 2); within++) {
          trainer.seed(within);
          for (int batch : new int[] {20, 20, 7}) {
            trainer.fit(subject.images(batch), TestNetworks.labels(batch));
          }
        }
      }
      if (!interrupted) {
        break;
      }
      network = reloaded(network);
    }
    List<Float> values = new ArrayList<>();
    for (INDArray vector : List.of(network.params(), network.getUpdater().getStateViewArray())) {
      for (float value : vector.toFloatVector()) {
        values.add(value);
      }
    }
    return values;
  }

  private static ComputationGraph reloaded(ComputationGraph network) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, bytes, true);
    return ModelSerializer.restoreComputationGraph(
        new ByteArrayInputStream(bytes.toByteArray()), true);
  }

  @ParameterizedTest
  @EnumSource
  void training_goneOnFromASavedModel_isTheSameBitForBit(Precision precision) throws IOException {
    precision.objection().ifPresent(Assumptions::abort);
    for (String name : List.of("dropping", "mobilenet")) {
      assertThat(trained(name, precision, true))
          .as(name)
          .isEqualTo(trained(name, precision, false));
    }
  }

  @Test
  void training_besideAnother_isTheSameBitForBit() throws Exception {
    List<Float> alone = trained("dropping", Precision.FLOAT32, false);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<List<Float>> run = () -> trained("dropping", Precision.FLOAT32, false);
      for (Future<List<Float>> result : threads.invokeAll(List.of(run, run))) {
        assertThat(result.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void seed_another_dropsOthers() {
    Subject subject = dropping();
    List<INDArray> found = new ArrayList<>();
    for (long seed : new long[] {1, 2, 1}) {
      ComputationGraph network = subject.network();
      try (NetworkTrainer trainer = trainer(network, subject)) {
        trainer.seed(seed);
        trainer.fit(subject.images(5), TestNetworks.labels(5));
      }
      found.add(network.params());
    }
    assertThat(found.get(1)).isNotEqualTo(found.get(0));
    assertThat(found.get(2)).isEqualTo(found.get(0));
  }

  /** Loss and accuracy in training compare with the validation set's. */
  @Test
  void logits_behindDropoutBeforeTheOutput_areWithoutIt() {
    TestGraphs graph = TestGraphs.of(TestNetworks.configuration(), 1, 6, 6);
    String x = graph.dense(TestGraphs.INPUT, 40);
    Subject subject = graph.output(graph.layer(new DropoutLayer(0.5), x));
    TestGraphs dropping = TestGraphs.of(TestNetworks.configuration(), 1, 6, 6);
    Subject last = dropping.droppingOutput(dropping.dense(TestGraphs.INPUT, 40), 0.5);
    assertThat(distanceToPredictions(last)).isLessThan(1e-6);
    assertThat(distanceToPredictions(subject)).isGreaterThan(0.01);
  }

  private static double distanceToPredictions(Subject subject) {
    INDArray images = subject.images(9);
    INDArray labels = TestNetworks.labels(9);
    List<INDArray> heard = new ArrayList<>();
    ComputationGraph network = subject.network();
    try (NetworkTrainer trainer = trainer(network, subject)) {
      INDArray predicted =
          Nd4j.createFromArray(trainer.inference().probabilities(images)).reshape(labels.shape());
      trainer.listen(
          new StepListener() {
            @Override
            public void forwardEnded(float[] logits) {
              INDArray rows = Nd4j.createFromArray(logits).reshape(labels.shape());
              heard.add(new ActivationSoftmax().getActivation(rows, false));
            }

            @Override
            public void backwardEnded() {}
          });
      trainer.fit(images, labels);
      return heard.get(0).sub(predicted).amaxNumber().doubleValue();
    }
  }

  @Test
  void inference_afterTraining_isTheSavedModelsOwnOutput() throws IOException {
    for (String name : List.of("base", "mobilenet")) {
      Subject subject = subject(name);
      INDArray images = subject.images(11);
      ComputationGraph network = subject.network();
      try (NetworkTrainer trainer = trainer(network, subject)) {
        trainer.fit(subject.images(20), TestNetworks.labels(20));
        float[] found = trainer.inference().probabilities(images);
        INDArray expected = reloaded(network).outputSingle(images);
        INDArray rows = Nd4j.createFromArray(found).reshape(expected.shape());
        assertThat(rows.sub(expected).amaxNumber().doubleValue()).as(name).isLessThan(1e-5);
      }
    }
  }

  @Test
  void of_aNetworkWithAGap_trainsStockAndSaysWhy() {
    TestGraphs graph = TestGraphs.of(1, 8, 8);
    String odd = graph.conv(TestGraphs.INPUT, 4, 3, 1, Activation.CUBE);
    Subject subject = graph.output(graph.dense(odd, 8));
    assertThat(NetworkTrainer.describe(subject.described()))
        .containsExactly(
            "stock: v0: no program for ActivationCube",
            "v0: no program for ActivationCube",
            "v1: behind a gap",
            "output: behind a gap");
    assertThat(NetworkTrainer.summarize(subject.described()))
        .isEqualTo("stock: v0: no program for ActivationCube");
    ComputationGraph network = subject.network();
    INDArray before = network.params().dup();
    try (NetworkTrainer trainer = trainer(network, subject)) {
      trainer.fit(subject.images(4), TestNetworks.labels(4));
      assertThat(trainer.inference().probabilities(subject.images(4))).hasSize(20);
    }
    assertThat(network.params()).isNotEqualTo(before);
    assertThat(NetworkTrainer.refusal(subject.described(), Precision.BFLOAT16))
        .contains(
            "bfloat16 needs a network compiled for oneDNN, found v0: no program for"
                + " ActivationCube");
  }

  @Test
  void of_attentionWithoutOneDnn_isRefused() {
    Subject subject = TestGraphs.attention(DataType.FLOAT);
    assertThat(NetworkTrainer.refusal(subject.described(), Precision.FLOAT32)).isEmpty();
    System.setProperty(SWITCH, "stock");
    assertThatThrownBy(() -> trainer(subject.network(), subject))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attention needs a network compiled for oneDNN, found TRAWL_LAYERS=stock");
  }

  /** A gap anywhere leaves the whole network to Deeplearning4j. */
  @Test
  void refusal_ofWhatStockTrainsWronglyBesideAGap_saysSo() {
    TestGraphs attending = TestGraphs.of(8, 3, 4);
    String attended = attending.attend(TestGraphs.INPUT, 8, 3, 4, 2);
    String odd = attending.activate(attended, Activation.CUBE);
    Subject attention = attending.output(attending.dense(odd, 8));
    Subject pooling =
        TestNetworks.of(
            1, 8, 8, TestNetworks.sameAverage(3, 2, true), new ActivationLayer(Activation.CUBE));
    Subject uncounted =
        TestNetworks.of(
            1, 8, 8, TestNetworks.sameAverage(3, 2, false), new ActivationLayer(Activation.CUBE));

    assertThat(NetworkTrainer.refusal(attention.described(), Precision.FLOAT32))
        .contains(
            "attention needs a network compiled for oneDNN, found v1: no program for"
                + " ActivationCube");
    assertThat(NetworkTrainer.refusal(pooling.described(), Precision.FLOAT32))
        .contains(
            "average pooling that counts padding needs a network compiled for oneDNN, found v1: no"
                + " program for ActivationCube");
    assertThat(NetworkTrainer.refusal(uncounted.described(), Precision.FLOAT32)).isEmpty();
  }

  @Test
  void describe_everyVertex_saysWhatComputesIt() {
    Subject subject = base();
    assertThat(NetworkTrainer.describe(subject.described()))
        .containsExactly(
            "onednn: 7 steps",
            "v0: conv 3×3 + relu",
            "v1: max-pool 2×2",
            "v2: conv 3×3 + relu",
            "v3: max-pool 2×2",
            "v4: dense + relu",
            "output: output + softmax");
    assertThat(NetworkTrainer.summarize(subject.described()))
        .isEqualTo(
            "onednn: conv 3×3 + relu, max-pool 2×2, flatten, dense + relu, output + softmax");
    assertThat(Backend.describe()).matches("onednn \\d+\\.\\d+\\.\\d+");
    System.setProperty(SWITCH, "stock");
    assertThat(NetworkTrainer.describe(subject.described()))
        .startsWith("stock: TRAWL_LAYERS=stock", "v0: conv 3×3 + relu");
    assertThat(Precision.BFLOAT16.objection())
        .contains("bfloat16 needs networks compiled for oneDNN, found TRAWL_LAYERS=stock");
    System.setProperty(SWITCH, "fast");
    assertThatThrownBy(Backend::describe)
        .hasMessage("TRAWL_LAYERS: need onednn or stock, found fast");
  }

  @Test
  void trainingBytes_ofAPlan_growWithTheBatchAndShrinkWithSixteenBits() {
    Subject subject = TestGraphs.resnet(28, false);
    GraphPlan plan = GraphPlan.of(subject.configuration(), subject.images());
    long one = plan.trainingBytes(1, Precision.FLOAT32).orElseThrow();
    long many = plan.trainingBytes(64, Precision.FLOAT32).orElseThrow();
    assertThat(many).isBetween(20 * one, 64 * one);
    assertThat(many).isBetween(20_000_000L, 60_000_000L);
    if (Precision.BFLOAT16.objection().isEmpty()) {
      assertThat(plan.trainingBytes(64, Precision.BFLOAT16).orElseThrow())
          .isBetween(many / 3, 2 * many / 3);
    }
  }
}
