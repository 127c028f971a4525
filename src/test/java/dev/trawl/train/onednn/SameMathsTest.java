package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.model.Network;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.TestNetworks.Subject;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The fast layers against the stock ones, and against finite differences. */
@SuppressWarnings("try")
class SameMathsTest {
  private static final Map<String, Subject> NETWORKS = TestNetworks.all();

  private static final int BATCH = 7;

  /** Short, so that few units cross ReLU's kink on the way. */
  private static final double STEP = 3e-4;

  private static final double TOLERANCE = 2e-3;

  /** How many directions are tried for one in which no unit crosses its kink. */
  private static final int DIRECTIONS = 40;

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
    try (Acceleration acceleration = Acceleration.of(Network.of(fast))) {
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

  @Test
  void layers_smoothedLabels_areTheStockOnes() {
    Subject subject = subject("the base network");
    MultiLayerNetwork stock = subject.network();
    MultiLayerNetwork fast = subject.network();
    try (Acceleration acceleration = Acceleration.of(Network.of(fast))) {
      INDArray labels = TestNetworks.labels(9).muli(0.8).addi(0.2 / TestNetworks.CLASSES);
      assertClose(
          gradient(fast, subject.images(9), labels),
          gradient(stock, subject.images(9), labels),
          "gradient");
      assertThat(fast.score()).isCloseTo(stock.score(), within(1e-5));
    }
  }

  /** Along a random direction: (L(w + hd) − L(w − hd)) ÷ 2h is g·d. */
  @ParameterizedTest
  @MethodSource("names")
  void gradients_ofEveryParameter_areTheFiniteDifferences(String name) {
    Subject subject = subject(name);
    MultiLayerNetwork network = subject.network();
    INDArray images = subject.images(BATCH);
    INDArray labels = TestNetworks.labels(BATCH);
    try (Acceleration acceleration = Acceleration.of(Network.of(network))) {
      INDArray gradients = gradient(network, images, labels).dup().divi(BATCH);
      double here = network.score();
      for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
        boolean smooth = false;
        for (int seed = 0; seed < DIRECTIONS && !smooth; seed++) {
          INDArray move = TestNetworks.random(seed, parameter.getValue().shape());
          move.divi(move.norm2Number()).muli(STEP);
          double above = scoreAt(network, images, labels, parameter.getValue(), move);
          double found = slope(network, gradients, parameter.getValue(), move);
          double below = scoreAt(network, images, labels, parameter.getValue(), move.neg());
          double expected = (above - below) / (2 * STEP);
          double tolerance = TOLERANCE + 0.02 * Math.abs(expected);
          smooth = Math.abs((above - here) - (here - below)) < STEP * tolerance;
          if (smooth) {
            assertThat(found)
                .as("%s %s", name, parameter.getKey())
                .isCloseTo(expected, within(tolerance));
          }
        }
        assertThat(smooth).as("a direction without a kink").isTrue();
      }
    }
  }

  /** The loss with a parameter moved; it is moved back. */
  private static double scoreAt(
      MultiLayerNetwork network,
      INDArray images,
      INDArray labels,
      INDArray parameter,
      INDArray move) {
    INDArray before = parameter.dup();
    parameter.addi(move);
    gradient(network, images, labels);
    parameter.assign(before);
    return network.score();
  }

  /** What the gradients say of a move, a unit of length. */
  private static double slope(
      MultiLayerNetwork network, INDArray gradients, INDArray parameter, INDArray move) {
    INDArray before = parameter.dup();
    INDArray origin = network.params().dup();
    parameter.addi(move);
    INDArray moved = network.params().sub(origin);
    parameter.assign(before);
    return gradients.mul(moved).sumNumber().doubleValue() / STEP;
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
