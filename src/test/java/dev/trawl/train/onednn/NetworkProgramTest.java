package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.ProgramBuilder.Purpose;
import dev.trawl.train.onednn.TestGraphs.Subject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Compiled networks against Deeplearning4j's own, one operation at a time and all together. */
class NetworkProgramTest {
  private static final Map<String, Subject> OPERATIONS = operations();
  private static final Map<String, Subject> NETWORKS = networks();

  /** Of the largest value. */
  private static final double EXACT = 1e-5;

  /** Somewhere a ReLU is on the other side of its kink. */
  private static final double KINKS = 5e-3;

  /** Before a batch normalisation a shift has no gradient: what is found is rounding. */
  private static final double NOTHING = 1e-6;

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  private static Map<String, Subject> operations() {
    Map<String, Subject> all = new LinkedHashMap<>(TestNetworks.all());
    TestGraphs plain = TestGraphs.of(3, 7, 9);
    all.put("batch norm", plain.output(plain.dense(plain.normalise(TestGraphs.INPUT), 8)));
    for (Activation activation :
        new Activation[] {
          Activation.RELU,
          Activation.RELU6,
          Activation.SIGMOID,
          Activation.TANH,
          Activation.LEAKYRELU,
          Activation.ELU,
          Activation.HARDTANH,
          Activation.HARDSIGMOID,
          Activation.SWISH,
          Activation.GELU,
          Activation.SOFTPLUS,
          Activation.MISH
        }) {
      TestGraphs graph = TestGraphs.of(2, 6, 5);
      String x = graph.conv(TestGraphs.INPUT, 18, 3, 1, activation);
      x = graph.normalised(x, activation);
      x = graph.conv(x, 16, 1, 1, Activation.IDENTITY);
      all.put(
          "activation " + activation, graph.output(graph.dense(graph.activate(x, activation), 8)));
    }
    for (int channels : new int[] {16, 24, 5}) {
      TestGraphs graph = TestGraphs.of(1, 9, 8);
      String x = graph.conv(TestGraphs.INPUT, channels, 3, 1, Activation.RELU);
      x = graph.depthwise(x, 2, 1, false);
      x = graph.depthwise(x, 1, 2, true);
      all.put("depthwise of " + channels, graph.output(graph.global(x, PoolingType.MAX, true)));
    }
    TestGraphs sums = TestGraphs.of(1, 6, 6);
    String a = sums.conv(TestGraphs.INPUT, 16, 3, 1, Activation.TANH);
    String b = sums.conv(a, 16, 3, 1, Activation.TANH);
    String c = sums.add(a, b, sums.conv(b, 16, 1, 1, Activation.IDENTITY));
    String d = sums.activate(sums.add(c, a), Activation.TANH);
    all.put("sums of sums", sums.output(sums.global(sums.add(d, c), PoolingType.AVG, true)));
    TestGraphs products = TestGraphs.of(1, 6, 6);
    String p = products.conv(TestGraphs.INPUT, 16, 3, 1, Activation.TANH);
    String q = products.conv(p, 16, 3, 1, Activation.SIGMOID);
    String r = products.elementwise(ElementWiseVertex.Op.Product, p, q);
    all.put("product", products.output(products.dense(r, 8)));
    for (int channels : new int[] {16, 12}) {
      TestGraphs graph = TestGraphs.of(1, 5, 8);
      String x = graph.conv(TestGraphs.INPUT, channels, 3, 1, Activation.TANH);
      x = graph.excite(x, channels, 5, 8);
      all.put("excitation of " + channels, graph.output(graph.dense(x, 8)));
    }
    return all;
  }

  private static Map<String, Subject> networks() {
    Map<String, Subject> all = new LinkedHashMap<>();
    all.put("resnet", TestGraphs.resnet(14, false));
    all.put("se_resnet", TestGraphs.resnet(13, true));
    all.put("mobilenet", TestGraphs.mobilenet(16));
    all.put("deep", TestGraphs.deep(16));
    return all;
  }

