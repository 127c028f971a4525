package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.TestNetworks.Subject;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The fast layers against the stock ones, and against finite differences. */
@SuppressWarnings("try")
class SameMathsTest {
  private static final Map<String, Subject> NETWORKS = TestNetworks.all();

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  static Stream<String> names() {
    return NETWORKS.keySet().stream();
  }

  private static Subject subject(String name) {
    return java.util.Objects.requireNonNull(NETWORKS.get(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void layers_everyShapeAndBatchSize_areTheStockOnes(String name) {
    Subject subject = subject(name);
    MultiLayerNetwork stock = subject.network();
    MultiLayerNetwork fast = subject.network();
    try (Acceleration acceleration = Acceleration.of(fast)) {
      assertThat(acceleration.layers()).anyMatch(line -> line.contains("onednn"));
      for (int batch : new int[] {1, 7, 64, 7}) {
        INDArray images = subject.images(batch);
        INDArray labels = TestNetworks.labels(batch);
        assertClose(fast.output(images), stock.output(images), name + " output " + batch);
        assertClose(
            gradient(fast, images, labels),
            gradient(stock, images, labels),
            name + " gradient " + batch);
        assertThat(fast.score()).isCloseTo(stock.score(), within(1e-5));
      }
    }
  }

  /** Along a random direction: (L(w + hd) − L(w − hd)) ÷ 2h is g·d. */
  @ParameterizedTest
  @MethodSource("names")
  void gradients_ofEveryParameter_areTheFiniteDifferences(String name) {
    Subject subject = subject(name);
    MultiLayerNetwork network = subject.network();
    int batch = 7;
    INDArray images = subject.images(batch);
    INDArray labels = TestNetworks.labels(batch);
    try (Acceleration acceleration = Acceleration.of(network)) {
      INDArray gradients = gradient(network, images, labels).dup().divi(batch);
      for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
        INDArray values = parameter.getValue();
        INDArray direction = TestNetworks.random(13, values.shape());
        direction.divi(direction.norm2Number());
        INDArray before = values.dup();
        double step = 3e-4; // Few units cross their kink.
        values.addi(direction.mul(step));
        INDArray moved = network.params().dup();
        double above = score(network, images, labels);
        values.assign(before).subi(direction.mul(step));
        double below = score(network, images, labels);
        values.assign(before);
        double expected = (above - below) / (2 * step);
        double found = gradients.mul(moved.sub(network.params())).sumNumber().doubleValue() / step;
        assertThat(found)
            .as("%s %s", name, parameter.getKey())
            .isCloseTo(expected, within(2e-3 + 0.02 * Math.abs(expected)));
      }
    }
  }

  private static double score(MultiLayerNetwork network, INDArray images, INDArray labels) {
    gradient(network, images, labels);
    return network.score();
  }

  static INDArray gradient(MultiLayerNetwork network, INDArray images, INDArray labels) {
    network.setInput(images);
    network.setLabels(labels);
    network.computeGradientAndScore();
    return network.gradient().gradient();
  }

  /** The largest difference is below 1e-5 of the largest value. */
  static void assertClose(INDArray found, INDArray expected, String what) {
    double largest = expected.amaxNumber().doubleValue();
    double difference = found.sub(expected).amaxNumber().doubleValue();
    assertThat(difference).as(what).isLessThanOrEqualTo(1e-5 * largest);
    assertThat(largest).as(what).isPositive();
  }
}
