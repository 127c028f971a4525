package dev.trawl.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.train.NativeBackend;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Models of stacks of layers, one that Trawl 0.1.0 wrote as well; the oracle is Deeplearning4j. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LayerStackTest {
  private static final int CLASSES = 10;

  /** A model file, and images of a size that it takes. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Stored(String name, byte[] model, int side) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  Stream<Stored> models() throws IOException {
    try (InputStream in = LayerStackTest.class.getResourceAsStream("/multilayer/epoch-2.zip")) {
      byte[] kept = Objects.requireNonNull(in, "the kept checkpoint").readAllBytes();
      return Stream.of(
          new Stored("of Trawl 0.1.0", kept, 28), new Stored("with batch norm", normed(), 12));
    }
  }

  private static byte[] normed() throws IOException {
    MultiLayerConfiguration stack =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .updater(new Adam(2e-3))
            .l2(1e-4)
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build())
            .layer(new BatchNormalization())
            .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
            .layer(new DenseLayer.Builder().nOut(6).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.convolutional(12, 12, 1))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(stack);
    network.init();
    network.fit(images(12), labels());
    network.fit(images(12), labels());
    network.incrementEpochCount();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, file, true);
    return file.toByteArray();
  }

  private static INDArray images(int side) {
    Nd4j.getRandom().setSeed(1);
    return Nd4j.rand(DataType.FLOAT, CLASSES, 1, side, side);
  }

  private static INDArray labels() {
    return Nd4j.eye(CLASSES).castTo(DataType.FLOAT);
  }

  private static MultiLayerNetwork stock(Stored stored) throws IOException {
    return ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(stored.model()), true);
  }

  @ParameterizedTest
  @MethodSource("models")
  void read_ofAStack_isTheSameNetworkWithItsCounts(Stored stored) throws IOException {
    MultiLayerNetwork stack = stock(stored);
    ComputationGraph read = Network.read(stored.model()).deeplearning4j();

    assertThat(floats(read.params())).isEqualTo(floats(stack.params()));
    assertThat(floats(read.updaterState())).isEqualTo(floats(stack.updaterState()));
    assertThat(read.getIterationCount()).isEqualTo(stack.getIterationCount()).isPositive();
    assertThat(read.getEpochCount()).isEqualTo(stack.getEpochCount()).isPositive();
    assertThat(floats(read.outputSingle(images(stored.side()))))
        .isEqualTo(floats(stack.output(images(stored.side()))));
  }

  /** With penalty and Adam's correction by the number of steps. */
  @ParameterizedTest
  @MethodSource("models")
  void read_ofAStack_trainsOnAsItWould(Stored stored) throws IOException {
    MultiLayerNetwork stack = stock(stored);
    Network read = Network.read(stored.model());
    INDArray images = images(stored.side());
    for (int step = 0; step < 3; step++) {
      Nd4j.getRandom().setSeed(step);
      stack.fit(images, labels());
      Nd4j.getRandom().setSeed(step);
      read.deeplearning4j().fit(new INDArray[] {images}, new INDArray[] {labels()});
    }
    assertThat(floats(read.deeplearning4j().params())).isEqualTo(floats(stack.params()));
    assertThat(floats(read.deeplearning4j().updaterState()))
        .isEqualTo(floats(stack.updaterState()));
  }

  @ParameterizedTest
  @MethodSource("models")
  void write_ofAStackThatWasRead_isAGraphWithTheSameBytesEachTime(Stored stored)
      throws IOException {
    byte[] written = Network.read(stored.model()).write();
    assertThat(Network.read(stored.model()).write()).isEqualTo(written);
    assertThat(Network.read(written).write()).isEqualTo(written);
    ComputationGraph graph =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(written), true);
    assertThat(floats(graph.params())).isEqualTo(floats(stock(stored).params()));
  }

  private static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
