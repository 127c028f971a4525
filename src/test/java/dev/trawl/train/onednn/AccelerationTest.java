package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.model.Network;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.TestNetworks.Subject;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class AccelerationTest {
  private static final String SWITCH = "trawl.layers";

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  @AfterEach
  void forget() {
    System.clearProperty(SWITCH);
  }

  private static Subject base() {
    return TestNetworks.of(
        1,
        12,
        12,
        TestNetworks.conv(3, 32),
        TestNetworks.max(2, 2),
        TestNetworks.conv(3, 16),
        TestNetworks.dense(8));
  }

  private static String first(org.deeplearning4j.nn.conf.layers.Layer... layers) {
    Subject subject = TestNetworks.of(1, 12, 12, layers);
    return Acceleration.describe(subject.configuration()).get(0);
  }

  private static ConvolutionLayer.Builder convolution() {
    return new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU);
  }

  @Test
  void describe_theBaseNetwork_saysHowEachLayerRuns() {
    assertThat(Acceleration.describe(base().configuration()))
        .containsExactly(
            "0: onednn conv 3×3 + relu + max-pool 2×2",
            "1: onednn with layer 0",
            "2: onednn conv 3×3 + relu",
            "3: onednn dense + relu",
            "4: onednn output + softmax");
    assertThat(Acceleration.backend()).matches("onednn \\d+\\.\\d+\\.\\d+");
  }

  @Test
  void describe_whatIsNotTheSameMaths_staysStock() {
    String stock = "0: stock convolution";
    assertThat(first(convolution().activation(Activation.TANH).build())).isEqualTo(stock);
    assertThat(first(convolution().dilation(2, 2).build())).isEqualTo(stock);
    assertThat(first(convolution().build(), noisyDense())).isEqualTo(stock);
    assertThat(first(new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build()))
        .isEqualTo("0: stock dense");
    SubsamplingLayer pnorm =
        new SubsamplingLayer.Builder(PoolingType.PNORM).pnorm(2).kernelSize(2, 2).build();
    assertThat(first(convolution().build(), pnorm)).isEqualTo("0: onednn conv 3×3 + relu");
  }

  @Test
  void step_ofANetworkWithAStockLayer_isTheNetworksOwn() {
    MultiLayerNetwork fast = base().network();
    MultiLayerNetwork mixed =
        TestNetworks.of(1, 12, 12, convolution().activation(Activation.TANH).build()).network();
    try (Acceleration first = Acceleration.of(Network.of(fast));
        Acceleration second = Acceleration.of(Network.of(mixed))) {
      assertThat(first.isDirect()).isTrue();
      assertThat(second.isDirect()).isFalse();
      second.fit(base().images(3), TestNetworks.labels(3));
      assertThat(mixed.getIterationCount()).isEqualTo(1);
    }
  }

  /** Deeplearning4j's own score of the batch, before the step, without dropout and penalty. */
  @ParameterizedTest
  @ValueSource(strings = {"stock", "onednn"})
  void listen_whicheverLayers_hearsBothPassesAndTheLogits(String layers) {
    System.setProperty(SWITCH, layers);
    MultiLayerNetwork network = base().network();
    List<String> heard = new ArrayList<>();
    INDArray labels = TestNetworks.labels(6);
    try (Acceleration acceleration = Acceleration.of(Network.of(network))) {
      acceleration.listen(
          new StepListener() {
            @Override
            public void forwardEnded(float[] logits) {
              INDArray rows = Nd4j.createFromArray(logits).reshape(6, TestNetworks.CLASSES);
              heard.add("forward " + score(labels, rows));
            }

            @Override
            public void backwardEnded() {
              heard.add("backward");
            }
          });
      acceleration.fit(base().images(6), labels);
    }
    assertThat(heard).hasSize(2).last().isEqualTo("backward");
    assertThat(Double.parseDouble(heard.get(0).substring("forward ".length())))
        .isCloseTo(network.score(), within(1e-5));
  }

  private static double score(INDArray labels, INDArray logits) {
    return new LossMCXENT().computeScore(labels, logits, new ActivationSoftmax(), null, true);
  }

  @Test
  void describe_outputsOfOtherLosses_stayStock() {
    assertThat(output(new LossMCXENT(), Activation.SOFTMAX)).contains("onednn output");
    assertThat(output(new LossMSE(), Activation.SOFTMAX)).contains("stock output");
    INDArray weights = Nd4j.ones(TestNetworks.CLASSES);
    assertThat(output(new LossMCXENT(weights), Activation.SOFTMAX)).contains("stock output");
  }

  private static String output(ILossFunction loss, Activation activation) {
    return Acceleration.describe(
            TestNetworks.configuration()
                .list()
                .layer(
                    new OutputLayer.Builder(loss)
                        .nIn(4)
                        .nOut(TestNetworks.CLASSES)
                        .activation(activation)
                        .build())
                .build())
        .get(0);
  }

  @Test
  void describe_channelsLastOrDoubles_stayStock() {
    Subject doubles =
        TestNetworks.of(
            TestNetworks.configuration().dataType(DataType.DOUBLE),
            1,
            12,
            12,
            convolution().build());
    assertThat(Acceleration.describe(doubles.configuration()))
        .noneMatch(line -> line.contains("onednn"));
    ConvolutionLayer channelsLast = convolution().dataFormat(CNN2DFormat.NHWC).build();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            TestNetworks.configuration()
                .list()
                .layer(channelsLast)
                .layer(TestNetworks.dense(4))
                .setInputType(
                    org.deeplearning4j.nn.conf.inputs.InputType.convolutional(
                        12, 12, 1, CNN2DFormat.NHWC))
                .build());
    assertThat(Acceleration.describe(network.getLayerWiseConfigurations()).get(0))
        .isEqualTo("0: stock convolution");
  }

  /** Its noise, added in place, would change which outputs are positive. */
  private static DenseLayer noisyDense() {
    return new DenseLayer.Builder()
        .nOut(4)
        .activation(Activation.RELU)
        .dropOut(new GaussianNoise(1))
        .build();
  }

  @Test
  void close_afterTraining_givesTheStockLayersBackWithWhatWasLearned() {
    Subject subject = base();
    MultiLayerNetwork network = subject.network();
    Layer[] before = network.getLayers().clone();
    INDArray images = subject.images(7);
    String configuration = network.getLayerWiseConfigurations().toJson();
    INDArray output;
    try (Acceleration acceleration = Acceleration.of(Network.of(network))) {
      acceleration.setLearningRate(1e-3);
      assertThat(network.getLayers()[0]).isNotSameAs(before[0]);
      network.fit(images, TestNetworks.labels(7));
      output = network.output(images);
    }
    assertThat(network.getLayers()).containsExactly(before);
    SameMathsTest.assertClose(network.output(images), output, "after closing");
    network.getLayerWiseConfigurations().setIterationCount(0);
    assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(configuration);
    network.fit(images, TestNetworks.labels(7)); // The stock layers train on.
  }

  @Test
  @SuppressWarnings("try")
  void of_anAcceleratedNetwork_leavesItToTheFirst() {
    MultiLayerNetwork network = base().network();
    try (Acceleration outer = Acceleration.of(Network.of(network))) {
      Layer[] fast = network.getLayers().clone();
      try (Acceleration inner = Acceleration.of(Network.of(network))) {
        assertThat(network.getLayers()).containsExactly(fast);
      }
      assertThat(network.getLayers()).containsExactly(fast);
      network.output(base().images(3));
    }
  }

  @Test
  void of_switchedOff_leavesTheNetworkAsItIs() {
    System.setProperty(SWITCH, "stock");
    MultiLayerNetwork network = base().network();
    Layer[] before = network.getLayers().clone();
    try (Acceleration acceleration = Acceleration.of(Network.of(network))) {
      acceleration.setLearningRate(1e-3);
      assertThat(network.getLayers()).containsExactly(before);
      assertThat(acceleration.layers()).allMatch(line -> line.contains("stock"));
      assertThat(Acceleration.backend()).isEqualTo("stock (TRAWL_LAYERS)");
    }
  }

  @Test
  void of_anUnknownSwitch_saysWhatIsNeeded() {
    System.setProperty(SWITCH, "fast");
    assertThatThrownBy(() -> Acceleration.of(Network.of(base().network())))
        .hasMessage("TRAWL_LAYERS: need onednn or stock, found fast");
  }
}