  static Stream<String> operationNames() {
    return OPERATIONS.keySet().stream();
  }

  static Stream<String> networkNames() {
    return NETWORKS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("operationNames")
  void program_ofEachOperation_isTheStockOne(String name) {
    Subject subject = Objects.requireNonNull(OPERATIONS.get(name));
    for (int batch : new int[] {7, 1}) {
      assertSame(subject, batch, EXACT);
    }
  }

  @ParameterizedTest
  @MethodSource("networkNames")
  void program_ofEachNetwork_isTheStockOne(String name) {
    assertSame(Objects.requireNonNull(NETWORKS.get(name)), 9, KINKS);
  }

  /** Soft labels, and arrays that don't lie as oneDNN wants them. */
  @Test
  void program_ofSmoothedLabelsInFOrder_isTheStockOne() {
    Subject subject = Objects.requireNonNull(OPERATIONS.get("rectangles"));
    INDArray labels = TestNetworks.labels(6).mul(0.9).addi(0.1 / TestNetworks.CLASSES);
    assertSame(subject, subject.images(6).dup('f'), labels.dup('f'), EXACT);
  }

  @Test
  void forward_ofImagesOfAnotherShape_saysWhatIsNeeded() {
    Subject subject = Objects.requireNonNull(OPERATIONS.get("rectangles"));
    try (Inference inference = Inference.of(subject.network())) {
      inference.probabilities(subject.images(2));
      INDArray others = TestNetworks.random(1, 2, 2, 9, 13);
      assertThatThrownBy(() -> inference.probabilities(others))
          .hasMessage(
              "need 32-bit floats of the shape [2, 2, 9, 14], found FLOAT of [2, 2, 9, 13]");
    }
  }

  private static void assertSame(Subject subject, int batch, double tolerance) {
    assertSame(subject, subject.images(batch), TestNetworks.labels(batch), tolerance);
  }

  private static void assertSame(
      Subject subject, INDArray images, INDArray labels, double tolerance) {
    int batch = Math.toIntExact(images.size(0));
    GraphPlan plan = GraphPlan.of(subject.configuration(), subject.images());
    assertThat(plan.gap()).isEmpty();
    ComputationGraph stock = subject.network();
    INDArray predicted = stock.outputSingle(images);
    INDArray gradient = stockGradient(stock, images, labels);

    ComputationGraph network = subject.network();
    INDArray before = network.params().dup();
    try (Inference inference = Inference.of(network)) {
      INDArray found = Nd4j.createFromArray(inference.probabilities(images));
      assertClose(found.reshape(predicted.shape()), predicted, EXACT, "predicted");
    }
    try (Arena arena = new Arena();
        NetworkProgram program =
            new NetworkProgram(plan, FlatParameters.of(network), purpose(batch, plan), arena)) {
      program.forward(images);
      program.backward(labels);
    }
    INDArray moved = before.sub(network.params());
    INDArray found = network.getFlattenedGradients().mul(batch).addi(moved);
    for (String parameter : network.paramTable().keySet()) {
      assertClose(
          TestGraphs.part(network, parameter, found),
          TestGraphs.part(network, parameter, gradient),
          tolerance,
          parameter);
    }
  }

  private static Purpose purpose(int batch, GraphPlan plan) {
    return new Purpose(batch, true, Precision.FLOAT32, plan.channelsLast(), new StepRandom());
  }

  /** Sums over the batch; running statistics "by" what is to be taken from them. */
  private static INDArray stockGradient(
      ComputationGraph network, INDArray images, INDArray labels) {
    network.setInput(0, images);
    network.setLabel(0, labels);
    network.computeGradientAndScore();
    return network.gradient().gradient();
  }

  private static void assertClose(
      INDArray found, INDArray expected, double tolerance, String what) {
    double largest = expected.amaxNumber().doubleValue();
    double difference = found.sub(expected).amaxNumber().doubleValue();
    assertThat(difference).as(what).isLessThanOrEqualTo(tolerance * largest + NOTHING);
  }
}
