package dev.trawl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.sweep.Hyperparameter;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.GraphPlan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What every architecture keeps; a test extends it and says which there are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ArchitectureContract {
  private static final ImageShape MNIST = new ImageShape(1, 28, 28);
  private static final int CLASSES = 10;
  private static final int BATCH = 4;

  /** The register that has them. */
  abstract Architectures architectures();

  Set<String> models() {
    return architectures().models();
  }

  @BeforeAll
  void load() {
    NativeBackend.inspect();
  }

  private Network network(String model, Map<String, Object> values, long seed) {
    return architectures().network(model, values, MNIST, CLASSES, seed);
  }

  private static INDArray images(ImageShape shape) {
    Random random = new Random(1);
    INDArray images =
        Nd4j.create(DataType.FLOAT, BATCH, shape.channels(), shape.height(), shape.width());
    for (long i = 0; i < images.length(); i++) {
      images.putScalar(i, random.nextFloat());
    }
    return images;
  }

  private static INDArray labels() {
    return Nd4j.eye(CLASSES).getRows(0, 3, 5, 9).castTo(DataType.FLOAT);
  }

  @ParameterizedTest
  @MethodSource("models")
  void probabilities_ofAnyShapeOfImages_areOneForEachClass(String model) {
    for (ImageShape shape : List.of(MNIST, new ImageShape(3, 40, 33))) {
      for (int classes : new int[] {2, CLASSES}) {
        try (Network network = architectures().network(model, Map.of(), shape, classes, 1)) {
          float[] found = network.probabilities(images(shape));
          assertThat(found).hasSize(BATCH * classes);
          for (int row = 0; row < BATCH; row++) {
            float sum = 0;
            for (int c = 0; c < classes; c++) {
              assertThat(found[row * classes + c]).isBetween(0f, 1f);
              sum += found[row * classes + c];
            }
            assertThat(sum).isCloseTo(1f, within(1e-5f));
          }
        }
      }
    }
  }

  /** On 28×28 grey images of ten classes; the doc of its class says {@code 121,930 weights}. */
  @ParameterizedTest
  @MethodSource("models")
  void weights_ofTheDefaults_areAsManyAsItsDocSays(String model) throws IOException {
    String doc = source(architectures().find(model)).replaceAll("\\s+\\*?\\s*", " ");
    try (Network network = network(model, Map.of(), 1)) {
      assertThat(doc).contains("%,d weights".formatted(network.weights()));
    }
  }

  private static String source(Architecture architecture) throws IOException {
    String file = architecture.getClass().getName().replace('.', '/') + ".java";
    for (String root : List.of("src/main/java", "src/examples/java", "src/test/java")) {
      if (Files.exists(Path.of(root, file))) {
        return Files.readString(Path.of(root, file));
      }
    }
    throw new AssertionError("need a source file, found none for " + file);
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradient_ofABatch_isFiniteAndReachesEveryLayer(String model) {
    try (Network network = network(model, Map.of(), 1)) {
      ComputationGraph layers = network.deeplearning4j();
      layers.setInputs(images(MNIST));
      layers.setLabels(labels());
      layers.computeGradientAndScore();
      layers
          .gradient()
          .gradientForVariable()
          .forEach(
              (name, gradient) ->
                  assertThat(gradient.norm2Number().doubleValue())
                      .as("%s %s", model, name)
                      .isFinite()
                      .isPositive());
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void seed_theSame_givesTheSameWeights(String model) {
    try (Network one = network(model, Map.of(), 5);
        Network same = network(model, Map.of(), 5);
        Network other = network(model, Map.of(), 6)) {
      assertThat(same.write()).isEqualTo(one.write());
      assertThat(other.deeplearning4j().params()).isNotEqualTo(one.deeplearning4j().params());
    }
  }

  /** With each of its choices and flags, since each may bring layers of its own. */
  @ParameterizedTest
  @MethodSource("models")
  void write_afterSomeTraining_readsBackTheSameNetwork(String model) throws IOException {
    for (Map<String, Object> values : listed(model)) {
      try (Network network = network(model, values, 1)) {
        fit(network);
        byte[] written = network.write();
        try (Network read = Network.read(written)) {
          assertThat(read.probabilities(images(MNIST)))
              .as("%s", values)
              .isEqualTo(network.probabilities(images(MNIST)));
          assertThat(read.write()).as("%s", values).isEqualTo(written);
        }
      }
    }
  }

  /** Without a class of ours: {@code PortableModelTest} does it where there is none. */
  @ParameterizedTest
  @MethodSource("models")
  void write_readByModelSerializer_predictsTheSame(String model) throws IOException {
    for (Map<String, Object> values : listed(model)) {
      try (Network network = network(model, values, 1)) {
        fit(network);
        ComputationGraph stock =
            ModelSerializer.restoreComputationGraph(
                new ByteArrayInputStream(network.write()), true);
        assertThat(stock.outputSingle(images(MNIST)).dup('c').data().asFloat())
            .as("%s", values)
            .isEqualTo(network.probabilities(images(MNIST)));
        assertThat(stock.getIterationCount()).isEqualTo(1);
        assertThat(stock.getEpochCount()).isEqualTo(1);
      }
    }
  }

  /** Of oneDNN's primitives; a gap would train some 20 times slower. */
  @ParameterizedTest
  @MethodSource("models")
  void plan_ofEachShapeAndChoice_hasNoGap(String model) {
    for (ImageShape shape : List.of(MNIST, new ImageShape(3, 40, 33))) {
      for (Map<String, Object> values : listed(model)) {
        GraphPlan plan = GraphPlan.of(architectures().configure(model, values, shape, CLASSES, 1));
        assertThat(plan.gap()).as("%s %s", shape, values).isEmpty();
      }
    }
  }

  private static void fit(Network network) {
    network.deeplearning4j().fit(new INDArray[] {images(MNIST)}, new INDArray[] {labels()});
    network.endEpoch();
  }

  /** The defaults, and the defaults with one other choice, in turn. */
  private List<Map<String, Object>> listed(String model) {
    List<Map<String, Object>> points = new ArrayList<>(List.of(Map.of()));
    for (Hyperparameter each : architectures().find(model).hyperparameters()) {
      List<?> values =
          switch (each.type()) {
            case CHOICE -> each.choices();
            case FLAG -> List.of(true, false);
            case INTEGER, REAL, INTEGER_LIST -> List.of();
          };
      values.stream()
          .filter(value -> !value.equals(each.defaultValue()))
          .forEach(value -> points.add(Map.of(each.name(), value)));
    }
    return points;
  }

  @ParameterizedTest
  @MethodSource("models")
  void hyperparameters_itsOwn_areNoneOfTrainings(String model) {
    assertThat(architectures().find(model).hyperparameters())
        .extracting(Hyperparameter::name)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(
            TrainingParameters.ALL.stream().map(Hyperparameter::name).toList());
  }
}
