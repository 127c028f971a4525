package dev.trawl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.trawl.export.graph.GraphReader;
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.model.Network;
import dev.trawl.train.NativeBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.StringStringEntryProto;
import org.bytedeco.onnx.global.onnx;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

/** What is in an ONNX file, by ONNX's own checker. */
class OnnxFileTest {
  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  private static Path write(Network network, String format, Path folder) throws Exception {
    SmallNetworks.INFO.write(folder);
    ModelFormat onnx = new ModelFormats().find(format).orElseThrow();
    onnx.write(SmallNetworks.trained(network), folder);
    return folder.resolve(onnx.files().get(0));
  }

  /** With the shapes that it infers compared with those that the file says. */
  @Test
  void write_eachArchitecture_passesTheChecker(@TempDir Path folder) throws Exception {
    for (SmallNetworks.Settings settings : SmallNetworks.all().values()) {
      try (Network network = settings.network()) {
        Path file = write(network, "onnx", folder);
        onnx.check_model(file.toString(), true, false, false);
      }
    }
  }

  /** What ONNX Runtime makes of the pairs of quantising and dequantising: layers of integers. */
  @Test
  void write_in8Bits_isRunInIntegers(@TempDir Path folder) throws Exception {
    for (String name : List.of("cnn", "resnet", "se_resnet", "mobilenet_v2")) {
      try (Network network = Objects.requireNonNull(SmallNetworks.all().get(name)).network()) {
        Path file = write(network, "onnx-int8", folder);
        onnx.check_model(file.toString(), true, false, false);

        List<String> optimised = optimised(file, folder.resolve("optimised.onnx"));

        assertThat(optimised)
            .as(name)
            .contains("QLinearConv", "QGemm")
            .doesNotContain("Conv", "FusedConv", "Gemm", "Relu", "Add");
      }
    }
  }

  private static List<String> optimised(Path file, Path to) throws Exception {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizedModelFilePath(to.toString());
      options.addConfigEntry("session.x64quantprecision", "1");
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      environment.createSession(file.toString(), options).close();
    }
    return ModelProto.parseFrom(Files.readAllBytes(to)).getGraph().getNodeList().stream()
        .map(NodeProto::getOpType)
        .toList();
  }

  @Test
  void check_aFileWithADanglingInput_fails(@TempDir Path folder) throws Exception {
    try (Network network = SmallNetworks.all().values().iterator().next().network()) {
      Path file = write(network, "onnx", folder);
      ModelProto.Builder broken = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
      broken.getGraphBuilder().getNodeBuilder(1).setInput(0, "nowhere");
      Files.write(file, broken.build().toByteArray());

      assertThatThrownBy(() -> onnx.check_model(file.toString(), true, false, false))
          .hasMessageContaining("nowhere");
    }
  }

  @Test
  void write_aNetwork_saysWhatItTakes(@TempDir Path folder) throws Exception {
    try (Network network = SmallNetworks.all().values().iterator().next().network()) {
      ModelProto model = ModelProto.parseFrom(Files.readAllBytes(write(network, "onnx", folder)));

      assertThat(model.getOpsetImport(0).getVersion()).isGreaterThanOrEqualTo(13);
      assertThat(model.getMetadataPropsList())
          .extracting(StringStringEntryProto::getKey, StringStringEntryProto::getValue)
          .containsExactly(
              tuple("trawl.labels", "[\"a\",\"b\",\"c\"]"),
              tuple("trawl.preprocessing", "raw pixels from 0 to 255, 2 × 12 × 11"));
    }
  }

  @Test
  void read_aLayerThatNoGraphHas_isNamed() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("conv1", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "in")
                .addLayer("lrn", new LocalResponseNormalization.Builder().build(), "conv1")
                .addLayer(
                    "output",
                    new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                    "lrn")
                .setOutputs("output")
                .setInputTypes(InputType.convolutional(12, 11, 2))
                .build());
    graph.init();
    try (Network network = Network.of(graph)) {
      assertThatThrownBy(() -> GraphReader.read(network, SmallNetworks.INFO.images()))
          .isInstanceOf(UnsupportedLayerException.class)
          .hasMessage("lrn (LocalResponseNormalization)");
    }
  }
}
