package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.TestGraphs.Subject;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Dropout by what one image's gradients are, worked out in doubles. */
class DropoutTest {
  private static final double KEPT = 0.7;
  private static final int PIXELS = 16;
  private static final int UNITS = 2000;
  private static final int CLASSES = TestNetworks.CLASSES;
  private static final Offset<Double> CLOSE = within(1e-5);

  /**
   * Of units before an output with dropout: the gradient by the output's weights is what came
   * through times that by its sums, which that by its biases is.
   */
  @Test
  void gradients_behindDropout_areOfWhatStaysDividedByItsFraction() {
    NativeBackend.inspect();
    assumeTrue(Backend.problem().isEmpty(), "needs oneDNN");
    TestGraphs graph = TestGraphs.of(1, 4, 4);
    DenseLayer dense = new DenseLayer.Builder().nOut(UNITS).activation(Activation.IDENTITY).build();
    Subject subject = graph.droppingOutput(graph.layer(dense, TestGraphs.INPUT), KEPT);
    ComputationGraph network = subject.network();
    INDArray found =
        Gradients.compiled(network, Precision.FLOAT32, subject.images(1), TestNetworks.labels(1));
    double[] image = subject.images(1).data().asDouble();
    double[] weights = part(network, "v0_W", network.params()); // [PIXELS, UNITS] in f order
    double[] biases = part(network, "v0_b", network.params());
    double[] outputs = part(network, "output_W", network.params()); // [UNITS, CLASSES], likewise
    double[] byOutputs = part(network, "output_W", found);
    double[] bySums = part(network, "output_b", found);
    double[] byBiases = part(network, "v0_b", found);

    double[] sums = part(network, "output_b", network.params());
    int dropped = 0;
    for (int unit = 0; unit < UNITS; unit++) {
      int at = unit;
      double value =
          biases[unit] + sum(PIXELS, pixel -> image[pixel] * weights[at * PIXELS + pixel]);
      double square = sum(CLASSES, c -> bySums[c] * bySums[c]);
      double came = sum(CLASSES, c -> byOutputs[c * UNITS + at] * bySums[c]) / square;
      double stays = Math.abs(came) < Math.abs(came - value / KEPT) ? 0 : 1 / KEPT;
      assertThat(came).as("unit %d", unit).isCloseTo(value * stays, CLOSE);
      assertThat(byBiases[unit])
          .as("unit %d", unit)
          .isCloseTo(stays * sum(CLASSES, c -> outputs[c * UNITS + at] * bySums[c]), CLOSE);
      for (int c = 0; c < CLASSES; c++) {
        sums[c] += outputs[c * UNITS + unit] * value * stays;
      }
      dropped += stays == 0 ? 1 : 0;
    }
    assertThat((double) dropped / UNITS).as("4.9 deviations").isCloseTo(1 - KEPT, within(0.05));
    double[] labels = TestNetworks.labels(1).data().asDouble();
    double all = sum(CLASSES, c -> Math.exp(sums[c]));
    for (int c = 0; c < CLASSES; c++) {
      assertThat(bySums[c]).isCloseTo(Math.exp(sums[c]) / all - labels[c], CLOSE);
    }
  }

  private static double[] part(ComputationGraph network, String parameter, INDArray vector) {
    return TestGraphs.part(network, parameter, vector).toDoubleVector();
  }

  private static double sum(int count, IntToDoubleFunction term) {
    return IntStream.range(0, count).mapToDouble(term).sum();
  }
}
