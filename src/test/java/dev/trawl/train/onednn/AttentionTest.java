package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.ProgramBuilder.Purpose;
import dev.trawl.train.onednn.TestGraphs.Subject;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Attention, whose stock forward pass is right and whose stock gradients are twice what they should
 * be.
 */
class AttentionTest {
  private static final int BATCH = 6;
  private static final double STEP = 1e-5;

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  @Test
  void predictions_ofBlocksWithResiduals_areTheStockOnes() {
    Subject subject = TestGraphs.attention(DataType.FLOAT);
    assertThat(GraphPlan.of(subject.configuration(), subject.images()).gap()).isEmpty();
    ComputationGraph network = subject.network();
    INDArray images = subject.images(BATCH);
    INDArray expected = network.outputSingle(images);
    try (Inference inference = Inference.of(network)) {
      INDArray found = Nd4j.createFromArray(inference.probabilities(images));
      assertThat(found.reshape(expected.shape()).sub(expected).amaxNumber().doubleValue())
          .isLessThan(1e-5);
    }
  }

  /** Alone, the stock layer is off by exactly the factor of 2. */
  @Test
  void gradients_ofOneLayer_areHalfTheStockOnes() {
    TestGraphs graph = TestGraphs.of(20, 3, 4);
    String attended = graph.attend(TestGraphs.INPUT, 20, 3, 4, 5);
    Subject subject = graph.output(graph.global(attended, PoolingType.AVG, true));
    INDArray images = subject.images(BATCH);
    INDArray labels = TestNetworks.labels(BATCH);
    ComputationGraph stock = subject.network();
    stock.setInput(0, images);
    stock.setLabel(0, labels);
    stock.computeGradientAndScore();
    ComputationGraph network = subject.network();
    INDArray found = gradient(subject, network, images, labels);
    for (String parameter : new String[] {"Wq", "Wk", "Wv", "Wo"}) {
      INDArray expected =
          TestGraphs.part(stock, "v0_" + parameter, stock.gradient().gradient()).div(2 * BATCH);
      double largest = expected.amaxNumber().doubleValue();
      double difference =
          TestGraphs.part(network, "v0_" + parameter, found)
              .sub(expected)
              .amaxNumber()
              .doubleValue();
      assertThat(difference).as(parameter).isLessThan(1e-5 * largest);
    }
  }

  /** (L(w + hd) − L(w − hd)) ÷ 2h in doubles is g·d, for a random direction of each parameter. */
  @Test
  void gradients_ofBlocksWithResiduals_areTheStockLossesDifferences() {
    Subject subject = TestGraphs.attention(DataType.FLOAT);
    ComputationGraph network = subject.network();
    ComputationGraph exact = TestGraphs.attention(DataType.DOUBLE).network();
    exact.params().assign(network.params().castTo(DataType.DOUBLE));
    INDArray images = subject.images(BATCH);
    INDArray labels = TestNetworks.labels(BATCH);
    DataSet batch = new DataSet(images.castTo(DataType.DOUBLE), labels.castTo(DataType.DOUBLE));
    INDArray found = gradient(subject, network, images, labels).castTo(DataType.DOUBLE);
    for (String parameter : network.paramTable().keySet()) {
      if (parameter.endsWith("_mean") || parameter.endsWith("_log10stdev")) {
        continue;
      }
      INDArray weights = TestGraphs.part(exact, parameter, exact.params());
      INDArray move = TestNetworks.random(11, weights.length()).castTo(DataType.DOUBLE);
      move.divi(move.norm2Number());
      INDArray before = weights.dup();
      weights.addi(move.mul(STEP));
      double above = exact.score(batch, true);
      weights.subi(move.mul(2 * STEP));
      double below = exact.score(batch, true);
      weights.assign(before);
      double expected = (above - below) / (2 * STEP);
      double slope = TestGraphs.part(network, parameter, found).mul(move).sumNumber().doubleValue();
      assertThat(slope).as(parameter).isCloseTo(expected, within(2e-6 + 1e-4 * Math.abs(expected)));
    }
  }

  private static INDArray gradient(
      Subject subject, ComputationGraph network, INDArray images, INDArray labels) {
    GraphPlan plan = GraphPlan.of(subject.configuration(), subject.images());
    Purpose purpose =
        new Purpose(images.size(0), true, Precision.FLOAT32, plan.channelsLast(), new StepRandom());
    FlatParameters parameters = FlatParameters.of(network);
    try (Arena arena = new Arena();
        NetworkProgram program = new NetworkProgram(plan, parameters, purpose, arena)) {
      program.forward(images);
      program.backward(labels);
    }
    return network.getFlattenedGradients();
  }
}
