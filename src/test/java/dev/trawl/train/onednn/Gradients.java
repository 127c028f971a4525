package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.model.ImageShape;
import dev.trawl.train.onednn.ProgramBuilder.Purpose;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Of the mean loss of some images by a network's parameters. */
final class Gradients {
  private static final double STEP = 1e-5;

  /** Rounding of what has no gradient. */
  private static final double NOTHING = 2e-6;

  private Gradients() {}

  /** By its program, in one flat vector. */
  static INDArray compiled(
      ComputationGraph network, Precision precision, INDArray images, INDArray labels) {
    ImageShape shape =
        new ImageShape((int) images.size(1), (int) images.size(2), (int) images.size(3));
    GraphPlan plan = GraphPlan.of(network.getConfiguration(), shape);
    assertThat(plan.gap()).isEmpty();
    Purpose purpose =
        new Purpose(images.size(0), true, precision, plan.channelsLast(), new StepRandom());
    FlatParameters parameters = FlatParameters.of(network);
    try (Arena arena = new Arena();
        NetworkProgram program = new NetworkProgram(plan, parameters, purpose, arena)) {
      program.forward(images);
      program.backward(labels);
    }
    return network.getFlattenedGradients();
  }

  /**
   * Takes the kinks away: where an activation is within rounding of one, floats may be on either
   * side of it, and their gradients are not those of doubles.
   */
  static void smooth(ComputationGraphConfiguration network) {
    for (GraphVertex vertex : network.getVertices().values()) {
      if (vertex instanceof LayerVertex layer
          && layer.getLayerConf().getLayer() instanceof BaseLayer base
          && (base.getActivationFn() instanceof ActivationReLU
              || base.getActivationFn() instanceof ActivationReLU6)) {
        base.setActivationFn(new ActivationTanH());
      }
    }
  }

  /** Whether a parameter has none: it is moved by each batch's statistics. */
  static boolean isStatistic(String parameter) {
    return parameter.endsWith("_mean") || parameter.endsWith("_log10stdev");
  }

  /**
   * Compares the program's with the losses of Deeplearning4j's forward pass in doubles: (L(w + hd)
   * − L(w − hd)) ÷ 2h is g·d, for a random direction d of each parameter.
   *
   * @param tolerance of the gradient's length
   */
  static void assertAreDifferences(
      ComputationGraph network, INDArray images, INDArray labels, double tolerance) {
    ComputationGraph exact = network.convertDataType(DataType.DOUBLE);
    DataSet batch = new DataSet(images.castTo(DataType.DOUBLE), labels.castTo(DataType.DOUBLE));
    INDArray found = compiled(network, Precision.FLOAT32, images, labels).castTo(DataType.DOUBLE);
    for (String parameter : network.paramTable().keySet()) {
      if (isStatistic(parameter)) {
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
      INDArray gradient = TestGraphs.part(network, parameter, found);
      assertThat(gradient.mul(move).sumNumber().doubleValue())
          .as(parameter)
          .isCloseTo(
              (above - below) / (2 * STEP),
              within(NOTHING + tolerance * gradient.norm2Number().doubleValue()));
    }
  }
}
