package dev.trawl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.trawl.train.NativeBackend;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Model files; the oracle is Deeplearning4j's own {@link ModelSerializer}. */
class NetworkTest {
  private static final int SIDE = 8;
  private static final int CLASSES = 3;

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("dense, Adam", dense(new Adam(1e-3), DataType.FLOAT)),
        Arguments.of("dense, SGD, which has no state", dense(new Sgd(0.1), DataType.FLOAT)),
        Arguments.of("dense, Nesterovs", dense(new Nesterovs(0.1, 0.9), DataType.FLOAT)),
        Arguments.of("dense of doubles, RMSProp", dense(new RmsProp(0.01), DataType.DOUBLE)),
        Arguments.of("convolutions, Adam", convolutional(new Adam(1e-3))),
        Arguments.of("convolutions, AdaDelta", convolutional(new AdaDelta())));
  }

  private static NeuralNetConfiguration.Builder builder(IUpdater updater) {
    return new NeuralNetConfiguration.Builder().seed(7).updater(updater).l2(1e-4);
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static ComputationGraphConfiguration denseLayers(IUpdater updater, DataType type) {
    return chain(
        builder(updater).dataType(type),
        new DenseLayer.Builder().nOut(9).activation(Activation.RELU).dropOut(0.5).build());
  }

  /** These layers one after the other, and the output. */
  private static ComputationGraphConfiguration chain(
      NeuralNetConfiguration.Builder builder, Layer... layers) {
    ComputationGraphConfiguration.GraphBuilder graph = builder.graphBuilder().addInputs("in");
    String last = "in";
    for (int i = 0; i < layers.length; i++) {
      graph.addLayer("layer" + i, layers[i], last);
      last = "layer" + i;
    }
    return graph
        .addLayer("out", output(), last)
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(SIDE, SIDE, 1))
        .build();
  }

  private static ComputationGraph dense(IUpdater updater, DataType type) {
    return trained(denseLayers(updater, type), type);
  }

  private static ComputationGraph convolutional(IUpdater updater) {
    return trained(
        chain(
            builder(updater),
            new ConvolutionLayer.Builder(3, 3)
                .nOut(5)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.RELU)
                .build(),
            new BatchNormalization(),
            new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
            new DenseLayer.Builder().nOut(6).updater(new Nesterovs(0.05)).build()),
        DataType.FLOAT);
  }

  private static ComputationGraph trained(ComputationGraphConfiguration layers, DataType type) {
    ComputationGraph network = new ComputationGraph(layers);
    network.init();
    Nd4j.getRandom().setSeed(3);
    for (int step = 0; step < 3; step++) {
      INDArray images = Nd4j.rand(type, 2 * CLASSES, 1, SIDE, SIDE);
      INDArray labels = Nd4j.eye(CLASSES).repeat(0, 2).castTo(type);
      network.fit(new INDArray[] {images}, new INDArray[] {labels});
    }
    network.incrementEpochCount();
    return network;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void entries_ofAModel_areThoseOfModelSerializer(String name, ComputationGraph network)
      throws IOException {
    assertThat(entries(Network.of(network).write()))
        .containsExactlyEntriesOf(entries(stock(network, true)));
    assertThat(entries(Network.of(network).writeForInference()))
        .containsExactlyEntriesOf(entries(stock(network, false)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void write_readByModelSerializer_isTheSameNetwork(String name, ComputationGraph network)
      throws IOException {
    ComputationGraph restored = restore(Network.of(network).write());
    assertSame(restored, network);
    assertThat(bits(restored.updaterState())).isEqualTo(bits(network.updaterState()));
  }

  /** Whether or not there is an updater's state between. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void write_ofAnAverage_readByModelSerializer_isTheAverage(String name, ComputationGraph network)
      throws IOException {
    float[] trained = {1, -2.5f, Float.NaN};
    byte[] model = Network.of(network).write(trained, new float[] {5, 6});

    assertSame(restore(model), network);
    assertSame(Network.read(model).deeplearning4j(), network);
    assertThat(Network.trained(model).orElseThrow()).isEqualTo(trained);
    assertThat(Network.remembered(model).orElseThrow()).containsExactly(5, 6);
    assertThat(Network.trained(Network.of(network).write())).isEmpty();
    assertThat(Network.remembered(Network.of(network).write())).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void writeForInference_readByModelSerializer_isTheSameButForTheUpdater(
      String name, ComputationGraph network) throws IOException {
    assertSame(restore(Network.of(network).writeForInference()), network);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void read_ofModelSerializersFile_isTheSameNetwork(String name, ComputationGraph network)
      throws IOException {
    ComputationGraph restored = Network.read(stock(network, true)).deeplearning4j();
    assertSame(restored, network);
    assertThat(bits(restored.updaterState())).isEqualTo(bits(network.updaterState()));
  }

  /** Whenever and wherever it is written: the store keeps one copy of equal models. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void write_ofTheSameNetworkAgain_givesTheSameBytes(String name, ComputationGraph network)
      throws IOException {
    byte[] once = Network.of(network).write();
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(Network.of(network).write()).isEqualTo(once);
    } finally {
      TimeZone.setDefault(zone);
    }
    assertThat(Network.read(once).write()).isEqualTo(once);
  }

  /** The training thread writes one after each epoch, beside what training itself needs. */
  @Test
  void write_largeModel_takesTwiceItsBytesOfTheHeap() {
    ComputationGraph network =
        new ComputationGraph(
            chain(builder(new Adam(1e-3)), new DenseLayer.Builder().nOut(20_000).build()));
    network.init();
    Network.of(network).write();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    byte[] model = Network.of(network).write();

    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(model.length * 22L / 10);
  }

  @Test
  void write_parametersThatAreAPartOfALargerArray_writesThatPart() throws IOException {
    int parameters = (SIDE * SIDE + 1) * 9 + (9 + 1) * CLASSES;
    INDArray part =
        Nd4j.rand(DataType.FLOAT, 3000).get(NDArrayIndex.interval(100, 100 + parameters));
    ComputationGraph network = new ComputationGraph(denseLayers(new Sgd(0.1), DataType.FLOAT));
    network.init(part, false);
    assertThat(network.params().isView()).isTrue();
    ComputationGraph restored = restore(Network.of(network).write());
    assertThat(bits(restored.params())).isEqualTo(bits(part));
  }

  @Test
  void read_bytesThatAreNoModel_saysSo() {
    assertThatThrownBy(() -> Network.read("no zip".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "need a Deeplearning4j model file, found 6 bytes that are none:"
                + " need a zip file, found other bytes");
  }

  private static void assertSame(ComputationGraph found, ComputationGraph expected) {
    assertThat(bits(found.params())).isEqualTo(bits(expected.params()));
    assertThat(found.getConfiguration().toJson()).isEqualTo(expected.getConfiguration().toJson());
    assertThat(found.getIterationCount()).isEqualTo(3);
    assertThat(found.getEpochCount()).isEqualTo(expected.getEpochCount()).isPositive();
  }

  /** Doubles hold every float; none is NaN here. */
  private static long[] bits(@Nullable INDArray array) {
    return array == null
        ? new long[0]
        : Arrays.stream(array.dup().data().asDouble())
            .mapToLong(Double::doubleToRawLongBits)
            .toArray();
  }

  private static byte[] stock(ComputationGraph network, boolean updater) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, file, updater);
    return file.toByteArray();
  }

  private static ComputationGraph restore(byte[] model) throws IOException {
    return ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(model), true);
  }

  private static Map<String, String> entries(byte[] model) throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(model))) {
      ZipEntry entry;
      while ((entry = zip.getNextEntry()) != null) {
        entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
    return entries;
  }

  /** Weights, gradients and the updater's state: else they stay until the heap is collected. */
  @Test
  void close_freesAllItsNativeMemory() throws IOException {
    ImageShape images = new ImageShape(1, 12, 12);
    Network made = new Architectures().network("cnn", Map.of("filters", List.of(3L)), images, 4, 1);
    for (Network network : List.of(Network.read(made.write()), made)) {
      ComputationGraph graph = network.deeplearning4j();
      graph.initGradientsView();
      INDArray gradients = graph.getFlattenedGradients();
      INDArray state = graph.getUpdater(true).getStateViewArray();

      network.close();

      assertThat(List.of(graph.params(), gradients, state)).allMatch(INDArray::wasClosed);
    }
  }
}
