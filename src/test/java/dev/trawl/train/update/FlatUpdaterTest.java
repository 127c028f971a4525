package dev.trawl.train.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.train.NativeBackend;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The oracle is Deeplearning4j's own updater for what that has, and the papers' formulas in double
 * precision for the rest.
 */
class FlatUpdaterTest {
  private static final int BATCH = 24;
  private static final double CLOSE = 1e-6;

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  /** With batch norm, whose running statistics have no optimiser and make gaps in the state. */
  private static ComputationGraph network(IUpdater updater, Regularization... penalties) {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(updater)
                .regularization(List.of(penalties))
                .graphBuilder()
                .addInputs("in")
                .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(5).build(), "in")
                .addLayer("norm", new BatchNormalization(), "conv")
                .addLayer("dense", new DenseLayer.Builder().nOut(40).build(), "norm")
                .addLayer(
                    "out", new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).build(), "dense")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(9, 9, 2))
                .build());
    network.init();
    network.initGradientsView();
    return network;
  }

  private static FlatUpdater flat(ComputationGraph network, UpdateSettings settings) {
    return FlatUpdater.of(
        network.getUpdater(), network.params(), network.getGradientsViewArray(), settings);
  }

  private static void fill(ComputationGraph network, int step) {
    Random random = new Random(step);
    INDArray gradients = network.getGradientsViewArray();
    for (long i = 0; i < gradients.length(); i++) {
      gradients.putScalar(i, random.nextGaussian() * BATCH);
    }
  }

  private static void stockStep(ComputationGraph network, int step) {
    INDArray gradients = network.getGradientsViewArray();
    network
        .getUpdater()
        .update(new DefaultGradient(gradients), step, 0, BATCH, LayerWorkspaceMgr.noWorkspaces());
    network.params().subi(gradients.reshape(network.params().shape()));
  }

  static Stream<Arguments> updaters() {
    Regularization l2 = new L2Regularization(0.02);
    Regularization decay = new WeightDecay(0.05, true);
    Regularization[] none = {};
    Regularization[] both = {l2, decay};
    return Stream.of(
        Arguments.of(new Adam(3e-3), none),
        Arguments.of(new Adam(3e-3, 0.8, 0.99, 1e-6), new Regularization[] {l2}),
        Arguments.of(new Adam(3e-3), new Regularization[] {decay}),
        Arguments.of(new Adam(3e-3), both),
        Arguments.of(new Sgd(0.02), both),
        Arguments.of(new Nesterovs(0.02, 0.9), both),
        Arguments.of(new Nesterovs(0.02, 0), none));
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void apply_whatStockHas_makesItsSteps_andItCanGoOn(IUpdater updater, Regularization[] penalties) {
    ComputationGraph ours = network(updater, penalties);
    ComputationGraph stock = network(updater, penalties);
    INDArray start = stock.params().dup();
    FlatUpdater flat = flat(ours, UpdateSettings.STOCK);
    for (int step = 0; step < 16; step++) {
      fill(ours, step);
      fill(stock, step);
      if (step < 12) {
        flat.apply(step, BATCH);
      } else {
        stockStep(ours, step);
      }
      stockStep(stock, step);
    }

    double way = stock.params().sub(start).norm2Number().doubleValue();
    assertThat(way).isGreaterThan(0.1);
    assertThat(ours.params().distance2(stock.params())).isLessThan(CLOSE * way);
    INDArray state = stock.getUpdater().getStateViewArray();
    if (state != null) {
      assertThat(ours.getUpdater().getStateViewArray().distance2(state))
          .isLessThan(CLOSE * state.norm2Number().doubleValue());
    }
  }

  /** FedProx: the loss with μ/2 ‖w − w₀‖² has μ (w − w₀) more of a gradient. */
  @Test
  void begin_withAPull_forgetsAndMakesTheStepsOfTheLongerLoss() {
    double pull = 0.3;
    ComputationGraph ours = network(new Adam(3e-3), new L2Regularization(0.02));
    ComputationGraph stock = network(new Adam(3e-3), new L2Regularization(0.02));
    FlatUpdater flat = flat(ours, UpdateSettings.STOCK);
    float[] origin = flat.weights();
    for (int step = 0; step < 5; step++) { // To be forgotten.
      fill(ours, 100 + step);
      flat.apply(step, BATCH);
    }
    flat.begin(origin, pull);
    for (int step = 0; step < 10; step++) {
      fill(ours, step);
      flat.apply(step, BATCH);
      fill(stock, step);
      INDArray gradients = stock.getGradientsViewArray();
      for (int i = 0; i < origin.length; i++) {
        double distance = stock.params().getDouble(i) - origin[i];
        double more = flat.statistics().get(i) ? 0 : BATCH * pull * distance;
        gradients.putScalar(i, gradients.getDouble(i) + more);
      }
      stockStep(stock, step);
    }

    assertThat(ours.params().distance2(stock.params())).isLessThan(1e-5);
    assertThat(flat.statistics().cardinality()).as("5 means, 5 deviations").isEqualTo(10);
    assertThat(flat.weights()).isEqualTo(ours.params().dup().data().asFloat());
  }

  @Test
  void setLearningRate_anyTime_isWhatStockWouldUse() {
    ComputationGraph ours = network(new Adam(3e-3), new WeightDecay(0.05, true));
    ComputationGraph stock = network(new Adam(3e-3), new WeightDecay(0.05, true));
    FlatUpdater flat = flat(ours, UpdateSettings.STOCK);
    for (int step = 0; step < 8; step++) {
      flat.setLearningRate(3e-3 / (1 + step));
      stock.setLearningRate(3e-3 / (1 + step));
      fill(ours, step);
      fill(stock, step);
      flat.apply(step, BATCH);
      stockStep(stock, step);
    }

    assertThat(ours.params().distance2(stock.params())).isLessThan(1e-6);
    assertThat(ours.getLearningRate("dense")).isEqualTo(3e-3 / 8);
  }

  /** PyTorch's formula, b ← μb + g, p ← p − αb, is another way to the same with a constant rate. */
  @Test
  void apply_heavyBall_isMomentumWithoutALookAhead() {
    ComputationGraph ours = network(new Nesterovs(0.02, 0.9));
    double[] p = ours.params().toDoubleVector();
    double[] b = new double[p.length];
    FlatUpdater flat = flat(ours, new UpdateSettings(true, 0));
    for (int step = 0; step < 12; step++) {
      fill(ours, step);
      double[] g = ours.getGradientsViewArray().toDoubleVector();
      flat.apply(step, BATCH);
      for (int i = 0; i < p.length; i++) {
        b[i] = isStatistic(i) ? g[i] / 0.02 : 0.9 * b[i] + g[i] / BATCH;
        p[i] -= 0.02 * b[i];
      }
    }

    for (int i = 0; i < p.length; i++) {
      assertThat(ours.params().getDouble(i)).isCloseTo(p[i], within(1e-6 + 1e-6 * Math.abs(p[i])));
    }
  }

  /** Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent networks", 2013. */
  @ParameterizedTest
  @ValueSource(doubles = {2.5, 1e6})
  void apply_clipping_shortensTooLongGradients_asOneVector(double clipping) {
    ComputationGraph ours = network(new Sgd(1));
    FlatUpdater flat = flat(ours, new UpdateSettings(false, clipping));
    fill(ours, 1);
    double[] before = ours.params().toDoubleVector();
    double[] g = ours.getGradientsViewArray().div(BATCH).toDoubleVector();
    double norm =
        Math.sqrt(
            IntStream.range(0, g.length)
                .filter(i -> !isStatistic(i))
                .mapToDouble(i -> g[i] * g[i])
                .sum());
    assertThat(norm).isBetween(3.0, 1e3);

    flat.apply(0, BATCH);

    double factor = Math.min(1, clipping / norm);
    for (int i = 0; i < g.length; i++) {
      double step = isStatistic(i) ? g[i] * BATCH : g[i] * factor;
      assertThat(before[i] - ours.params().getDouble(i)).isCloseTo(step, within(2e-5));
    }
  }

  @Test
  void of_anotherUpdaterOrPenalty_isRefused() {
    assertThatThrownBy(() -> flat(network(new AdaMax(1e-3)), UpdateSettings.STOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("need Adam, Nesterovs, Sgd or NoOp as the updater, found AdaMax");
    assertThatThrownBy(
            () -> flat(network(new Sgd(1), new L1Regularization(0.1)), UpdateSettings.STOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("need L2 or decoupled weight decay as the penalty, found L1");
  }

  /** The convolution's parameters, batch norm's γ and β, and then its mean and deviation. */
  private static boolean isStatistic(int parameter) {
    int first = 5 * 2 * 3 * 3 + 5 + 2 * 5;
    return parameter >= first && parameter < first + 2 * 5;
  }
}
