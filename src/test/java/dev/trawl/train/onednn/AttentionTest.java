package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.TestGraphs.Subject;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Attention, whose stock forward pass is right and whose stock gradients are twice what they should
 * be.
 */
class AttentionTest {
  private static final int BATCH = 6;

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
    INDArray found = Gradients.compiled(network, Precision.FLOAT32, images, labels);
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

  @Test
  void gradients_ofBlocksWithResiduals_areTheStockLossesDifferences() {
    Subject subject = TestGraphs.attention(DataType.FLOAT);
    Gradients.assertAreDifferences(
        subject.network(), subject.images(BATCH), TestNetworks.labels(BATCH), 1e-4);
  }
}
