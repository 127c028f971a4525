package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.model.ImageShape;
import dev.trawl.testkit.JavaProcess;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.ProgramBuilder.Purpose;
import dev.trawl.train.onednn.TestGraphs.Subject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    all.put("layer norm alone", TestNetworks.of(1, 4, 5, TestNetworks.normalised(12, true)));
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

  /** Each operation, on the processor that oneDNN is told it has. */
  static final class Operations {
    private Operations() {}

    public static void main(String[] none) {
      load();
      OPERATIONS.values().forEach(subject -> assertSame(subject, 7, EXACT));
    }
  }

  /** With other layouts, and gradients that are found in another way. */
  @Test
  void program_onAProcessorWithAvx2Alone_isTheStockOneToo() throws Exception {
    Assumptions.assumeTrue(OneDnn.hasAvx512(), "else the others have shown it");
    ProcessBuilder builder =
        JavaProcess.with("-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
            .main(Operations.class)
            .redirectErrorStream(true);
    builder.environment().put("ONEDNN_MAX_CPU_ISA", "AVX2");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
  }

  @ParameterizedTest
  @MethodSource("networkNames")
  void program_ofEachNetwork_isTheStockOne(String name) {
    assertSame(Objects.requireNonNull(NETWORKS.get(name)), 9, KINKS);
  }

  @ParameterizedTest
  @MethodSource("operationNames")
  void gradients_ofEachOperation_areTheStockLossesDifferences(String name) {
    Subject named = Objects.requireNonNull(OPERATIONS.get(name));
    Subject subject = name.startsWith("activation ") ? named : named.smoothed();
    Gradients.assertAreDifferences(
        subject.network(), subject.images(7), TestNetworks.labels(7), EXACT);
  }

  /** Forward they are the stock ones. */
  @Test
  void program_ofPoolingThatCountsPadding_isTrainedRightly() {
    for (Layer pooling :
        List.of(TestNetworks.average(4, 3, 2, true), TestNetworks.sameAverage(3, 2, true))) {
      Subject subject = TestNetworks.of(2, 12, 11, TestNetworks.conv(3, 16), pooling);
      INDArray images = subject.images(7);
      INDArray labels = TestNetworks.labels(7);
      ComputationGraph network = subject.network();
      assertPredicted(network, images, network.outputSingle(images));
      Gradients.assertAreDifferences(network, images, labels, EXACT);

      INDArray right = Gradients.compiled(network, Precision.FLOAT32, images, labels).mul(7);
      INDArray stock = stockGradient(network, images, labels);
      assertThat(stock.sub(right).norm2Number().doubleValue())
          .as("why Deeplearning4j must not train it")
          .isGreaterThan(0.01 * right.norm2Number().doubleValue());
    }
  }

  /** Of a vector of zeros there is no deviation to divide by. */
  @Test
  void program_ofEqualNumbersToNormalise_isTheStockOne() {
    Subject subject = Objects.requireNonNull(OPERATIONS.get("layer norm alone"));
    INDArray images = subject.images(3);
    images.slice(1).assign(0);
    assertSame(subject, images, TestNetworks.labels(3), EXACT);
  }

  /** What 8 bits of mantissa leave. */
  @ParameterizedTest
  @ValueSource(
      strings = {"average pooling with padding", "average pooling with same padding", "layer norm"})
  void gradients_inSixteenBits_areNearThoseOf32(String name) {
    Precision.BFLOAT16.objection().ifPresent(Assumptions::abort);
    Subject subject = Objects.requireNonNull(OPERATIONS.get(name));
    INDArray images = subject.images(7);
    INDArray labels = TestNetworks.labels(7);
    INDArray exact = Gradients.compiled(subject.network(), Precision.FLOAT32, images, labels);
    INDArray found = Gradients.compiled(subject.network(), Precision.BFLOAT16, images, labels);
    double difference = found.sub(exact).norm2Number().doubleValue();
    assertThat(difference).isPositive().isLessThan(0.03 * exact.norm2Number().doubleValue());
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

  @Test
  void program_thatCannotBeMade_leavesNoNativeObject() {
    Subject subject = Objects.requireNonNull(OPERATIONS.get("rectangles"));
    GraphPlan plan = GraphPlan.of(subject.network().getConfiguration(), new ImageShape(2, 9, 14));
    Purpose purpose = new Purpose(7, true, Precision.FLOAT32, false, new StepRandom());
    FlatParameters lost =
        new FlatParameters() {
          @Override
          public long address(String parameter) {
            throw new IllegalStateException("there is no " + parameter);
          }

          @Override
          public long gradientAddress(String parameter) {
            return address(parameter);
          }
        };
    try (Arena arena = new Arena()) {
      long before = Pointer.totalCount();
      assertThatThrownBy(() -> new NetworkProgram(plan, lost, purpose, arena))
          .hasMessageStartingWith("there is no ");
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }
  }

  private static void assertSame(Subject subject, int batch, double tolerance) {
    assertSame(subject, subject.images(batch), TestNetworks.labels(batch), tolerance);
  }

  private static void assertSame(
      Subject subject, INDArray images, INDArray labels, double tolerance) {
    ComputationGraph stock = subject.network();
    INDArray predicted = stock.outputSingle(images);
    INDArray gradient = stockGradient(stock, images, labels);

    ComputationGraph network = subject.network();
    INDArray before = network.params().dup();
    assertPredicted(network, images, predicted);
    INDArray mean = Gradients.compiled(network, Precision.FLOAT32, images, labels);
    INDArray moved = before.sub(network.params());
    INDArray found = mean.mul(images.size(0)).addi(moved);
    for (String parameter : network.paramTable().keySet()) {
      assertClose(
          TestGraphs.part(network, parameter, found),
          TestGraphs.part(network, parameter, gradient),
          tolerance,
          parameter);
    }
  }

  private static void assertPredicted(
      ComputationGraph network, INDArray images, INDArray expected) {
    try (Inference inference = Inference.of(network)) {
      INDArray found = Nd4j.createFromArray(inference.probabilities(images));
      assertClose(found.reshape(expected.shape()), expected, EXACT, "predicted");
    }
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
