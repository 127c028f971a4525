package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.model.Network;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.TestNetworks.Subject;
import dev.trawl.train.update.UpdateSettings;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * A hundred steps of training, fast and stock. The seed is one with which no unit comes within
 * rounding of ReLU's kink; with others the stock network leaves its own curve when a weight is
 * moved by 3e-7.
 */
class TrainingTest {
  private static final int STEPS = 100;

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  private static Subject plain() {
    return network(TestNetworks.configuration(), 0);
  }

  /** With all that changes a gradient on its way to a step. */
  private static Subject allIn() {
    NeuralNetConfiguration.Builder configuration =
        TestNetworks.configuration()
            .updater(new Adam(1e-3))
            .l2(1e-3)
            .l1(1e-4)
            .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
            .gradientNormalizationThreshold(0.01);
    return network(configuration, 0.8);
  }

  private static Subject network(NeuralNetConfiguration.Builder configuration, double kept) {
    DenseLayer.Builder dense = new DenseLayer.Builder().nOut(16).activation(Activation.RELU);
    if (kept > 0) {
      dense.dropOut(kept);
    }
    return TestNetworks.of(
        configuration,
        1,
        12,
        12,
        TestNetworks.conv(3, 16),
        TestNetworks.max(2, 2),
        TestNetworks.conv(3, 16),
        dense.build());
  }

  @SuppressWarnings("ArrayRecordComponent") // Compared one by one.
  private record Trained(List<Double> losses, float[] parameters, float[] state) {}

  private static Trained train(Subject subject, boolean fast) {
    MultiLayerNetwork network = subject.network();
    List<Double> losses = new ArrayList<>();
    Nd4j.getRandom().setSeed(18);
    INDArray images = subject.images(40);
    INDArray labels = TestNetworks.labels(40);
    try (Acceleration acceleration = fast ? Acceleration.of(Network.of(network)) : null) {
      if (acceleration != null) {
        acceleration.setLearningRate(2e-3);
      } else {
        network.setLearningRate(2e-3);
      }
      for (int step = 0; step < STEPS; step++) {
        network.fit(images, labels);
        losses.add(network.score());
      }
    }
    return new Trained(
        losses, network.params().toFloatVector(), network.updaterState().toFloatVector());
  }

  private static void assertSameCurve(Subject subject) {
    List<Double> stock = train(subject, false).losses();
    List<Double> fast = train(subject, true).losses();
    assertThat(stock.get(STEPS - 1)).isLessThan(stock.get(0) / 2);
    for (int step = 0; step < STEPS; step++) {
      assertThat(fast.get(step))
          .as("step %d", step)
          .isCloseTo(stock.get(step), within(0.01 * stock.get(step)));
    }
  }

  @Test
  void losses_ofAHundredSteps_areTheStockOnes() {
    assertSameCurve(plain());
  }

  @Test
  void losses_withDropoutPenaltiesAndClipping_areTheStockOnes() {
    assertSameCurve(allIn());
  }

  /** L2 alone is added in one pass; the output layer drops inputs as well. */
  @Test
  void losses_withL2AndDropoutEverywhere_areTheStockOnes() {
    assertSameCurve(network(TestNetworks.configuration().l2(0.02).dropOut(0.9), 0));
  }

  /** Full and short batches, with dropout, penalties and clipping. */
  @Test
  void fit_withoutTheNetworksOwnLoop_isTheSameBitForBit() {
    for (Subject subject : List.of(plain(), allIn(), network(TestNetworks.configuration(), 0.7))) {
      assertThat(steps(subject, true)).isEqualTo(steps(subject, false));
    }
  }

  /** Parameters and updater state after some steps of the accelerated network. */
  private static List<Float> steps(Subject subject, boolean direct) {
    MultiLayerNetwork network = subject.network();
    Nd4j.getRandom().setSeed(18);
    try (Acceleration acceleration = Acceleration.of(Network.of(network))) {
      acceleration.setLearningRate(2e-3);
      for (int batch : new int[] {40, 40, 7, 40, 7, 1}) {
        INDArray images = subject.images(batch);
        INDArray labels = TestNetworks.labels(batch);
        if (direct) {
          acceleration.fit(images, labels);
        } else {
          network.fit(images, labels);
        }
      }
    }
    assertThat(network.getIterationCount()).isEqualTo(6);
    List<Float> values = new ArrayList<>();
    for (float value : network.params().toFloatVector()) {
      values.add(value);
    }
    for (float value : network.updaterState().toFloatVector()) {
      values.add(value);
    }
    return values;
  }

  /** With an updater and clipping that Deeplearning4j hasn't, and full and short batches. */
  @Test
  void fit_byTheFlatUpdater_isTheSameWithEitherLayers() {
    Subject subject =
        network(TestNetworks.configuration().updater(new Nesterovs(0.05, 0.9)).l2(1e-3), 0);
    float[] fast = flatSteps(subject, "onednn");
    float[] stock = flatSteps(subject, "stock");
    float[] start = subject.network().params().toFloatVector();
    double way = 0;
    double apart = 0;
    for (int i = 0; i < start.length; i++) {
      way += (stock[i] - start[i]) * (stock[i] - start[i]);
      apart += (stock[i] - fast[i]) * (stock[i] - fast[i]);
    }
    assertThat(way).isGreaterThan(1e-3);
    assertThat(Math.sqrt(apart / way)).isLessThan(1e-3);
  }

  private static float[] flatSteps(Subject subject, String layers) {
    System.setProperty("trawl.layers", layers);
    MultiLayerNetwork network = subject.network();
    try (Acceleration acceleration = Acceleration.of(Network.of(network))) {
      assertThat(acceleration.isDirect()).isEqualTo(layers.equals("onednn"));
      acceleration.update(new UpdateSettings(true, 0.5));
      for (int batch : new int[] {40, 40, 7, 40, 7, 1}) {
        acceleration.setLearningRate(0.05 / batch);
        acceleration.fit(subject.images(batch), TestNetworks.labels(batch));
      }
    } finally {
      System.clearProperty("trawl.layers");
    }
    assertThat(network.getIterationCount()).isEqualTo(6);
    return network.params().toFloatVector();
  }

  @Test
  void train_twice_isTheSameBitForBit() {
    Trained first = train(allIn(), true);
    Trained second = train(allIn(), true);
    assertThat(second.parameters()).isEqualTo(first.parameters());
    assertThat(second.state()).isEqualTo(first.state());
    assertThat(second.losses()).isEqualTo(first.losses());
  }
}
