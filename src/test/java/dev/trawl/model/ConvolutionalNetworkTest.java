package dev.trawl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class ConvolutionalNetworkTest {
  private static final ImageShape MNIST = new ImageShape(1, 28, 28);
  private final Architectures architectures = new Architectures();

  private ComputationGraph network(Map<String, Object> values, ImageShape shape, long seed) {
    ComputationGraph network = new ComputationGraph(configure(values, shape, seed));
    network.init();
    return network;
  }

  private ComputationGraphConfiguration configure(
      Map<String, Object> values, ImageShape shape, long seed) {
    return architectures.configure("cnn", values, shape, 10, seed).deeplearning4j();
  }

  private static Layer layer(ComputationGraphConfiguration configuration, String name) {
    LayerVertex vertex = (LayerVertex) configuration.getVertices().get(name);
    return Objects.requireNonNull(vertex, name).getLayerConf().getLayer();
  }

  @Test
  void defaults_onMnist_haveThePublishedSize() {
    assertThat(network(Map.of(), MNIST, 1).numParams()).isEqualTo(121_930);
  }

  /** McMahan and others, 2017, section 3, give 1,663,370. */
  @Test
  void padding_same_hasTheSizeOfTheFederatedPaper() {
    Map<String, Object> values = Map.of("kernel_size", 5L, "padding", "same", "dense_units", 512L);
    assertThat(network(values, MNIST, 1).numParams()).isEqualTo(1_663_370);
    assertThat(network(values, MNIST, 1).outputSingle(Nd4j.rand(2, 1, 28, 28)).shape())
        .containsExactly(2, 10);
  }

  @Test
  void output_ofAnyBatch_isAProbabilityPerClass() {
    INDArray output = network(Map.of(), MNIST, 1).outputSingle(Nd4j.rand(7, 1, 28, 28));
    assertThat(output.shape()).containsExactly(7, 10);
    for (float sum : output.sum(1).toFloatVector()) {
      assertThat(sum).isCloseTo(1f, within(1e-5f));
    }
  }

  @Test
  void filters_threeOfThem_makeThreeBlocks() {
    ComputationGraphConfiguration configuration =
        configure(Map.of("filters", List.of(4L, 8L, 16L)), new ImageShape(3, 40, 32), 1);
    assertThat(List.of("conv1", "conv2", "conv3"))
        .extracting(name -> ((ConvolutionLayer) layer(configuration, name)).getNOut())
        .containsExactly(4L, 8L, 16L);
  }

  @Test
  void hyperparameters_eachOfThem_reachTheConfiguration() {
    ComputationGraphConfiguration configuration =
        configure(
            Map.of(
                "dropout",
                0.25,
                "l2",
                1e-4,
                "learning_rate",
                0.005,
                "dense_units",
                32L,
                "kernel_size",
                5L),
            MNIST,
            1);
    ConvolutionLayer first = (ConvolutionLayer) layer(configuration, "conv1");
    OutputLayer output = (OutputLayer) layer(configuration, "output");
    assertThat(first.getKernelSize()).containsExactly(5, 5);
    assertThat(((Adam) first.getIUpdater()).getLearningRate()).isEqualTo(0.005);
    assertThat(first.getRegularization().toString()).contains("1.0E-4");
    assertThat(first.getRegularizationBias()).isNullOrEmpty();
    assertThat(output.getNIn()).isEqualTo(32);
    assertThat(output.getIDropout().toString()).contains("0.75");
  }

  @Test
  void seed_theSame_givesTheSameWeights() {
    INDArray weights = network(Map.of(), MNIST, 5).params();
    assertThat(network(Map.of(), MNIST, 5).params()).isEqualTo(weights);
    assertThat(network(Map.of(), MNIST, 6).params()).isNotEqualTo(weights);
  }

  @Test
  void filters_tooManyForTheImage_saySo() {
    assertThatThrownBy(() -> configure(Map.of("filters", List.of(1L, 1L, 1L, 1L)), MNIST, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "filters: need images large enough for 4 blocks of a 3×3 convolution and a 2×2 pooling,"
                + " found only 1 pixel left before block 4");
  }

  @Test
  void values_outOfRangeOrOfAnotherType_sayWhatIsNeeded() {
    assertThatThrownBy(() -> configure(Map.of("dropout", 1.5), MNIST, 1))
        .hasMessage("dropout: need a value between 0 and 0.95, found 1.5");
    assertThatThrownBy(() -> configure(Map.of("dense_units", 2.5), MNIST, 1))
        .hasMessage("dense_units: need a whole number, found 2.5");
    assertThatThrownBy(() -> configure(Map.of("filters", 3L), MNIST, 1))
        .hasMessage("filters: need a list of whole numbers, found 3");
    assertThatThrownBy(() -> configure(Map.of("droput", 0.1), MNIST, 1))
        .hasMessageContaining("found the hyperparameter droput");
  }
}
