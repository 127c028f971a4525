package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.update.UpdateSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * The architectures, small: those that Deeplearning4j trains rightly by its training, attention by
 * its forward pass, which is right.
 */
class ArchitecturesAgainstStockTest {
  private static final String SWITCH = "trawl.layers";
  private static final ImageShape IMAGES = new ImageShape(1, 12, 12);
  private static final int BATCH = 8;
  private static final int STEPS = 100;

  private static final Map<String, Map<String, Object>> SMALL =
      Map.of(
          "cnn", Map.of("filters", List.of(4L, 8L), "dense_units", 8L),
          "deep_cnn", Map.of("filters", List.of(4L, 4L, 8L, 8L)),
          "resnet", Map.of("width", 4L),
          "se_resnet", Map.of("width", 4L),
          "mobilenet_v2", Map.of("width_multiplier", 0.25, "repeats", 1L, "stem_stride", 1L));

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
    assumeTrue(Backend.problem().isEmpty(), "needs oneDNN");
  }

  @AfterEach
  void compileAgain() {
    System.clearProperty(SWITCH);
  }

  static Stream<String> architectures() {
    return SMALL.keySet().stream().sorted();
  }

  private static Map<String, Object> small(String architecture) {
    return Objects.requireNonNull(SMALL.get(architecture));
  }

  private static NetworkConfiguration configuration(String architecture) {
    return new Architectures()
        .configure(architecture, small(architecture), IMAGES, TestNetworks.CLASSES, 1);
  }

  /**
   * In doubles, where rounding is none, and without kinks: where an activation is within rounding
   * of one, floats may be on either side of it, Deeplearning4j's own too. Of {@code mobilenet_v2}
   * that alone moves some gradients by 2 to 3 % of their largest in one of three initialisations,
   * Deeplearning4j's floats as far from its doubles as Trawl's are.
   */
  @ParameterizedTest
  @MethodSource("architectures")
  void gradients_withoutKinks_areThoseOfDoubles(String architecture) {
    NetworkConfiguration configuration = configuration(architecture);
    Gradients.smooth(configuration.deeplearning4j());
    ComputationGraph network = new ComputationGraph(configuration.deeplearning4j());
    network.init();
    ComputationGraph exact = network.convertDataType(DataType.DOUBLE);
    INDArray images = TestNetworks.random(7, BATCH, 1, 12, 12);
    INDArray labels = TestNetworks.labels(BATCH);
    exact.setInput(0, images.castTo(DataType.DOUBLE));
    exact.setLabel(0, labels.castTo(DataType.DOUBLE));
    exact.computeGradientAndScore();
    INDArray expected = exact.gradient().gradient();

    INDArray found =
        Gradients.compiled(network, Precision.FLOAT32, images, labels)
            .castTo(DataType.DOUBLE)
            .muli(BATCH);

    for (String parameter : network.paramTable().keySet()) {
      if (Gradients.isStatistic(parameter)) {
        continue;
      }
      INDArray right = TestGraphs.part(network, parameter, expected);
      double difference =
          TestGraphs.part(network, parameter, found).sub(right).amaxNumber().doubleValue();
      assertThat(difference)
          .as(parameter)
          .isLessThan(5e-5 * right.amaxNumber().doubleValue() + 1e-6);
    }
  }

  @Test
  void gradients_ofAttention_areTheStockLossesDifferences() {
    Map<String, Object> values =
        Map.of("patch_size", 4L, "heads", 2L, "head_size", 4L, "blocks", 2L);
    NetworkConfiguration configuration =
        new Architectures().configure("attention", values, IMAGES, TestNetworks.CLASSES, 1);
    Gradients.smooth(configuration.deeplearning4j());
    ComputationGraph network = new ComputationGraph(configuration.deeplearning4j());
    network.init();
    Gradients.assertAreDifferences(
        network, TestNetworks.random(7, BATCH, 1, 12, 12), TestNetworks.labels(BATCH), 1e-4);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void losses_ofAHundredSteps_areTheStockOnes(String architecture) {
    List<Double> stock = losses(architecture, "stock");
    List<Double> compiled = losses(architecture, "onednn");
    assertThat(stock.get(STEPS - 1)).isLessThan(0.5 * stock.get(0));
    for (int step = 0; step < STEPS; step++) {
      assertThat(compiled.get(step))
          .as("step %d", step)
          .isCloseTo(stock.get(step), within(1e-3 * stock.get(0)));
    }
  }

  private static List<Double> losses(String architecture, String layers) {
    System.setProperty(SWITCH, layers);
    INDArray images = TestNetworks.random(7, BATCH, 1, 12, 12);
    INDArray labels = TestNetworks.labels(BATCH);
    List<Double> losses = new ArrayList<>();
    Network network =
        new Architectures()
            .network(architecture, small(architecture), IMAGES, TestNetworks.CLASSES, 1);
    try (NetworkTrainer trainer =
        NetworkTrainer.of(network, IMAGES, Precision.FLOAT32, UpdateSettings.STOCK)) {
      trainer.setLearningRate(2e-3);
      trainer.listen(
          new StepListener() {
            @Override
            public void forwardEnded(float[] logits) {
              INDArray rows = Nd4j.createFromArray(logits).reshape(labels.shape());
              losses.add(
                  new LossMCXENT().computeScore(labels, rows, new ActivationSoftmax(), null, true));
            }

            @Override
            public void backwardEnded() {}
          });
      for (int step = 0; step < STEPS; step++) {
        trainer.fit(images, labels);
      }
    } finally {
      network.close();
    }
    return losses;
  }
}
